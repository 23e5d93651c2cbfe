'use strict';
// `Buffer`, `buffer` and `string_decoder`: bytes.

module.exports = {
  __proto__: null,
  'own bytes; memory is zeroed and the pool is not used': `
    Buffer.prototype: readBigUInt64LE readBigUInt64BE readBigUint64LE readBigUint64BE readBigInt64LE readBigInt64BE writeBigUInt64LE writeBigUInt64BE
    Buffer.prototype: writeBigUint64LE writeBigUint64BE writeBigInt64LE writeBigInt64BE readUIntLE readUInt32LE readUInt16LE readUInt8 readUIntBE readUInt32BE
    Buffer.prototype: readUInt16BE readUintLE readUint32LE readUint16LE readUint8 readUintBE readUint32BE readUint16BE readIntLE readInt32LE readInt16LE
    Buffer.prototype: readInt8 readIntBE readInt32BE readInt16BE writeUIntLE writeUInt32LE writeUInt16LE writeUInt8 writeUIntBE writeUInt32BE writeUInt16BE
    Buffer.prototype: writeUintLE writeUint32LE writeUint16LE writeUint8 writeUintBE writeUint32BE writeUint16BE writeIntLE writeInt32LE writeInt16LE writeInt8
    Buffer.prototype: writeIntBE writeInt32BE writeInt16BE readFloatLE readFloatBE readDoubleLE readDoubleBE writeFloatLE writeFloatBE writeDoubleLE
    Buffer.prototype: writeDoubleBE asciiSlice base64Slice base64urlSlice latin1Slice hexSlice ucs2Slice utf8Slice asciiWrite base64Write base64urlWrite
    Buffer.prototype: latin1Write hexWrite ucs2Write utf8Write parent offset copy toString equals inspect compare indexOf lastIndexOf includes fill write
    Buffer.prototype: toJSON subarray slice swap16 swap32 swap64 toLocaleString
    Buffer.prototype.@nodejs.util.inspect: custom
    Buffer: from copyBytesFrom of alloc isBuffer compare isEncoding concat byteLength @species @kIsEncodingSymbol
    buffer: Buffer transcode isUtf8 isAscii kMaxLength kStringMaxLength btoa atob constants INSPECT_MAX_BYTES Blob File resolveObjectURL
  `,
  'own bytes': `
    string_decoder: StringDecoder
    string_decoder.StringDecoder.prototype: write end text lastChar lastNeed lastTotal
  `,
};
