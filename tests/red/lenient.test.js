'use strict';
// Modules of Node-RED that are compiled as strict code (js/loader/closed.js): each of their writes into what others gave them is one that does nothing where it would throw
// (js/loader/lenient.js), and nothing else in their text is another.
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const util = require('node:util');
const espree = require('espree');
const installs = require('../support/installs.js');
const { NAMES } = require('../../js/loader/closed.js');
const { WRITES, lenient } = require('../../js/loader/lenient.js');
const { CALLS: LOOKS, paths } = require('../../js/loader/paths.js');
const { CALLS, queues } = require('../../js/loader/queues.js');
const { start } = require('../native/lib/addon.js');
const { loader } = require('./lib/strict.js');

const { api: native } = start();
const load = loader(native);

/** Variables that hold messages, errors, states, lines of the log and what the API is given. */
const FOREIGN = new Set(['msg', 'm', 'msg2', 'msg3', 'newMessage', 'newmsg', 'new_msg', 'sendMessage', 'message', 'errorMessage', 'toSend', 'statusMessage', 'ev', 'msgInfo', 'group', 'obj', 'options', 'err', 'msgs', 'inflight', 'sub', 'definition', 'conf', 'proto', 'object', 'value']);
/** What is the module's own under such a name: options, errors, lists and copies that it has made, and a prototype that nobody can have frozen (that is an error in any code). */
const OWN = [
  /^(?:xmlbuilder|@node-red\/nodes\/core\/common\/lib\/)/, /lib\/(?:mqtt|proxyHelper)\.js options\./, / err\.(?:code|details)$/, /registry\.js m\./, /flows\/util\.js obj\[/, /context\/index\.js obj\[/, /nodes\/index\.js proto\.__proto__/, /util\/lib\/i18n\.js obj\['_'\]/,
  /util\/lib\/util\.js (?:msg\.msg\.format|value\.data\.)/,
];

const isDirected = (body) => Array.isArray(body) && body.some((statement) => statement.directive === 'use strict');
/** Is what is in there strict without Sentinel, too? */
const isStrict = ({ type, body }) => type.startsWith('Class') || isDirected(body) || isDirected(body?.body);

/** Member expressions that are written or deleted, and calls of `$lenient`. */
function look(text) {
  const found = { writes: [], calls: 0, comments: 0 };
  const visit = (node, above) => {
    if (typeof node?.type !== 'string') return;
    const strict = above || isStrict(node);
    const target = { AssignmentExpression: node.left, UpdateExpression: node.argument, UnaryExpression: node.operator === 'delete' ? node.argument : undefined }[node.type];
    if (target?.type === 'MemberExpression' && !strict) found.writes.push(target);
    if (node.type === 'CallExpression' && node.callee.name === '$lenient') found.calls += 1;
    // Tried as it is, and what is done when it throws is looked at.
    const isTried = node.type === 'TryStatement' && node.handler?.param?.name === '$';
    for (const key of isTried ? ['handler'] : Object.keys(node)) for (const child of [node[key]].flat()) visit(child, strict);
  };
  const program = espree.parse(text.replace(/^#!/, '//'), { ecmaVersion: 2024, range: true, comment: true, ecmaFeatures: { globalReturn: true } });
  visit({ ...program, comments: [] }, false);
  for (const { value } of program.comments) found.comments += value.split('$lenient(').length - 1;
  return found;
}

function rootOf(node) {
  let root = node;
  while (root.type === 'MemberExpression' || root.type === 'CallExpression') root = root.object ?? root.callee;
  return root.name;
}

function filesBelow(place) {
  if (!fs.existsSync(place)) return [];
  if (!fs.statSync(place).isDirectory()) return [place];
  return fs.readdirSync(place, { recursive: true }).filter((name) => name.endsWith('.js') && !name.includes('locales')).map((name) => path.join(place, name));
}

for (const version of ['3.1', '4.1', '5.0']) {
  test(`Node-RED ${version}: writes of modules that are strict`, async () => {
    const modules = path.join(await installs.nodeRed(version), 'node_modules');
    let calls = 0;
    for (const file of NAMES.flatMap((name) => filesBelow(path.join(modules, name)))) {
      const name = path.relative(modules, file).split(path.sep).join('/');
      const text = fs.readFileSync(file, 'utf8');
      const made = native.lenient(text, WRITES[name] ?? []);
      const found = look(made);
      const isMissing = (node) => FOREIGN.has(rootOf(node)) && !OWN.some((own) => own.test(`${name} ${made.slice(...node.range)}`));
      assert.deepEqual(found.writes.filter(isMissing).map((node) => `${name} ${made.slice(...node.range)}`), []);
      // None of them stands in a text.
      assert.equal(made.split('$lenient(').length - 1, found.calls + found.comments, name);
      assert.equal(made.replace(/try \{ (.*?) \} catch \(\$\) .*? \}/g, '$1').replace(/\$lenient\(([^()]+), [^()]+?\)(?=[.[])/g, '$1').replace(/\$lenient\((r\(red\))\);/g, '$1;'), text, name);
      calls += found.calls;
    }
    assert.ok(calls > 40, `${calls}`);
  });
}

for (const version of ['3.1', '4.1', '5.0']) {
  test(`Node-RED ${version}: of what is done for every message nobody is asked where it goes`, async () => {
    const modules = path.join(await installs.nodeRed(version), 'node_modules');
    const keys = [];
    const asked = Object.assign((base, key) => {
      keys.push(key);
      return lenient(base, key);
    }, { ...lenient });
    const { cloneMessage, setMessageProperty } = load(modules, '@node-red/util/lib/util.js', asked);
    const log = load(modules, '@node-red/util/lib/log.js', asked);
    const Node = load(modules, '@node-red/runtime/lib/nodes/Node.js', asked);
    const request = {};
    const message = { payload: { list: [1, { a: 'text' }] }, req: request, res: request, _msgid: 'x' };
    const sent = [];
    const node = Object.assign(Object.create(Node.prototype), { id: 'a', type: 'a', wires: [['b', 'c']], _flow: { send: (events) => sent.push(...events) }, metric() {} });
    log.log({ level: log.METRIC });
    const copy = cloneMessage(message);
    setMessageProperty(message, 'payload', 5);
    setMessageProperty(message, 'topic', 5);
    node.send([[{ payload: 1 }, message]]);
    assert.deepEqual(keys, []);
    assert.deepEqual(copy, { payload: { list: [1, { a: 'text' }] }, req: request, res: request, _msgid: 'x' });
    assert.equal(sent.length, 4);
    for (const { msg } of sent) assert.equal(typeof msg._msgid, 'string');
    // Where it throws, somebody is.
    const frozen = Object.freeze({ payload: 1, req: request, res: request });
    log.log(Object.freeze({ level: log.METRIC }));
    assert.deepEqual(cloneMessage(frozen), { payload: 1, req: request, res: request });
    setMessageProperty(frozen, 'payload', 5);
    node.wires = [['b']];
    node.send(Object.freeze({ payload: 1 }));
    assert.deepEqual(keys, ['timestamp', 'req', 'res', 'req', 'res', 'payload', '_msgid']);
  });
}

for (const version of ['3.1', '4.1', '5.0']) {
  test(`Node-RED ${version}: calls by which queues go on`, async () => {
    const modules = path.join(await installs.nodeRed(version), 'node_modules');
    for (const [name, calls] of Object.entries(CALLS)) {
      const text = fs.readFileSync(path.join(modules, name), 'utf8');
      for (const call of calls) {
        const [method, made] = call.split(':');
        assert.equal(typeof queues[method], 'function', call);
        assert.ok(text.includes(made), `${call} of ${name}`);
        const changed = native.lenient(text, [call]);
        assert.equal(changed.split(`$lenient.${method}(`).length, text.split(made).length, call);
        assert.equal(changed.replace(/\$lenient\.\w+\((\w+)\)\(/g, '$1(').replace(/\$lenient\.has\(([\w.]+), /g, '$1.hasOwnProperty(').replace('$lenient.merged(Object, ', 'Object.assign('), text);
        // And it is a program still.
        espree.parse(changed, { ecmaVersion: 2024, ecmaFeatures: { globalReturn: true } });
      }
    }
  });
}

for (const version of ['3.1', '4.1', '5.0']) {
  test(`Node-RED ${version}: looks by path`, async () => {
    const modules = path.join(await installs.nodeRed(version), 'node_modules');
    const there = Object.entries(LOOKS).filter(([name]) => fs.existsSync(path.join(modules, name)));
    // JSONata is in one of two places.
    assert.equal(there.length, Object.keys(LOOKS).length - 1);
    for (const [name, looks] of there) {
      assert.ok(NAMES.some((closed) => name.startsWith(closed)), name);
      const text = fs.readFileSync(path.join(modules, name), 'utf8');
      for (const look of looks) {
        const [method, made] = look.split(':');
        assert.equal(typeof paths[method], 'function', look);
        const changed = native.lenient(text, [look]) ?? text;
        assert.notEqual(changed, text, `${look} of ${name}`);
        assert.equal(changed.replaceAll(/\$lenient\.found\((\w+)\)\(/g, '$1(').replaceAll('$lenient.walk(msgPropParts, ', 'msgPropParts.reduce(').replaceAll(/\$lenient\.seen\(([\w.]+), (\w+|names\[index\+\+\])\)/g, '$1[$2]'), text);
        espree.parse(changed, { ecmaVersion: 2024, ecmaFeatures: { globalReturn: true } });
      }
    }
  });
}

test('such a write does what that of code does that is not strict', () => {
  const sloppy = Function('base', 'key', 'value', 'value === undefined ? delete base[key] : (base[key] = value); return base[key];');
  const strict = Function('$lenient', 'base', 'key', 'value', "'use strict'; value === undefined ? delete $lenient(base, key)[key] : ($lenient(base, key)[key] = value); return base[key];");
  const adds = Function('$lenient', 'base', 'key', "'use strict'; return $lenient(base, key)[key] += 1;");
  class Fixed { get a() { return 1; } set b(value) { this.seen = value; } }
  const makes = [
    () => ({ a: 1 }), () => Object.freeze({ a: 1 }), () => Object.seal({ a: 1 }), () => Object.preventExtensions({}), () => Object.create(null), () => [1, 2], () => Object.freeze([1]), () => new Fixed(), () => Object.create({ set a(value) { this.seen = value; } }),
    () => Object.defineProperty({}, 'a', { value: 1 }), () => Object.defineProperty({}, 'a', { value: 1, writable: true }), () => Object.create(Object.freeze({ a: 1 })), () => 'text', () => 5, () => Symbol.iterator, () => true, () => 5n, () => Buffer.from('a'), () => () => 1,
    () => new Proxy({}, { set: () => false, deleteProperty: () => false }), () => new Proxy({ a: 1 }, {}),
  ];
  const shown = (value) => util.inspect(value);
  for (const make of makes) {
    for (const key of ['a', 'b', 0, 'length', 'toString', Symbol.for('x')]) {
      for (const value of [5, undefined]) {
        const outcome = (write, base) => { try { return [write(base), typeof base === 'object' ? Reflect.ownKeys(base) : [], base.seen]; } catch (error) { return [error.name, error.message]; } };
        assert.deepEqual(outcome((base) => strict(lenient, base, key, value), make()).map(shown), outcome((base) => sloppy(base, key, value), make()).map(shown), `${make} ${String(key)} ${value}`);
      }
    }
  }
  for (const nothing of [null, undefined]) assert.throws(() => strict(lenient, nothing, 'a', 1), { name: 'TypeError', message: `Cannot set properties of ${nothing} (setting 'a')` });
  assert.equal(adds(lenient, Object.freeze({ a: 1 }), 'a'), 2);
  assert.equal(adds(lenient, 'text', 'length'), 5);
  // Nearly all that is sent is written to as it is.
  const plain = { payload: 1 };
  assert.equal(lenient(plain, 'payload'), plain);
  assert.equal(lenient(plain, 'topic'), plain);
});
