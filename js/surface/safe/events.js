'use strict';
// `events`: emitters one has.

module.exports = {
  __proto__: null,
  'emitters one has': `
    events.prototype: setMaxListeners getMaxListeners emit addListener on prependListener once prependOnceListener removeListener off removeAllListeners
    events.prototype: listeners rawListeners listenerCount eventNames
    events: addAbortListener once on getEventListeners getMaxListeners EventEmitter usingDomains captureRejectionSymbol captureRejections
    events: EventEmitterAsyncResource errorMonitor defaultMaxListeners kMaxEventTargetListeners kMaxEventTargetListenersWarned setMaxListeners
    events: listenerCount
    events.EventEmitterAsyncResource.prototype: emit emitDestroy asyncId triggerAsyncId asyncResource
  `,
};
