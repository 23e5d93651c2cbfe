'use strict';
// `node:ffi`: what is left beside the guards.

module.exports = {
  __proto__: null,
  'needs a library, which is judged when it is opened': `
    ffi.DynamicLibrary.prototype: functions close getFunction getFunctions getSymbol getSymbols registerCallback unregisterCallback refCallback
    ffi.DynamicLibrary.prototype: unrefCallback @dispose
  `,
  'names': `
    ffi: suffix types
  `,
};
