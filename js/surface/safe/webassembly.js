'use strict';
// `WebAssembly`.

module.exports = {
  __proto__: null,
  'works on modules, which are judged when they are compiled': `
    globalThis: WebAssembly
    WebAssembly: validate Instance Table Memory Global Tag Exception CompileError LinkError
    WebAssembly: RuntimeError Suspending promising SuspendError
    WebAssembly.Module: imports exports customSections
    WebAssembly.Instance.prototype: exports
    WebAssembly.Table.prototype: length grow set get
    WebAssembly.Memory.prototype: grow buffer toFixedLengthBuffer toResizableBuffer
    WebAssembly.Global.prototype: valueOf value
    WebAssembly.Exception.prototype: getArg is stack
    WebAssembly.AbstractModuleSource.prototype: @toStringTag constructor
  `,
};
