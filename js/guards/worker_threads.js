'use strict';
// `worker_threads`: with `threads:spawn` a package starts workers that are the same package (worker/start.js).

const { EventTarget, MapPrototypeGet, MapPrototypeHas, MapPrototypeSet, ReflectApply, SafeMap } = require('../boot/primordials');
const { judge } = require('../core/decide');
const { plainClass } = require('../core/plain');
const start = require('./worker/start');
const locks = require('./locks');
const channels = require('./worker/channels');
const { toContext } = require('./worker/transfers');

const all = (what) => () => ({ capability: 'all', resource: what });
const EventEmitter = require('events');

const free = () => undefined;

/** What a package gave to `setEnvironmentData`, for its own workers. */
const data = new SafeMap();

function dataOf(principal) {
  let own = data.get(principal);
  if (own === undefined) {
    own = new SafeMap();
    data.set(principal, own);
  }
  return own;
}

module.exports = {
  rows: {
    __proto__: null,
    getEnvironmentData: {
      judge: free,
      run(original, self, args, principal) {
        const own = dataOf(principal);
        return MapPrototypeHas(own, args[0]) ? MapPrototypeGet(own, args[0]) : ReflectApply(original, self, args);
      },
    },
    moveMessagePortToContext: toContext,
    postMessageToThread: { judge: all('a thread by its number') },
    setEnvironmentData: {
      judge: free,
      run(original, self, args, principal) {
        MapPrototypeSet(dataOf(principal), args[0], args[1]);
      },
    },
  },
  constructors: {
    __proto__: null,
    BroadcastChannel: { judge: free, construct: channels.open, parent: EventTarget },
    MessageChannel: plainClass,
    Worker: {
      judge: (principal, args) => judge(principal, 'threads:spawn', undefined) ?? start.judgeStart(principal, args),
      parent: EventEmitter,
      construct: (original, args, target, principal, trusted) => start.construct(original, args, target, principal, trusted, dataOf),
    },
  },
  passes: {
    __proto__: null,
    MessagePort: 'a port one was given',
    isInternalThread: 'a fact',
    isMainThread: 'a fact',
    isMarkedAsUntransferable: 'a question',
    locks: 'names',
    markAsUncloneable: 'marks an own object',
    markAsUntransferable: 'marks an own object',
    parentPort: 'null in the main thread; the port to its own package in a worker',
    receiveMessageOnPort: 'a port one was given',
    resourceLimits: 'numbers',
    SHARE_ENV: 'a symbol',
    threadId: 'a number',
    threadName: 'a name',
    workerData: 'null in the main thread; what its own package gave in a worker',
  },
  /** Called once, when the module has its guards. */
  complete(values, native, guards, { who }) {
    start.complete(values, native, guards);
    locks.close(values.locks, native, who);
  },
};
