'use strict';
// Who makes what arrives as a clone. The object that is cloned says so, `module:class`, and a package can put what it likes there: a module of Node's own
// that is no part of a running program ends the process or cannot be compiled, which aborts it. So Node makes instances of those classes that its own objects
// name, and of no others.

const { StringPrototypeIndexOf, StringPrototypeSlice, TypeError } = require('../boot/primordials');
const { innerBinding, innerModule } = require('../core/inner');

const KNOWN = {
  __proto__: null,
  'internal/abort_controller:ClonedAbortSignal': true,
  'internal/blob:Blob': true,
  'internal/blob:ClonedBlob': true,
  'internal/blocklist:InternalBlockList': true,
  'internal/crypto/keys:InternalCryptoKey': true,
  'internal/crypto/x509:InternalX509Certificate': true,
  'internal/file:TransferableFile': true,
  'internal/fs/promises:FileHandle': true,
  'internal/histogram:ClonedHistogram': true,
  'internal/histogram:ClonedRecordableHistogram': true,
  'internal/socketaddress:InternalSocketAddress': true,
  'internal/webstreams/readablestream:TransferredReadableStream': true,
  'internal/webstreams/transfer:InternalCloneableDOMException': true,
  'internal/webstreams/transformstream:TransferredTransformStream': true,
  'internal/webstreams/writablestream:TransferredWritableStream': true,
  'internal/worker/clone_dom_exception:DOMException': true,
  'internal/worker/clone_dom_exception:QuotaExceededError': true,
  'net:Server': true,
  'net:Socket': true,
  'net:_TransferredBoundSocket': true,
};

/** Called once in each thread, at start. */
function restrict() {
  const inner = innerModule();
  if (inner === undefined) return;
  innerBinding('messaging').setDeserializerCreateObjectFunction((info) => {
    if (KNOWN[info] !== true) throw new TypeError(`Unknown deserialize spec ${info}`);
    const end = StringPrototypeIndexOf(info, ':');
    const Class = inner(StringPrototypeSlice(info, 0, end))[StringPrototypeSlice(info, end + 1)];
    return new Class();
  });
}

module.exports = { restrict };
