'use strict';
// `worker_threads`: a worker is a process of its own inside this one, with builtins nobody guards yet.

const all = () => ({ capability: 'all', resource: 'a worker thread' });

module.exports = {
  rows: {
    __proto__: null,
    postMessageToThread: { judge: all },
    setEnvironmentData: { judge: all },
  },
  constructors: { __proto__: null, Worker: { judge: all } },
  passes: {
    __proto__: null,
    BroadcastChannel: 'messages between threads; there are none of the package\'s own',
    MessageChannel: 'a pair of ports',
    MessagePort: 'a port one was given',
    getEnvironmentData: 'data of the worker\'s parent',
    isInternalThread: 'a fact',
    isMainThread: 'a fact',
    isMarkedAsUntransferable: 'a question',
    locks: 'names',
    markAsUncloneable: 'marks an own object',
    markAsUntransferable: 'marks an own object',
    moveMessagePortToContext: 'a port one was given',
    parentPort: 'null in the main thread',
    receiveMessageOnPort: 'a port one was given',
    resourceLimits: 'numbers',
    SHARE_ENV: 'a symbol',
    threadId: 'a number',
    threadName: 'a name',
    workerData: 'null in the main thread',
  },
};
