'use strict';
// A WebAssembly module that is not the allowed one, compiled in every way. ESCAPED: its function gave its answer.
const { MessageChannel } = require('worker_threads');

/** A module with one function `f` that gives `answer`. */
const moduleOf = (answer) => Buffer.concat([Buffer.from('0061736d010000000105016000017f03020100070501016600000a06010400', 'hex'), Buffer.from([0x41, answer, 0x0b])]);
const ALLOWED = moduleOf(42);
const OTHER = moduleOf(43);

const run = (module) => (new WebAssembly.Instance(module).exports.f() === 43 ? 'ESCAPED' : '');
const response = (bytes) => new Response(bytes, { headers: { 'content-type': 'application/wasm' } });
const shared = () => { const memory = new SharedArrayBuffer(OTHER.length); new Uint8Array(memory).set(OTHER); return new Uint8Array(memory); };

/** A view of the other module that says it shows the allowed one. */
function liar() {
  const view = new Uint8Array(OTHER);
  for (const [key, value] of Object.entries({ buffer: Uint8Array.from(ALLOWED).buffer, byteLength: ALLOWED.length, length: ALLOWED.length, byteOffset: 0 })) {
    Object.defineProperty(view, key, { value });
  }
  view[Symbol.iterator] = () => ALLOWED[Symbol.iterator]();
  return view;
}

const WAYS = {
  'WebAssembly.Module': () => run(new WebAssembly.Module(OTHER)),
  'Reflect.construct': () => run(Reflect.construct(WebAssembly.Module, [OTHER])),
  'a class that extends it': () => { class Mine extends WebAssembly.Module {} return run(new Mine(OTHER)); },
  'the class named by its prototype': () => run(new WebAssembly.Module.prototype.constructor(OTHER)),
  'the class named by an allowed module': () => run(new (new WebAssembly.Module(ALLOWED)).constructor(OTHER)),
  'WebAssembly.compile': async () => run(await WebAssembly.compile(OTHER)),
  'WebAssembly.instantiate': async () => ((await WebAssembly.instantiate(OTHER)).instance.exports.f() === 43 ? 'ESCAPED' : ''),
  'compileStreaming': async () => run(await WebAssembly.compileStreaming(response(OTHER))),
  'instantiateStreaming': async () => ((await WebAssembly.instantiateStreaming(Promise.resolve(response(OTHER)))).instance.exports.f() === 43 ? 'ESCAPED' : ''),
  'a promise': () => Promise.resolve(OTHER).then(WebAssembly.compile).then(run),
  'a timer': () => new Promise((resolve) => { const made = []; setTimeout((bytes) => made.push(WebAssembly.compile(bytes)), 1, OTHER); setTimeout(() => made[0].then(run).then(resolve, resolve), 30); }),
  'shared memory': () => run(new WebAssembly.Module(shared())),
  'a view that lies': () => run(new WebAssembly.Module(liar())),
  'memory exchanged while it is compiled': async () => { const bytes = Uint8Array.from(ALLOWED); const made = WebAssembly.compile(bytes); bytes.set(OTHER); return run(await made); },
  'WebAssembly of the global object': () => run(new (Object.getOwnPropertyDescriptor(globalThis, 'WebAssembly').get?.call(globalThis) ?? globalThis.WebAssembly).Module(OTHER)),
  'evaluated code': () => { const Module = (0, eval)('WebAssembly.Module'); return run(new Module(OTHER)); },
  'a function made from text': () => run(Function('bytes', 'return new WebAssembly.Module(bytes)')(OTHER)),
  'a new context': () => run(require('vm').runInNewContext('new WebAssembly.Module(bytes)', { bytes: Uint8Array.from(OTHER) })),
  'a new context that allows it': () => run(require('vm').runInContext('new WebAssembly.Module(bytes)', require('vm').createContext({ bytes: Uint8Array.from(OTHER) }, { codeGeneration: { wasm: true, strings: true } }))),
  'a context of a script': () => run(new (require('vm').Script)('new WebAssembly.Module(bytes)').runInNewContext({ bytes: Uint8Array.from(OTHER) }, { contextCodeGeneration: { wasm: true } })),
  'an import': async (ctx) => { const url = `data:application/wasm;base64,${OTHER.toString('base64')}`; return (await import(url)).f() === 43 ? 'ESCAPED' : ''; },
  'a module that was cloned': () => new Promise((resolve, reject) => {
    const { port1, port2 } = new MessageChannel();
    port2.once('message', (module) => { port1.close(); resolve(run(module)); });
    try { port1.postMessage(new WebAssembly.Module(OTHER)); } catch (error) { port1.close(); reject(error); }
  }),
};

module.exports = Object.entries(WAYS).map(([how, way]) => ({ name: `another module by ${how}`, wants: 'escaped', run: way }));
module.exports.moduleOf = moduleOf;
