'use strict';
// `stream` and its parts.

module.exports = {
  __proto__: null,
  'streams one has': `
    stream.prototype: pipe eventNames
    stream: isDestroyed isDisturbed isErrored isReadable isWritable Readable Writable Duplex Transform PassThrough duplexPair pipeline addAbortSignal finished
    stream: destroy compose getDefaultHighWaterMark promises Stream _isArrayBufferView _isUint8Array _uint8ArrayToBuffer
    stream.pipeline.@nodejs.util.promisify: custom
    stream.finished: finished
    stream.finished.@nodejs.util.promisify: custom
    stream.writable: onwrite
    _stream_duplex.prototype: write cork uncork setDefaultEncoding _write end destroy writable writableHighWaterMark writableObjectMode writableBuffer
    _stream_duplex.prototype: writableLength writableFinished writableCorked writableEnded writableNeedDrain destroyed
    _stream_duplex: fromWeb toWeb from
    _stream_readable.prototype: destroy _undestroy _destroy push unshift isPaused setEncoding read _read pipe unpipe on addListener removeListener off
    _stream_readable.prototype: removeAllListeners resume pause wrap iterator readable readableDidRead readableAborted readableHighWaterMark readableBuffer
    _stream_readable.prototype: readableFlowing readableLength readableObjectMode readableEncoding errored closed destroyed readableEnded asIndexedPairs drop
    _stream_readable.prototype: filter flatMap map take compose every forEach reduce toArray some find @asyncIterator @asyncDispose
    _stream_readable.prototype.@nodejs: rejection asyncDispose
    _stream_readable: ReadableState _fromList from fromWeb toWeb wrap
    _stream_readable.ReadableState.prototype: objectMode ended endEmitted reading constructed sync needReadable emittedReadable readableListening
    _stream_readable.ReadableState.prototype: resumeScheduled errorEmitted emitClose autoDestroy destroyed closed closeEmitted multiAwaitDrain readingMore
    _stream_readable.ReadableState.prototype: dataEmitted errored defaultEncoding decoder encoding flowing pipesCount paused @kOnConstructed
    _stream_writable.prototype: pipe write cork uncork setDefaultEncoding _write end closed destroyed writable writableFinished writableObjectMode
    _stream_writable.prototype: writableBuffer writableEnded writableNeedDrain writableHighWaterMark writableCorked writableLength errored writableAborted
    _stream_writable.prototype: destroy _undestroy _destroy @asyncDispose
    _stream_writable.prototype.@nodejs: rejection asyncDispose
    _stream_writable: WritableState fromWeb toWeb @hasInstance
    _stream_writable.WritableState.prototype: objectMode finalCalled needDrain ending ended finished destroyed decodeStrings writing sync bufferProcessing
    _stream_writable.WritableState.prototype: constructed prefinished errorEmitted emitClose autoDestroy closed closeEmitted allBuffers allNoop errored
    _stream_writable.WritableState.prototype: writable defaultEncoding writecb afterWriteTickInfo buffered getBuffer bufferedRequestCount @kOnConstructed
    _stream_transform.prototype: _final _transform _write _read
    _stream_passthrough.prototype: _transform
    stream/consumers: arrayBuffer blob buffer text json bytes
    stream/promises: finished pipeline
    stream/web: ReadableStream ReadableStreamDefaultReader ReadableStreamBYOBReader ReadableStreamBYOBRequest ReadableByteStreamController
    stream/web: ReadableStreamDefaultController TransformStream TransformStreamDefaultController WritableStream WritableStreamDefaultWriter
    stream/web: WritableStreamDefaultController ByteLengthQueuingStrategy CountQueuingStrategy TextEncoderStream TextDecoderStream CompressionStream
    stream/web: DecompressionStream ReadableStreamTee
    _stream_readable.prototype.@Stream: toAsyncStreamable
    stream.Readable.prototype: destroy _undestroy _destroy push unshift isPaused setEncoding read _read pipe unpipe on addListener removeListener off
    stream.Readable.prototype: removeAllListeners resume pause wrap iterator compose readable readableDidRead readableAborted readableHighWaterMark
    stream.Readable.prototype: readableBuffer readableFlowing readableLength readableObjectMode readableEncoding errored closed destroyed readableEnded drop
    stream.Readable.prototype: filter flatMap map take every forEach reduce toArray some find @asyncDispose @asyncIterator
    stream.Readable.prototype.@nodejs: rejection
    stream.Readable.prototype.@Stream: toAsyncStreamable
    stream.Readable: ReadableState _fromList from fromWeb toWeb wrap
    stream.Readable.ReadableState.prototype: objectMode ended endEmitted reading constructed sync needReadable emittedReadable readableListening
    stream.Readable.ReadableState.prototype: resumeScheduled errorEmitted emitClose autoDestroy destroyed closed closeEmitted multiAwaitDrain readingMore
    stream.Readable.ReadableState.prototype: dataEmitted errored defaultEncoding decoder encoding flowing pipesCount paused @kOnConstructed
    stream.Writable.prototype: pipe write cork uncork setDefaultEncoding _write end closed destroyed writable writableFinished writableObjectMode
    stream.Writable.prototype: writableBuffer writableEnded writableNeedDrain writableHighWaterMark writableCorked writableLength errored writableAborted
    stream.Writable.prototype: destroy _undestroy _destroy @asyncDispose
    stream.Writable.prototype.@nodejs: rejection
    stream.Writable: WritableState fromWeb toWeb @hasInstance
    stream.Writable.WritableState.prototype: objectMode finalCalled needDrain ending ended finished destroyed decodeStrings writing sync bufferProcessing
    stream.Writable.WritableState.prototype: constructed prefinished errorEmitted emitClose autoDestroy closed closeEmitted allBuffers allNoop errored writable
    stream.Writable.WritableState.prototype: defaultEncoding writecb afterWriteTickInfo buffered getBuffer bufferedRequestCount @kOnConstructed
    stream.Duplex.prototype: write cork uncork setDefaultEncoding _write end destroy writable writableHighWaterMark writableObjectMode writableBuffer
    stream.Duplex.prototype: writableLength writableFinished writableCorked writableEnded writableNeedDrain destroyed
    stream.Duplex: fromWeb toWeb from
    stream.Transform.prototype: _final _transform _write _read
    stream.PassThrough.prototype: _transform
  `,
};
