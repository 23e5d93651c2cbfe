'use strict';
// Globals of the web: values.

module.exports = {
  __proto__: null,
  "values of one's own": `
    globalThis: URL URLSearchParams Event EventTarget structuredClone CustomEvent DOMException AbortController AbortSignal TextEncoder TextDecoder
    globalThis: TransformStream TransformStreamDefaultController WritableStream WritableStreamDefaultController WritableStreamDefaultWriter ReadableStream
    globalThis: ReadableStreamDefaultReader ReadableStreamBYOBReader ReadableStreamBYOBRequest ReadableByteStreamController ReadableStreamDefaultController
    globalThis: ByteLengthQueuingStrategy CountQueuingStrategy TextEncoderStream TextDecoderStream CompressionStream DecompressionStream atob btoa Blob File
    globalThis: URLPattern QuotaExceededError
    URL.prototype: toString href origin protocol username password host hostname port pathname search searchParams hash toJSON
    URL.prototype.@nodejs.util.inspect: custom
    URL: parse canParse createObjectURL revokeObjectURL
    URLSearchParams.prototype: size append delete get getAll has set sort entries forEach keys values toString @iterator
    URLSearchParams.prototype.@nodejs.util.inspect: custom
    DOMException.prototype: name message code @messaging_clone_symbol @messaging_deserialize_symbol
    AbortController.prototype: signal abort
    AbortController.prototype.@nodejs.util.inspect: custom
    AbortController: @kMakeTransferable
    AbortSignal.prototype: aborted reason throwIfAborted onabort @kNewListener @kRemoveListener @messaging_transfer_symbol @messaging_transfer_list_symbol
    AbortSignal.prototype: @messaging_deserialize_symbol
    AbortSignal.prototype.@nodejs.util.inspect: custom
    AbortSignal.EventTarget.prototype: addEventListener removeEventListener dispatchEvent @kNewListener @kRemoveListener @kRemoveWeakListenerHelper
    AbortSignal.EventTarget.prototype: @kCreateEvent constructor
    AbortSignal.EventTarget.prototype.@nodejs.internal: kHybridDispatch
    AbortSignal.EventTarget.prototype.@nodejs.util.inspect: custom
    AbortSignal: abort timeout any
    Event.prototype: initEvent stopImmediatePropagation preventDefault target currentTarget srcElement type cancelable defaultPrevented timeStamp composedPath
    Event.prototype: returnValue bubbles composed eventPhase cancelBubble stopPropagation isTrusted
    Event.prototype.@nodejs.util.inspect: custom
    TextEncoder.prototype: encoding encode encodeInto
    TextEncoder.prototype.@nodejs.util.inspect: custom
    TextDecoder.prototype: decode encoding fatal ignoreBOM
    TextDecoder.prototype.@nodejs.util.inspect: custom
    TransformStream.prototype: readable writable @messaging_transfer_symbol @messaging_transfer_list_symbol @messaging_deserialize_symbol
    TransformStream.prototype.@nodejs.util.inspect: custom
    TransformStreamDefaultController.prototype: desiredSize enqueue error terminate
    TransformStreamDefaultController.prototype.@nodejs.util.inspect: custom
    WritableStream.prototype: locked abort close getWriter @messaging_transfer_symbol @messaging_transfer_list_symbol @messaging_deserialize_symbol
    WritableStream.prototype.@nodejs.util.inspect: custom
    WritableStreamDefaultController.prototype: signal error @kAbort @kError
    WritableStreamDefaultController.prototype.@nodejs.util.inspect: custom
    WritableStreamDefaultWriter.prototype: closed desiredSize ready abort close releaseLock write
    WritableStreamDefaultWriter.prototype.@nodejs.util.inspect: custom
    ReadableStream.prototype: locked cancel getReader pipeThrough pipeTo tee values @messaging_transfer_symbol @messaging_transfer_list_symbol
    ReadableStream.prototype: @messaging_deserialize_symbol @asyncIterator
    ReadableStream.prototype.@nodejs.stream: disturbed errored readable
    ReadableStream.prototype.@nodejs.util.inspect: custom
    ReadableStream: from
    ReadableStreamDefaultReader.prototype: read releaseLock closed cancel
    ReadableStreamDefaultReader.prototype.@nodejs.util.inspect: custom
    ReadableStreamBYOBReader.prototype: read releaseLock closed cancel
    ReadableStreamBYOBReader.prototype.@nodejs.util.inspect: custom
    ReadableStreamBYOBRequest.prototype: view respond respondWithNewView
    ReadableStreamBYOBRequest.prototype.@nodejs.util.inspect: custom
    ReadableByteStreamController.prototype: byobRequest desiredSize close enqueue error @kCancel @kPull @kRelease
    ReadableByteStreamController.prototype.@nodejs.util.inspect: custom
    ReadableStreamDefaultController.prototype: desiredSize close enqueue error @kCancel @kPull @kRelease
    ReadableStreamDefaultController.prototype.@nodejs.util.inspect: custom
    ByteLengthQueuingStrategy.prototype: highWaterMark size
    ByteLengthQueuingStrategy.prototype.@nodejs.util.inspect: custom
    CountQueuingStrategy.prototype: highWaterMark size
    CountQueuingStrategy.prototype.@nodejs.util.inspect: custom
    TextEncoderStream.prototype: encoding readable writable
    TextEncoderStream.prototype.@nodejs.util.inspect: custom
    TextDecoderStream.prototype: encoding fatal ignoreBOM readable writable
    TextDecoderStream.prototype.@nodejs.util.inspect: custom
    CompressionStream.prototype: readable writable
    CompressionStream.prototype.@nodejs.util.inspect: custom
    DecompressionStream.prototype: readable writable
    DecompressionStream.prototype.@nodejs.util.inspect: custom
    Blob.prototype: type size slice arrayBuffer text bytes stream @messaging_clone_symbol @messaging_deserialize_symbol textStream
    Blob.prototype.@nodejs.util.inspect: custom
    File.prototype: name lastModified @messaging_clone_symbol @messaging_deserialize_symbol
    File.prototype.@nodejs.util.inspect: custom
    CustomEvent.prototype: detail
    URLSearchParamsIterator.__proto__: next
    URLSearchParamsIterator.__proto__.@nodejs.util.inspect: custom
    WritableStream.prototype.@nodejs.stream: errored writable
    WritableStream.prototype.@nodejs.webstream: controllerErrorFunction isClosedPromise
    ReadableStream.prototype.@nodejs.webstream: controllerErrorFunction isClosedPromise
    URLPattern.prototype: protocol username password hostname port pathname search hash hasRegExpGroups exec test
  `,
  'named messages for everybody; neither Node.js nor Node-RED sends any': `
    BroadcastChannel.prototype: name close postMessage ref unref onmessage onmessageerror
    BroadcastChannel.prototype.@nodejs.util.inspect: custom
  `,
  "a pair of one's own, or a port that was given": `
    MessagePort.prototype: postMessage start ref unref hasRef onmessage onmessageerror close @kCreateEvent @oninit @handle_onclose
    MessagePort.prototype.@nodejs.util.inspect: custom
    MessagePort.NodeEventTarget.prototype: setMaxListeners getMaxListeners eventNames listenerCount off removeListener on addListener emit once
    MessagePort.NodeEventTarget.prototype: removeAllListeners constructor
    globalThis: MessageChannel MessagePort
  `,
  'facts about the machine': `
    globalThis: Navigator
    Navigator.prototype: hardwareConcurrency language languages userAgent platform locks
  `,
  'the language: computes on what it is given': `
    QuotaExceededError.prototype: quota requested @messaging_clone_symbol @messaging_deserialize_symbol
  `,
  'needs a storage, which packages do not get': `
    globalThis: Storage
    Storage.prototype: length clear getItem key removeItem setItem
  `,
};
