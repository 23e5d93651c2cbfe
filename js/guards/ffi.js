'use strict';
// `node:ffi` calls native code at any address: nothing that JavaScript knows holds there.

const all = { judge: () => ({ capability: 'all', resource: 'native code' }) };

module.exports = {
  rows: {
    __proto__: null,
    dlclose: all, dlopen: all, dlsym: all, exportArrayBuffer: all, exportArrayBufferView: all, exportBuffer: all, exportString: all, getCurrentEventLoop: all,
    getFloat32: all, getFloat64: all, getInt16: all, getInt32: all, getInt64: all, getInt8: all, getRawPointer: all, getUint16: all, getUint32: all, getUint64: all, getUint8: all,
    setFloat32: all, setFloat64: all, setInt16: all, setInt32: all, setInt64: all, setInt8: all, setUint16: all, setUint32: all, setUint64: all, setUint8: all,
    toArrayBuffer: all, toBuffer: all, toString: all,
  },
  constructors: { __proto__: null, DynamicLibrary: all },
};
