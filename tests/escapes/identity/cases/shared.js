'use strict';
// What every package and core have in common: whoever can replace `path.join` chooses the files that core opens.
const real = () => import('../files/real.mjs');
const escapedIf = (yes) => (yes ? 'ESCAPED' : '');

/** What another package has: an ES module has builtins of its own, so only somebody else can tell what everyone has. */
const seenBy = (name, key) => () => [globalThis.bystanderActs.sees(name, key)];

/** Is `object[key]` another one for somebody else, after we assigned it? */
const replaced = (object, key, seen) => {
  const before = seen();
  const instead = function instead() {};
  try { object[key] = instead; } catch {}
  const changed = [seen()].flat().includes(instead);
  try { object[key] = before; } catch {}
  return escapedIf(changed);
};

const MODULES = { path: 'join', http: 'request', timers: 'setTimeout' };
const classes = { 'EventEmitter.prototype.on': () => [require('events').prototype, 'on'], 'Socket.prototype.write': () => [require('net').Socket.prototype, 'write'], 'Readable.prototype.pipe': () => [require('stream').Readable.prototype, 'pipe'] };

/** Hangs `value` on a function as `key`, or puts it between the function and what it inherits, while `test` runs. */
const HUNG = {
  'hung on': (fn, key, value, test) => {
    try { fn[key] = value; } catch {}
    try { return test(); } finally { delete fn[key]; }
  },
  'put above': (fn, key, value, test) => {
    try { Object.setPrototypeOf(fn, { __proto__: Function.prototype, [key]: value }); } catch {}
    try { return test(); } finally { try { Object.setPrototypeOf(fn, Function.prototype); } catch {} }
  },
};
/** As `graceful-fs` calls it: whoever is called instead has the `process` of the other one, and with it what that one may do. */
const takesProcess = ([how, hang], name, key, act) => ({
  name: `the process of another, by a ${key} ${how} process.${name}`, wants: 'read', before: 'acts',
  run({ secret }) {
    let taken;
    hang(process[name], key, (given) => { taken = given; }, () => globalThis.bystanderActs[act]());
    return taken && taken.getBuiltinModule('fs').readFileSync(secret, 'utf8');
  },
});

module.exports = [
  ...Object.entries(HUNG).flatMap((how) => [takesProcess(how, 'cwd', 'call', 'asksCwd'), takesProcess(how, 'emitWarning', 'apply', 'asksWarning')]),
  ...Object.entries(MODULES).map(([name, key]) => ({
    name: `${name}.${key} replaced for all by an assignment`, wants: 'escaped', restart: true, before: 'acts',
    run: () => replaced(require(name), key, seenBy(name, key)),
  })),
  ...Object.entries(MODULES).map(([name, key]) => ({
    name: `${name}.${key} replaced for all on the imported module`, wants: 'escaped', restart: true, before: 'acts',
    run: async () => { const modules = await real(); return replaced(modules[name], key, seenBy(name, key)); },
  })),
  ...Object.entries(classes).map(([name, get]) => ({
    name: `${name} replaced for all`, wants: 'escaped', restart: true,
    run: () => { const [object, key] = get(); return replaced(object, key, () => object[key]); },
  })),
  {
    name: 'a static file of core outside its folder, with RegExp.prototype.test replaced', wants: 'read', later: 'built-in prototypes are not hardened',
    run: (ctx) => new Promise((resolve) => {
      const { hostname, port } = new URL(ctx.url);
      const { test } = RegExp.prototype;
      RegExp.prototype.test = () => false;
      const back = () => { RegExp.prototype.test = test; };
      const ways = '..%2f'.repeat(12);
      const asked = require('http').get({ hostname, port, path: `/red/${ways}${encodeURIComponent(ctx.secret.slice(1))}`, agent: false }, (response) => {
        let all = '';
        response.setEncoding('utf8').on('data', (chunk) => { all += chunk; }).on('end', () => { back(); resolve(all); });
      });
      asked.on('error', () => { back(); resolve(''); });
    }),
  },
];
