'use strict';
// `WebAssembly` of a new context. V8 compiles nothing there (`codeGeneration.wasm`); what compiles hands the bytes to the guarded functions
// of the main context, which judge whoever is on the stack, and gives the module that comes back the class of its own context.

/** A part of the preparation in contexts.js: `wasm` are those functions, or undefined where the program asked for a context without. */
const TEXT = `
  function replaceWasm(own, wasm) {
    const { Module, Instance, instantiate } = own;
    const modules = Module.prototype;
    const exportsOf = Module.exports;
    const adopt = (module, shape) => { setPrototypeOf(module, shape); return module; };
    function isModule(value) {
      try { exportsOf(value); return true; } catch { return false; }
    }
    const start = (module, imports) => ({ module, instance: construct(Instance, [module, imports]) });
    const compiled = {
      async compile(bytes) { return adopt(await apply(wasm.compile, undefined, [bytes]), modules); },
      async compileStreaming(source) { return adopt(await apply(wasm.compileStreaming, undefined, [source]), modules); },
      async instantiate(source, imports) {
        return isModule(source) ? apply(instantiate, own, [source, imports]) : start(await compiled.compile(source), imports);
      },
      async instantiateStreaming(source, imports) { return start(await compiled.compileStreaming(source), imports); },
    };
    const names = ['compile', 'instantiate', 'compileStreaming', 'instantiateStreaming'];
    const made = { Module: function Module(bytes) {
      if (new.target === undefined) throw new TypeError("WebAssembly.Module must be invoked with 'new'");
      const { prototype } = new.target;
      return adopt(construct(wasm.Module, [bytes]), prototype);
    } };
    for (const key of ['customSections', 'exports', 'imports']) defineProperty(made.Module, key, getOwnPropertyDescriptor(Module, key));
    defineProperty(made.Module, 'prototype', { __proto__: null, value: modules, writable: false, enumerable: false, configurable: false });
    put(modules, 'constructor', made.Module);
    put(own, 'Module', made.Module);
    for (let i = 0; i < names.length; i++) if (own[names[i]] !== undefined) put(own, names[i], compiled[names[i]]);
  }
  if (wasm !== undefined && typeof WebAssembly === 'object') replaceWasm(WebAssembly, wasm);
`;

module.exports = { TEXT };
