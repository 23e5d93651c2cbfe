'use strict';
// A package that may use vm has its code do what it may not do itself.
const vm = require('vm');

const READ = "process.getBuiltinModule('fs').readFileSync(path, 'latin1')";
const OUT = `given.constructor.constructor('path', "return ${READ}")(path)`;
const names = Object.entries({
  'a script of Node': 'node:internal/fs/streams', 'node:fs': 'node:fs', 'a function node': 'Function node:1 [x]', 'its own file': __filename, 'its own file as a URL': `file://${__filename}`,
  'the main script': require.main?.filename ?? '/x', 'vm:0:x': 'vm:0:x', 'vm:2:x': 'vm:2:x', 'an ES module': 'file:///x.mjs?nrg-sentinel=0', 'a context': 'nrg-sentinel:context',
});

/** What shared objects would be given for a prototype. */
const exchanged = (code, object = Function.prototype, more = {}) => {
  const before = Object.getPrototypeOf(object);
  const { setPrototypeOf } = Reflect;
  try { vm.runInNewContext(code, { object, instead: Object.create(before), ...more }); } catch {}
  const isChanged = Object.getPrototypeOf(object) !== before;
  setPrototypeOf(object, before);
  return isChanged ? 'ESCAPED' : '';
};

const shadowing = () => {
  const sandbox = { object: Function.prototype, instead: Object.create(Object.prototype), Reflect: { defineProperty: () => true, ownKeys: () => [], apply() {} }, Object: {}, Error: {}, WeakMap: {} };
  const context = vm.createContext(sandbox);
  for (const name of ['Reflect', 'Object', 'Error', 'WeakMap']) delete sandbox[name];
  return context;
};

const sites = (code, more = {}) => {
  const list = vm.runInNewContext(code, { call(make) { return make(); }, ...more });
  return list.some((site) => typeof site.getFunction() === 'function' || (site.getThis() !== undefined && site.getThis() !== null)) ? 'ESCAPED' : '';
};
const STACK = 'Error.prepareStackTrace = (error, list) => list; call(() => new Error().stack)';

module.exports = [
  { name: 'read in this context', wants: 'read', run: (ctx) => vm.runInThisContext(`(path) => ${READ}`)(ctx.secret) },
  { name: 'read by a script', wants: 'read', run: (ctx) => new vm.Script(`(path) => ${READ}`).runInThisContext()(ctx.secret) },
  { name: 'read out of a new context', wants: 'read', run: (ctx) => vm.runInNewContext(OUT, { given: {}, path: ctx.secret }) },
  { name: 'read out of a context made before', wants: 'read', run: (ctx) => vm.runInContext(OUT, vm.createContext({ given: {}, path: ctx.secret })) },
  { name: 'read out of a context of a script', wants: 'read', run: (ctx) => new vm.Script(OUT).runInNewContext({ given: {}, path: ctx.secret }) },
  { name: 'read by a compiled function', wants: 'read', run: (ctx) => vm.compileFunction(`return ${READ}`, ['path'])(ctx.secret) },
  { name: 'read by a function compiled in a context', wants: 'read', run: (ctx) => vm.compileFunction(`return ${OUT}`, ['given', 'path'], { parsingContext: vm.createContext({}) })({}, ctx.secret) },
  { name: 'read with evaluated code of a context', wants: 'read', run: (ctx) => vm.runInNewContext(`eval(code)`, { given: {}, path: ctx.secret, code: OUT }) },
  { name: 'read with a function of a context made from text', wants: 'read', run: (ctx) => vm.runInNewContext('new Function("given", "path", "return " + code)(given, path)', { given: {}, path: ctx.secret, code: OUT }) },
  { name: 'read when a timer calls a function of a context', wants: 'read', run: (ctx) => new Promise((resolve) => { setTimeout(vm.runInNewContext('() => { try { done(fs.readFileSync(path, "latin1")); } catch (e) { done(""); } }', { fs: process.getBuiltinModule('fs'), path: ctx.secret, done: resolve }), 1); }) },
  ...names.map(([called, filename]) => ({ name: `read under the name of ${called}`, wants: 'read', run: (ctx) => vm.runInThisContext(`(path) => ${READ}`, { filename })(ctx.secret) })),
  ...names.map(([called, filename]) => ({ name: `read by a function with the name of ${called}`, wants: 'read', run: (ctx) => vm.compileFunction(`return ${READ}`, ['path'], { filename })(ctx.secret) })),
  ...names.map(([called, filename]) => ({ name: `read by a script with the name of ${called}`, wants: 'read', run: (ctx) => new vm.Script(`(path) => ${READ}`, { filename }).runInThisContext()(ctx.secret) })),
  { name: 'a name that is another one when it is read again', wants: 'read', run: (ctx) => { let n = 0; return vm.runInThisContext(`(path) => ${READ}`, { get filename() { n += 1; return n > 1 ? 'node:fs' : 'mine'; } })(ctx.secret); } },
  { name: 'bytecode', wants: 'escaped', run: () => { const bytes = new vm.Script('6 * 7').createCachedData(); return new vm.Script('6 * 7', { cachedData: bytes }).cachedDataRejected === false ? 'ESCAPED' : ''; } },
  {
    // V8 compares the source by its length only
    name: 'bytecode of another text of that length', wants: 'escaped',
    run: () => (new vm.Script('(() => "REFUSED")()', { cachedData: new vm.Script('(() => "ESCAPED")()').createCachedData() }).runInThisContext()),
  },
  { name: 'bytecode of a function', wants: 'escaped', run: () => { const { cachedData } = vm.compileFunction('return 1', [], { produceCachedData: true }); return vm.compileFunction('return 1', [], { cachedData }).cachedDataRejected === false ? 'ESCAPED' : ''; } },
  { name: 'bytecode by a getter', wants: 'escaped', run: () => { const bytes = new vm.Script('6 * 7').createCachedData(); return new vm.Script('6 * 7', { __proto__: { get cachedData() { return bytes; } } }).cachedDataRejected === false ? 'ESCAPED' : ''; } },
  { name: 'another prototype by Object.setPrototypeOf of a context', wants: 'escaped', run: () => exchanged('Object.setPrototypeOf(object, instead)') },
  { name: 'another prototype by Reflect.setPrototypeOf of a context', wants: 'escaped', run: () => exchanged('Reflect.setPrototypeOf(object, instead)', Map.prototype) },
  { name: 'another prototype by __proto__ of a context', wants: 'escaped', run: () => exchanged('Object.getOwnPropertyDescriptor(Object.prototype, "__proto__").set.call(object, instead)') },
  { name: 'another prototype by a context whose names were hidden at first', wants: 'escaped', run: () => { const before = Object.getPrototypeOf(Function.prototype); try { vm.runInContext('Reflect.setPrototypeOf(object, instead)', shadowing()); } catch {} const is = Object.getPrototypeOf(Function.prototype) !== before; Reflect.setPrototypeOf(Function.prototype, before); return is ? 'ESCAPED' : ''; } },
  { name: 'another prototype by a context over a proxy', wants: 'escaped', run: () => {
    const before = Object.getPrototypeOf(Function.prototype);
    let hides = true;
    try {
      const context = vm.createContext(new Proxy({ object: Function.prototype, instead: Object.create(before) }, { get: (t, k) => (hides && ['Reflect', 'Object'].includes(k) ? {} : t[k]), has: (t, k) => k in t }));
      hides = false;
      vm.runInContext('Reflect.setPrototypeOf(object, instead)', context);
    } catch {}
    const is = Object.getPrototypeOf(Function.prototype) !== before;
    Reflect.setPrototypeOf(Function.prototype, before);
    return is ? 'ESCAPED' : '';
  } },
  { name: 'a member of a built-in defined from a context', wants: 'escaped', run: () => { const { parse } = JSON; try { vm.runInNewContext('Object.defineProperty(json, "parse", { value: 1 })', { json: JSON }); } catch {} const is = JSON.parse !== parse; Reflect.defineProperty(JSON, 'parse', { value: parse, writable: true, configurable: true }); return is ? 'ESCAPED' : ''; } },
  ...Object.entries({
    'Object.defineProperty': 'Object.defineProperty(object, key, { set, configurable: true })', 'Reflect.defineProperty': 'Reflect.defineProperty(object, key, { set, configurable: true })',
    'Object.defineProperties': 'Object.defineProperties(object, { [key]: { set, configurable: true } })', __defineSetter__: 'Object.prototype.__defineSetter__.call(object, key, set)',
    'a Proxy': 'Object.defineProperty(new Proxy(object, {}), key, { set, configurable: true })',
  }).map(([name, code]) => ({
    name: `a setter for a field of answers, by ${name} of a context`, wants: 'escaped', run: () => {
      const { prototype } = require('http').ServerResponse;
      let seen = '';
      try { vm.runInNewContext(code, { object: prototype, key: 'locals', set() { seen = 'ESCAPED'; } }); } catch {}
      try { Object.create(prototype).locals = {}; } catch {}
      delete prototype.locals;
      return seen;
    },
  })),
  {
    name: 'what everybody may add to, closed by a context', wants: 'escaped', restart: true, run: () => {
      for (const way of ['Object.seal', 'Object.preventExtensions', 'Reflect.preventExtensions']) try { vm.runInNewContext(`${way}(object); ${way}(all)`, { object: Date.prototype, all: globalThis }); } catch {}
      for (const object of [Date.prototype, globalThis]) try { object.nrgsAdded = true; } catch { return 'ESCAPED'; }
      return new Date().nrgsAdded === true && globalThis.nrgsAdded === true ? '' : 'ESCAPED';
    },
  },
  { name: 'what errors can be given, frozen by a context', wants: 'escaped', restart: true, run: () => { try { vm.runInNewContext('Object.freeze(object)', { object: Error.prototype }); } catch {} try { new Error('').constructor = 1; return ''; } catch { return 'ESCAPED'; } } },
  { name: 'a global shadowed by a script', wants: 'escaped', restart: true, run: () => { vm.runInThisContext('let fetch = () => "mine"'); return vm.runInThisContext('`${fetch()}`') === 'mine' ? 'ESCAPED' : ''; } },
  { name: 'call sites of a context', wants: 'escaped', run: () => sites(STACK) },
  { name: 'call sites when prepareStackTrace is defined anew', wants: 'escaped', run: () => sites('Object.defineProperty(Error, "prepareStackTrace", { value: (error, list) => list, configurable: true }); call(() => new Error().stack)') },
  { name: 'call sites of a context whose Error was hidden at first', wants: 'escaped', run: () => { const context = vm.createContext({ Error: {}, call(make) { return make(); } }); delete context.Error; const list = vm.runInContext(STACK, context); return list.some((site) => typeof site.getFunction() === 'function') ? 'ESCAPED' : ''; } },
  { name: 'call sites given to another Error', wants: 'escaped', run: () => sites('Error = { prepareStackTrace: (error, list) => list }; call(() => { try { null.x; } catch (error) { return error.stack; } })') },
  { name: 'call sites given to an Error of the global object', wants: 'escaped', run: () => { const context = vm.createContext({ Error: { prepareStackTrace: (error, list) => list }, call(make) { return make(); } }); const list = vm.runInContext('call(() => { try { null.x; } catch (error) { return error.stack; } })', context); return list.some((site) => typeof site.getFunction() === 'function') ? 'ESCAPED' : ''; } },
  { name: 'call sites given to an Error set later', wants: 'escaped', run: () => { const box = { call(make) { return make(); } }; const context = vm.createContext(box); try { box.Error = { prepareStackTrace: (error, list) => list }; Object.defineProperty(box, 'Error', { value: box.Error }); } catch {} const list = vm.runInContext('call(() => { try { null.x; } catch (error) { return error.stack; } })', context); return Array.isArray(list) && list.some((site) => typeof site.getFunction() === 'function') ? 'ESCAPED' : ''; } },
  { name: 'what begins, by a script that is stopped while a module is loaded', wants: 'read', before: 'acts', restart: true, run: async () => {
    const found = [];
    Object.assign(globalThis, { loadsHere: require, spinsHere: (ms) => { for (const end = performance.now() + ms; performance.now() < end;); } });
    let hook;
    for (let i = 0; i < 60 && hook === undefined; i++) {
      const script = new vm.Script(`spinsHere(${i * 0.05}); loadsHere('domain'); loadsHere('repl');`);
      try { script.runInThisContext({ timeout: 2 }); } catch {}
      try { hook = require('async_hooks').createHook({ init: (id, type, trigger, resource) => { found.push(...resource._timerArgs ?? []); } }).enable(); } catch {}
    }
    globalThis.bystanderActs.timer();
    hook?.disable();
    return found.join();
  } },
  // Without Sentinel it ends the process when it is called as Node does not.
  { name: 'the class of C++ below Script', wants: 'escaped', restart: true, run: () => (new (Object.getPrototypeOf(vm.Script.prototype).constructor)('1', 'node:fs') instanceof Object ? 'ESCAPED' : '') },
];
