'use strict';
// Who is calling: nothing a package can write or do to its stack changes the answer [A1]-[A5].
const assert = require('node:assert');
const EventEmitter = require('node:events');
const path = require('node:path');
const test = require('node:test');
const vm = require('node:vm');
const { script, start } = require('./lib/addon');

const CORE = 0;
const UNKNOWN = 1;
const NOBODY = 0xFFFFFFFB;
const VIA = 0x40000000;
const FUNCTION_NODE = 2;
const INTERNAL = 0xFFFFFFFE;
const EVAL = 0xFFFFFFFD;

const { api, userDir } = start();
const a = api.principal('package-a');
const b = api.principal('package-b');
const ask = 'return api.caller(0);';
/** Calls what it is given, as core code does. */
const core = script(api, CORE, 'return arg();', '/core/x.js');
/** A test file is no registered script, so what core is asked is asked with nobody else on the stack. */
const alone = (fn) => new Promise((resolve) => { setImmediate(() => resolve(undefined)); }).then(() => fn());

test('before any third-party script is bound, everyone is core', () => {
  assert.strictEqual(api.armed(), false);
  assert.strictEqual(api.caller(0), CORE);
  script(api, a, '');
  assert.strictEqual(api.armed(), true);
});

test('the nearest third-party script is the caller', () => {
  assert.strictEqual(script(api, a, ask)(), a);
  assert.strictEqual(script(api, b, ask)(), b);
  assert.strictEqual(script(api, a, 'return arg();')(script(api, b, ask)), b);
  assert.strictEqual(script(api, a, 'return arg();')(() => core(script(api, CORE, ask))), UNKNOWN, 'this test file is nearer');
  const inCore = vm.compileFunction('return arg(() => api.caller(0))', ['api', 'arg']);
  api.bindScript(inCore, CORE);
  assert.strictEqual(script(api, a, 'return arg.f(api, arg.call)')({ f: inCore, call: vmCall() }), a);
});

function vmCall() {
  const call = vm.compileFunction('return fn()', ['fn']);
  api.bindScript(call, CORE);
  return call;
}

test('a script that was never bound is unknown', () => {
  assert.strictEqual(script(api, null, ask)(), UNKNOWN);
  assert.strictEqual(api.caller(0), UNKNOWN);
  assert.strictEqual(api.unknownScript(), __filename);
});

test('names that code gives itself change nothing', () => {
  assert.strictEqual(script(api, a, `${ask}\n//# sourceURL=node:internal/fs/streams`)(), a);
  assert.strictEqual(script(api, null, `${ask}\n//# sourceURL=/core/x.js`)(), UNKNOWN);
  assert.strictEqual(script(api, a, `const o = { 'node:fs'() { ${ask} } }; return o['node:fs']();`)(), a);
  assert.strictEqual(script(api, a, ask, 'node:internal/timers')(), a, 'a name does not count for a bound script');
});

test('a forged script of a name that is already taken is unknown', () => {
  const name = path.join(userDir, 'sentinel', 'js', 'core.js');
  const first = script(api, null, 'return arg();', name);
  assert.strictEqual(script(api, a, 'return arg.f(arg.g)')({ f: first, g: script(api, a, ask) }), a);
  first(() => api.caller(0));
  assert.strictEqual(script(api, null, ask, name)(), UNKNOWN);
  assert.strictEqual(new vm.Script('(api) => api.caller(0)', { filename: 'node:internal/modules/cjs/loader' }).runInThisContext()(api), UNKNOWN);
});

test('Error.stackTraceLimit and prepareStackTrace change nothing', () => {
  const { stackTraceLimit, prepareStackTrace } = Error;
  try {
    for (const limit of [0, -1, 'x', undefined]) {
      Error.stackTraceLimit = limit;
      assert.strictEqual(script(api, a, ask)(), a);
    }
    Error.prepareStackTrace = () => { throw new Error('no'); };
    assert.strictEqual(script(api, a, ask)(), a);
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
    Error.prepareStackTrace = prepareStackTrace;
  }
});

test('depth hides nobody', () => {
  const deep = 'const f = (n) => (n ? f(n - 1) : arg()); return f(5000);';
  const deepCore = script(api, CORE, deep, '/core/deep.js');
  const askInCore = vm.compileFunction('return () => api.caller(0)', ['api']);
  api.bindScript(askInCore, CORE);
  assert.strictEqual(script(api, b, 'return arg.f(arg.g)')({ f: deepCore, g: askInCore(api) }), UNKNOWN, 'helpers of this file are nearer');
  const direct = vm.compileFunction(deep, ['arg']);
  api.bindScript(direct, CORE);
  assert.strictEqual(script(api, b, 'return arg.f(arg.g)')({ f: direct, g: askInCore(api) }), b);
});

test('code compiled from a string is nobody', () => {
  for (const source of [
    'return eval("api.caller(0)")', 'return (0, eval)("(x) => x.caller(0)")(api)', 'return new Function("x", "return x.caller(0)")(api)',
    'return eval("api.caller(0)\\n//# sourceURL=node:fs")', 'return Function("x", "return x.caller(0)\\n//# sourceURL=/core/x.js")(api)',
  ]) assert.strictEqual(script(api, a, source)(), EVAL, source);
});

test('the same string compiled by two packages is not taken for the first one', () => {
  const source = 'return new Function("x", "return x.caller(0) // shared")(api)';
  assert.strictEqual(script(api, a, source)(), EVAL);
  assert.strictEqual(script(api, b, source)(), EVAL);
});

test('a guard handed to a scheduler has no caller that vouches [A4]', async () => {
  const seen = [];
  const guard = new Proxy(api.caller, { apply: (target) => { const found = target(0); seen.push(found); return found; } });
  // The proxy handler is this file, which is unknown; the bare function has nobody at all.
  await Promise.resolve(0).then(api.caller).then((found) => seen.push(found));
  await new Promise((resolve) => { setTimeout(guard, 1); setTimeout(resolve, 5); });
  queueMicrotask(guard);
  process.nextTick(guard);
  setImmediate(guard);
  await alone(() => {});
  await alone(() => {});
  assert.deepStrictEqual(seen, [NOBODY, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN]);
});

test('builtins between caller and guard do not hide the caller', () => {
  for (const source of [
    'return Reflect.apply(api.caller, null, [0])', 'return api.caller.call(null, 0)', 'return api.caller.bind(null, 0)()',
    'return [0].map(api.caller)[0]', 'return Array.from([0], api.caller)[0]', 'let r; JSON.parse("0", () => { r = api.caller(0); }); return r',
    'return new Proxy(api.caller, {})(0)', 'let r; "x".replace("x", () => { r = api.caller(0); }); return r',
    'return { get x() { return api.caller(0); } }.x', 'return `${{ toString() { return api.caller(0); } }}` | 0',
    'class X { constructor() { this.r = api.caller(0); } } return Reflect.construct(X, []).r',
    'return [...(function* () { yield api.caller(0); })()][0]',
  ]) assert.strictEqual(script(api, a, source)(), a, source);
});

test('another context of the same process hides nobody', () => {
  const context = vm.createContext({ api });
  assert.strictEqual(vm.runInContext('api.caller(0)', context), UNKNOWN);
  const inner = vm.runInContext('(f) => f()', context);
  assert.strictEqual(script(api, a, 'return arg(() => api.caller(0))')(inner), a);
});

test('WebAssembly hides nobody', () => {
  // (module (import "m" "f" (func (result i32))) (export "g" (func 0)) (func (export "h") (result i32) call 0))
  const bytes = Uint8Array.from([
    0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 127, 2, 7, 1, 1, 109, 1, 102, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 104, 0, 1, 10, 6, 1, 4, 0, 16, 0, 11,
  ]);
  const { h } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { m: { f: () => 0 } }).exports;
  assert.strictEqual(h(), 0);
  const guarded = new WebAssembly.Instance(new WebAssembly.Module(bytes), { m: { f: api.caller } }).exports.h;
  assert.strictEqual(script(api, CORE, 'return arg() >>> 0;')(guarded), UNKNOWN);
});

test('function nodes have a principal of their own', () => {
  const run = new vm.Script('(api) => api.caller(0)', { filename: 'Function node:1234 [my node]' }).runInThisContext();
  assert.strictEqual(run(api), FUNCTION_NODE);
});

test('a listed Node-internal script that calls directly is recognised, others are not', async () => {
  const listed = api.internals(['node:internal/timers', 'node:internal/process/task_queues']);
  const other = api.internals(['node:internal/fs/streams']);
  assert.ok(listed > 0 && other > listed);
  const found = [];
  const record = (internals) => vm.compileFunction('return () => { found.push(api.caller(internals)); }', ['api', 'found', 'internals'])(api, found, internals);
  void record;
  // Sentinel's own frames are looked through, so the timer is the immediate caller.
  const make = vm.compileFunction('return () => { found.push(api.caller(internals)); }', ['api', 'found', 'internals']);
  api.bindScript(make, 0xFFFFFFFF);
  await new Promise((resolve) => { setTimeout(make(api, found, listed), 1); setTimeout(make(api, found, other), 1); setTimeout(resolve, 10); });
  assert.deepStrictEqual(found, [INTERNAL, NOBODY]);
  found.length = 0;
  const through = vm.compileFunction('return () => { found.push(api.caller(internals, 0, 1)); }', ['api', 'found', 'internals']);
  api.bindScript(through, 0xFFFFFFFF);
  await new Promise((resolve) => { setTimeout(through(api, found, listed), 1); setTimeout(resolve, 10); });
  const events = api.internals(['node:events']);
  const emitter = new EventEmitter().on('x', through(api, found, events));
  script(api, a, 'arg.emit("x");')(emitter);
  assert.deepStrictEqual(found, [VIA + NOBODY % VIA, VIA + a], 'and who stands behind');
  const nested = script(api, a, 'return arg();');
  assert.strictEqual(nested(() => 7), 7);
  assert.strictEqual(script(api, a, 'return api.caller(1);')(), a);
});

test('callers() names everyone on the stack once', () => {
  const out = new Uint32Array(8);
  const inner = script(api, a, 'return api.callers(arg);');
  const outer = vm.compileFunction('return f(out)', ['f', 'out']);
  api.bindScript(outer, b);
  assert.strictEqual(outer(inner, out), 3);
  assert.deepStrictEqual([...out.subarray(0, 3)], [a, UNKNOWN, b]);
  const small = new Uint32Array(1);
  assert.strictEqual(outer(inner, small), 1);
  assert.deepStrictEqual([...small], [UNKNOWN], 'what does not fit is unknown');
  assert.ok(api.callers('x') > 0, 'no array, no free pass');
});

test('a script claimed by two principals belongs to neither', () => {
  const shared = vm.compileFunction('return api.caller(0)', ['api']);
  const id = api.bindScript(shared, a);
  assert.ok(id > 0);
  assert.strictEqual(api.scriptOwner(shared), a);
  api.bindScript(shared, b);
  assert.strictEqual(shared(api), UNKNOWN);
});

test('scriptOwner knows bound scripts and nothing else', () => {
  const bound = vm.compileFunction('return () => {}', []);
  api.bindScript(bound, a);
  assert.strictEqual(api.scriptOwner(bound()), a, 'functions made inside belong to the script');
  for (const other of [Math.max, bound.bind(null), api.caller, new Proxy(bound, {}), {}, 'x', undefined]) {
    assert.strictEqual(api.scriptOwner(other), -1, 'no script');
  }
  assert.strictEqual(api.scriptOwner(() => {}), -2, "a script that is nobody's");
});

test('modules are bound by name', async () => {
  const url = `data:text/javascript,export default (api) => api.caller(0); // ${a}`;
  const { default: call } = await import(url);
  assert.strictEqual(call(api), UNKNOWN);
  api.bindName(url, a);
  assert.strictEqual(call(api), a);
  const forged = script(api, null, 'return [api.caller(0), api.unknownScript()];', url);
  assert.deepStrictEqual(forged(), [UNKNOWN, null], 'a second script under that name');
});

test('numbers that are no numbers are nobody', () => {
  const call = script(api, a, 'return api.caller(arg);');
  for (const arg of [NaN, -1, 1.5, '1', {}, null, undefined, 2 ** 40]) assert.strictEqual(call(arg), a);
  assert.throws(() => api.bindScript(() => {}, NaN), { code: 'ERR_SENTINEL_NATIVE' });
  assert.throws(() => api.bindScript({}, a), { code: 'ERR_SENTINEL_NATIVE' });
});
