'use strict';
// `v8`: own data and counts.

module.exports = {
  __proto__: null,
  'own data and counts': `
    v8: cachedDataVersionTag getHeapStatistics getHeapSpaceStatistics getHeapCodeStatistics Serializer Deserializer DefaultSerializer DefaultDeserializer
    v8: deserialize serialize promiseHooks startupSnapshot getCppHeapStatistics isStringOneByteRepresentation
    v8.Serializer.prototype: writeHeader writeValue releaseBuffer transferArrayBuffer writeUint32 writeUint64 writeDouble writeRawBytes
    v8.Serializer.prototype: _setTreatArrayBufferViewsAsHostObjects _getDataCloneError
    v8.Deserializer.prototype: readHeader readValue getWireFormatVersion transferArrayBuffer readUint32 readUint64 readDouble _readRawBytes readRawBytes
    v8.DefaultSerializer.prototype: _writeHostObject
    v8.DefaultDeserializer.prototype: _readHostObject
    v8.GCProfiler.prototype: start stop @dispose
    v8.startupSnapshot: isBuildingSnapshot
  `,
};
