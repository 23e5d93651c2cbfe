'use strict';
// The classes of node types, as authors write them, are registered as without Sentinel: those that extend a type which their package has registered before, or have another name already, and those in code that was compiled from a text, as bundlers for
// development make it. Those of core are extended by nobody [R4].
const test = require('node:test');
const assert = require('node:assert/strict');
const path = require('node:path');
const { leanCore } = require('../support/core-nodes.js');
const { startNodeRed } = require('../support/node-red.js');
const { writePackage } = require('../support/packages.js');
const { tempDir } = require('../support/userdir.js');

/** The types of a package, each of which adds its name to what passes. */
const source = (name) => `module.exports = (RED) => {
  const util = require('util');
  const register = (type, Class) => { try { RED.nodes.registerType('${name}-' + type, Class); } catch ({ message }) { console.log(message); } };
  const pass = (node, word) => node.on('input', (msg, send, done) => { msg.payload += ' ' + word + node.own(); send(msg); done(); });
  function First(config) { RED.nodes.createNode(this, config); pass(this, config.type); }
  First.prototype.own = () => '!';
  register('first', First);
  function Inherits(config) { First.call(this, config); }
  util.inherits(Inherits, First);
  register('inherits', Inherits);
  class Extends extends First { own() { return '?' + super.own(); } }
  register('extends', Extends);
  class Again extends Extends { constructor(config) { super(config); this.own = () => '.'; } }
  register('again', Again);
  class Late { constructor(config) { RED.nodes.createNode(this, config); pass(this, config.type); } own() { return ''; } }
  class Later extends Late {}
  register('later', Later);
  register('late', Late);
  register('alias', First);
  function Sealed(config) { RED.nodes.createNode(this, config); pass(this, config.type); Object.seal(this); }
  Sealed.prototype.own = function () { return Object.hasOwn(this, 'then') ? '*' : ''; };
  register('sealed', Sealed);
  function Named(config) { RED.nodes.createNode(this, config); pass(this, config.type); }
  Named.prototype = { constructor: Late, own: () => '' };
  register('named', Named);
};`;
const TYPES = ['first', 'inherits', 'extends', 'again', 'later', 'late', 'alias', 'sealed', 'named'];
/** As it stands, as a module in a bundle for development, and as a function that the package makes. */
const FORMS = {
  'classes-plain': (text) => text,
  'classes-eval': (text) => `const modules = { './src/nodes.js': (module, exports, require) => { eval(${JSON.stringify(`${text}\n//# sourceURL=webpack://x/./src/nodes.js?`)}); } };
const made = { exports: {} }; modules['./src/nodes.js'](made, made.exports, require); module.exports = made.exports;`,
  'classes-function': (text) => `const made = { exports: {} }; new Function('module', 'require', ${JSON.stringify(text)})(made, require); module.exports = made.exports;`,
};
/** What core's classes are to those who have one in hand: with all that is granted. */
const OF_CORE = `module.exports = (RED) => {
  let Class;
  try { Class = require.main.require('node-red').nodes.getType('inject'); } catch ({ message }) { console.log(message); }
  for (const [how, made] of [['inherits', () => { function Own() {} require('util').inherits(Own, Class); return Own; }], ['is', () => Class]]) {
    try { RED.nodes.registerType('classes-core-' + how, made()); console.log('has registered ' + how); } catch ({ message }) { console.log(how + ': ' + message); }
  }
};`;
const html = (name, types) => types.map((type) => `<script type="text/html" data-template-name="${name}-${type}"></script>`).join('\n');

async function story(pair) {
  const base = tempDir('nrgs-classes-');
  const dir = path.join(base, 'packages');
  const make = (name, text, types) => writePackage(dir, { name, nodes: { nodes: 'nodes.js' }, files: { 'nodes.js': text, 'nodes.html': html(name, types) }, probe: false });
  const names = Object.keys(FORMS);
  const all = names.flatMap((name) => TYPES.map((type) => `${name}-${type}`));
  const at = (id, type, next, more) => ({ id, type, z: 't', x: 1, y: 1, wires: [[next]], ...more });
  const flows = [
    { id: 't', type: 'tab' }, at('in', 'http in', 'first', { url: '/classes', method: 'get' }), at('first', 'change', all[0], { rules: [{ t: 'set', p: 'payload', pt: 'msg', to: '', tot: 'str' }] }),
    ...all.map((type, i) => at(type, type, all[i + 1] ?? 'out')), at('out', 'http response', 'in', { wires: [] }),
  ];
  const granted = { capabilities: ['registry:write'] };
  const nodeRed = await startNodeRed({
    ...pair, base, flows, packages: [...names.map((name) => make(name, FORMS[name](source(name)), TYPES)), make('classes-core', OF_CORE, [])],
    settings: { ...leanCore(), sentinel: { server: { packages: { ...Object.fromEntries(names.map((name) => [name, granted])), 'classes-core': { capabilities: ['registry:all', 'module:load:node-red'] } } } } },
  });
  try {
    const answer = await fetch(`${nodeRed.url}/classes`, { headers: { connection: 'close' } });
    return { said: (await answer.text()).trim().split(' '), log: nodeRed.log };
  } finally {
    await nodeRed.stop();
  }
}

const WORDS = Object.keys(FORMS).flatMap((name) => ['first!', 'inherits!', 'extends?!', 'again.', 'later', 'late', 'alias!', 'sealed', 'named'].map((word) => `${name}-${word}`));

for (const pair of [{ version: '3.1', node: 20 }, { version: '4.1', node: 20 }, { version: '5.0', node: 26 }]) {
  test(`Node-RED ${pair.version}, Node ${pair.node}: classes of types are registered as without Sentinel`, async () => {
    const [bare, guarded] = [await story({ ...pair, sentinel: false }), await story({ ...pair, sentinel: true })];
    assert.deepEqual(bare.said, WORDS);
    assert.deepEqual(guarded.said, WORDS);
    assert.match(bare.log, /has registered inherits/);
    assert.doesNotMatch(guarded.log, /has registered|BLOCKED/);
  });
}
