'use strict';
// `process` is an event emitter that everyone shares. A package adds listeners in its own name; it neither sees nor
// removes those of others, and it cannot raise the events that end the process.

const {
  ArrayPrototypePush, Error, ObjectDefineProperty, ReflectApply, ReflectGet, SafeMap, SafeSet, dataDescriptor,
} = require('../../boot/primordials');
const { state } = require('../../boot/state');
const { CAP } = require('../../generated/capabilities');
const { allowed } = require('../../core/decide');
const { copyList, isOneOf, removeFrom } = require('../../core/lists');
const { isRefusal, print, refusal, report } = require('../../core/deny');
const hearers = require('./hearers');
const { onReal } = require('./shared');
const { raiseLater } = require('./survive');

const emitter = require('events').prototype;
const { on, prependListener, removeListener, listenerCount, emit, getMaxListeners, setMaxListeners } = emitter;
const SIGNAL = 'process:signal';

/** A listener here keeps the process from ending as it would, or hears the errors and messages of everyone. */
const EVERYONES = ['uncaughtException', 'uncaughtExceptionMonitor', 'unhandledRejection', 'rejectionHandled', 'multipleResolves', 'message', 'internalMessage'];
/** Of these a package hears only its own: the first hand out listeners, the others workers, and messages, of everyone. */
const OWN_ONLY = ['newListener', 'removeListener', 'worker', 'workerMessage'];
/** Raised by Node itself; a package that raises them lies to everyone. */
const RESERVED = ['beforeExit', 'disconnect', 'exit', 'message', 'uncaughtException', 'uncaughtExceptionMonitor', 'unhandledRejection',
  'rejectionHandled', 'warning', 'worker', 'workerMessage', 'multipleResolves', 'newListener', 'removeListener'];

const isSignal = (name) => typeof name === 'string' && name.length > 3 && name[0] === 'S' && name[1] === 'I' && name[2] === 'G';

/**
 * May this listener be added? Signals that core handles stay handled whatever a package adds; a listener on any other
 * signal would keep it from ending the process.
 */
function mayListen(principal, name) {
  if (state.confined !== undefined) return true;
  if (allowed(principal, CAP[SIGNAL], undefined)) return true;
  if (isSignal(name)) {
    if (onReal(listenerCount, [name], false) > 0) return true;
  } else if (!isOneOf(EVERYONES, name)) {
    return true;
  }
  report(principal, SIGNAL, 'process.on()', `${name}`);
  return false;
}

const TEXTS = ['name', 'message', 'code', 'detail', 'stack'];

/** A warning as everyone may see it. It can carry the emitter it is about, whosever that is. */
function textOf(warning) {
  const shown = new Error();
  for (let i = 0; i < TEXTS.length; i++) {
    const text = typeof warning === 'object' && warning !== null ? ReflectGet(warning, TEXTS[i]) : undefined;
    if (typeof text === 'string') ObjectDefineProperty(shown, TEXTS[i], dataDescriptor(text, true, false, true));
  }
  return shown;
}

/** What an error ends is this listener, not the ones after it (the handlers of core that end Node-RED in order). */
function callListener(name, listener, self, args) {
  try {
    return ReflectApply(listener, self, args);
  } catch (error) {
    if (!isRefusal(error)) {
      if (raiseLater(name, error, name === 'exit' || isSignal(name))) return undefined;
      throw error;
    }
    print(`[@nrg/sentinel] ${error.package} did not handle the refusal of ${error.api}; Node-RED goes on`);
    return undefined;
  }
}

/** Who tells the listeners of a package of what concerns it alone. */
const tellers = new SafeMap();

/** Tells a package of a worker that it has started. */
const tellOfWorker = (principal, worker) => tellers.get(principal)?.('worker', [worker]);

/** Gives `facade` (the process of one package) its event methods. */
function addEventMethods(facade, principal) {
  const entries = [];
  // It warns nobody: what a package listens to is listened to together with all others.
  const limit = { __proto__: null, _maxListeners: undefined };

  function add(method, name, listener, once) {
    if (typeof listener !== 'function') {
      ReflectApply(method, facade, [name, listener]); // throws Node's own error, without opening the real list
      return facade;
    }
    if ((typeof name !== 'string' && typeof name !== 'symbol') || !mayListen(principal, name)) return facade;
    tell('newListener', [name, listener]);
    const entry = { __proto__: null, name, listener, relay: undefined };
    entry.relay = (...args) => {
      if (once) drop(entry);
      if (name === 'warning') args[0] = textOf(args[0]);
      return callListener(name, listener, facade, args);
    };
    ArrayPrototypePush(entries, entry);
    if (!isOneOf(OWN_ONLY, name)) onReal(method, [name, entry.relay], false);
    hearers.add(name, entry.relay);
    return facade;
  }

  function tell(event, values) {
    const found = own(event);
    for (let i = 0; i < found.length; i++) ReflectApply(found[i].relay, undefined, copyList(values));
  }

  function drop(entry) {
    removeFrom(entries, entry);
    if (!isOneOf(OWN_ONLY, entry.name)) onReal(removeListener, [entry.name, entry.relay], false);
    hearers.remove(entry.name, entry.relay);
    tell('removeListener', [entry.name, entry.listener]);
  }

  // How many listeners there are is no secret, and who ends the process on a signal (signal-exit) must know whether
  // others wait for it too; which they are stays hidden.
  function count(name) {
    // Read once, before the real list is open.
    const key = typeof name === 'symbol' ? name : `${name}`;
    return isOneOf(OWN_ONLY, key) ? own(key).length : onReal(listenerCount, [key], false);
  }

  function own(name) {
    const found = [];
    for (let i = 0; i < entries.length; i++) if (name === undefined || entries[i].name === name) ArrayPrototypePush(found, entries[i]);
    return found;
  }

  const methods = {
    addListener: (name, listener) => add(on, name, listener, false),
    on: (name, listener) => add(on, name, listener, false),
    once: (name, listener) => add(on, name, listener, true),
    prependListener: (name, listener) => add(prependListener, name, listener, false),
    prependOnceListener: (name, listener) => add(prependListener, name, listener, true),
    removeListener(name, listener) {
      const found = own(name);
      for (let i = found.length - 1; i >= 0; i--) {
        if (found[i].listener === listener) {
          drop(found[i]);
          break;
        }
      }
      return facade;
    },
    removeAllListeners(name) {
      const found = own(name);
      for (let i = 0; i < found.length; i++) drop(found[i]);
      return facade;
    },
    listeners(name) {
      const found = own(name);
      for (let i = 0; i < found.length; i++) found[i] = found[i].listener;
      const others = count(name) - found.length;
      for (let i = 0; i < others; i++) ArrayPrototypePush(found, () => {});
      return found;
    },
    listenerCount: (name, listener) => {
      if (typeof listener !== 'function') return count(name);
      const found = own(name);
      let same = 0;
      for (let i = 0; i < found.length; i++) if (found[i].listener === listener) same++;
      return same;
    },
    eventNames() {
      const names = new SafeSet();
      const result = [];
      for (let i = 0; i < entries.length; i++) {
        if (!names.has(entries[i].name)) ArrayPrototypePush(result, entries[i].name);
        names.add(entries[i].name);
      }
      return result;
    },
    emit(name, ...args) {
      if (isOneOf(RESERVED, name) || isSignal(name)) {
        if (!allowed(principal, CAP[SIGNAL], undefined)) throw refusal(principal, SIGNAL, 'process.emit()', `${name}`);
        return onReal(emit, [name, ...args], true); // eslint-disable-line sentinel/no-polymorphic-call -- a granted caller
      }
      const found = own(name);
      for (let i = 0; i < found.length; i++) ReflectApply(found[i].relay, undefined, args);
      return found.length > 0;
    },
    setMaxListeners(most) {
      ReflectApply(setMaxListeners, limit, [most]);
      return facade;
    },
    getMaxListeners: () => ReflectApply(getMaxListeners, limit, []),
  };
  tellers.set(principal, tell);
  methods.off = methods.removeListener;
  methods.rawListeners = methods.listeners;
  const names = ['addListener', 'emit', 'eventNames', 'getMaxListeners', 'listenerCount', 'listeners', 'off', 'on', 'once', 'prependListener',
    'prependOnceListener', 'rawListeners', 'removeAllListeners', 'removeListener', 'setMaxListeners'];
  for (let i = 0; i < names.length; i++) {
    ObjectDefineProperty(facade, names[i], { __proto__: null, value: methods[names[i]], writable: true, enumerable: false, configurable: true });
  }
}

module.exports = { addEventMethods, callListener, tellOfWorker };
