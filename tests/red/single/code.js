'use strict';
// What function nodes send leads to the built-ins of the context in which the operator's code runs.
const BY = 'single-plain';
const at = (id, type, more) => ({ id, type, z: 't6', x: 1, y: 1, wires: [[]], ...more });

/** The code of a function node; it adds to built-ins of its context, and compiles. */
const CODE = `
context.set('word', 'word of the code');
Array.prototype.last = function () { return this[this.length - 1]; };
const error = new Error('x');
error.name = 'Named';
const compiled = [new Function('a', 'return a + typeof flow'), new (async () => {}).constructor('return 1'), Function('return 2')];
// Once a package has what it sent, this is what it still finds.
const matched = [/token=(\\w+)/.test('token=matchedSecret'), RegExp.$1.length, RegExp.lastMatch.length].join();
const payload = {
  matched, list: [1, 2], keys: Object.keys({ one: 1 }).join(), error, call: () => 1, when: Promise.resolve(1), map: new Map([[1, 2]]), pattern: /x/,
  tells: [[1, 2].last(), compiled[0](1), await compiled[1](), compiled[2](), (() => 1).constructor === Function, error.toString()].join(),
};
// An object of its own.
return { payload, _msgid: msg._msgid };`;

const FLOWS = [
  { id: 't6', type: 'tab', label: 'code' },
  at('single-plain-tocode', `${BY}-node`, { wires: [['code']] }),
  at('code', 'function', { func: CODE, outputs: 1, wires: [['single-plain-coded']] }),
  at('single-plain-coded', `${BY}-node`),
];

const coded = "(await new Promise((resolve) => { nodes['single-plain-coded'].once('input', resolve); nodes['single-plain-tocode'].send({ payload: 'x' }); })).payload";
/** What the code of the function node makes of it, after somebody changed something, and puts it back. */
const changed = (change, look, back) => `async () => { const made = ${coded}; const { prototype } = made.constructor; try { ${change} } catch {} try { return String(${look}); } finally { try { ${back} } catch {} } }`;

const compiled = (text) => `async () => { const made = ${coded}; return [made, made.list, made.call, made.error, made.when, made.map, made.pattern].map((value) => { try { return value.constructor.constructor(${JSON.stringify(text)})(); } catch { return ''; } }).join(); }`;

const cases = [
  { by: BY, name: 'compiles where the code of a function node runs', run: compiled("return context.get('word')"), wants: 'word of the code' },
  { by: BY, name: 'compiles later where the code of a function node runs', run: `async () => { const made = ${coded}; return String(await Promise.resolve("return context.get('word')").then(made.constructor.constructor).then((fn) => fn()).catch(() => '')); }`, wants: 'word of the code' },
  { by: BY, name: 'sends what a function node would', run: compiled("return __send__({ payload: 'in its name' })"), then: { package: BY, call: 'heard' }, wants: 'single-plain-coded=in its name' },
  { by: BY, name: 'answers for the code of a function node', run: changed("prototype.then = (take) => { delete prototype.then; take({ payload: 'FORGED' }); };", coded, ''), wants: 'FORGED' },
  { by: BY, name: 'changes what the code of a function node calls', run: changed("made.constructor.keys = () => ['CHANGED'];", `(${coded}).keys`, 'made.constructor.keys = Object.keys'), wants: 'CHANGED' },
  { by: BY, name: 'hangs a function on what the code of a function node calls', run: changed("made.constructor.keys.call = () => 'CHANGED';", `(${coded}).constructor.keys.call()`, 'delete made.constructor.keys.call'), wants: 'CHANGED' },
  { by: BY, name: 'changes lists of the code of a function node', run: changed("Object.getPrototypeOf(made.list).last = () => 'CHANGED'; Object.getPrototypeOf(made.list).join = () => 'CHANGED';", `(${coded}).tells`, "Object.getPrototypeOf(made.list).join = [].join"), wants: 'CHANGED' },
  { by: BY, name: 'reads errors of the code of a function node', run: changed("made.error.constructor.prepareStackTrace = () => 'CHANGED';", `(${coded}).error.stack`, 'made.error.constructor.prepareStackTrace = undefined'), wants: 'CHANGED' },
  { by: BY, name: 'reads what the code of a function node found last', run: `async () => { await (${coded}); const { constructor } = (${coded}).pattern; return ['$1', '$_', 'input', 'lastMatch', '$&', 'lastParen', 'leftContext'].map((name) => constructor[name] + Object.getOwnPropertyDescriptor(constructor, name).get?.call(constructor)).join(); }`, wants: 'matchedSecret' },
  { by: BY, name: 'leaves the code of a function node what it found last', run: `async () => (await (${coded}), ${coded}).matched`, wants: 'true,13,19', ordinary: true },
  { by: BY, name: 'works with what a function node made', run: `async () => { const made = ${coded}; made.toString = () => 'own'; made.error.name = 'Renamed'; return [made, made.list.map((n) => n + 1), made.error, await made.when, made.map.get(1), made.pattern.test('x'), made.call(), made.constructor.constructor('return typeof context')()].join(); }`, wants: 'own,2,3,Renamed: x,1,2,true,1,undefined', ordinary: true, bare: 'any' },
  { by: BY, name: 'leaves the code of a function node as it is', run: `async () => (${coded}).tells`, wants: '2,1object,1,2,true,Named: x', ordinary: true },
];

module.exports = { FLOWS, cases };
