'use strict';
// `worker_threads`: what is left beside the guards.

module.exports = {
  __proto__: null,
  'facts, and ports one has': `
    worker_threads: isMainThread MessagePort MessageChannel markAsUntransferable moveMessagePortToContext receiveMessageOnPort resourceLimits threadId
    worker_threads: SHARE_ENV parentPort workerData isInternalThread markAsUncloneable isMarkedAsUntransferable threadName
    worker_threads: locks
    worker_threads.LockManager.prototype: constructor
  `,
  'needs a worker, whose constructor is judged': `
    worker_threads.Worker.prototype: postMessage terminate ref unref threadId stdin stdout stderr resourceLimits @kOnExit
    worker_threads.Worker.prototype: @kOnCouldNotSerializeErr @kOnErrorMessage @kOnMessage @kDispose threadName getHeapStatistics cpuUsage
    worker_threads.Worker.prototype: @asyncDispose
    worker_threads.Worker.prototype.@nodejs: asyncDispose
  `,
};
