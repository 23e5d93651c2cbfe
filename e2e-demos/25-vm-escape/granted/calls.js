'use strict';
const vm = require('vm');

const READ = "process.getBuiltinModule('fs').readFileSync(path, 'utf8')";
const MODULE = '[0, 97, 115, 109, 1, 0, 0, 0]';

module.exports = {
  compute: () => vm.runInNewContext('`${6 * 7} in a context`', {}),
  compiled: () => vm.compileFunction('return `${6 * number} compiled`', ['number'])(7),
  here: ({ path }) => vm.runInThisContext(`(path) => ${READ}`)(path),
  climb: ({ path }) => vm.runInNewContext(`given.constructor.constructor('path', "return ${READ}")(path)`, { given: {}, path }),
  compile: ({ path }) => vm.compileFunction(`return ${READ}`, ['path'])(path),
  prototype: ({ path }) => new vm.Script.prototype.constructor(`(path) => ${READ}`).runInThisContext()(path),
  trusted: ({ path }) => vm.runInThisContext(`(path) => ${READ}`, { filename: 'node:internal/fs/streams' })(path),
  bytecode: () => {
    const code = '1 + 1';
    const bytes = new vm.Script(code).createCachedData();
    return new vm.Script(code, { cachedData: bytes }).cachedDataRejected === false ? 'bytecode taken' : 'bytecode refused';
  },
  wasm: () => vm.runInNewContext(`new WebAssembly.Module(new Uint8Array(${MODULE})) && 'compiled unseen'`),
  exchange: () => {
    const before = Object.getPrototypeOf(Function.prototype);
    vm.runInNewContext('Object.setPrototypeOf(shared, { __proto__: before })', { shared: Function.prototype, before });
    const isChanged = Object.getPrototypeOf(Function.prototype) !== before;
    Object.setPrototypeOf(Function.prototype, before);
    return isChanged ? 'exchanged' : 'as it was';
  },
  frames: () => {
    const sites = vm.runInNewContext('Error.prepareStackTrace = (error, list) => list; call(() => new Error().stack)', { call(make) { return make(); } });
    return sites.some((site) => typeof site.getFunction() === 'function') ? 'functions of others' : 'names only';
  },
};
