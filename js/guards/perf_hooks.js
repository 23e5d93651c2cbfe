'use strict';
// `perf_hooks`: entries of requests, look-ups and connections show the URLs and headers of others, marks and measures what
// others noted. A package sees its own, and what says nothing about anybody.

const {
  ArrayIsArray, ArrayPrototypePush, MapPrototypeForEach, MapPrototypeSet, ObjectDefineProperty, ObjectGetOwnPropertyDescriptor, ReflectApply, ReflectOwnKeys,
  SafeMap, SafeWeakMap, String, SymbolFor, SymbolPrototypeDescriptionGet, setImmediate,
} = require('../boot/primordials');
const { CAP } = require('../generated/capabilities');
const { snapshotList, snapshotOptions } = require('../core/args');
const { closeMember } = require('../core/close');
const { conceal } = require('../core/conceal');
const { allowed } = require('../core/decide');

const OPEN = 'inspector:open';
/** Pauses of the garbage collector, and the start of the process. */
const NOBODYS = { __proto__: null, gc: true, node: true };
const OWN = { __proto__: null, mark: true, measure: true };

const mayHearAll = (principal) => allowed(principal, CAP[OPEN], undefined);

/** Entry -> the package that made it. */
const makers = new SafeWeakMap();
let typeOf;

/** mark() and measure(). */
const making = {
  judge: () => undefined,
  run(original, self, args, principal) {
    const entry = ReflectApply(original, self, args);
    if (typeof entry === 'object' && entry !== null) makers.set(entry, principal);
    return entry;
  },
};

/** Of a list of entries those that a package sees. */
function shownTo(principal, all) {
  if (!ArrayIsArray(all) || mayHearAll(principal)) return all;
  const shown = [];
  for (let i = 0; i < all.length; i++) {
    if (makers.get(all[i]) === principal || NOBODYS[ReflectApply(typeOf, all[i], [])] === true) ArrayPrototypePush(shown, all[i]);
  }
  return shown;
}

/** Lists of entries. */
const listing = { judge: () => undefined, run: (original, self, args, principal) => shownTo(principal, ReflectApply(original, self, args)) };

/** Observer -> the package that observes. */
const observers = new SafeWeakMap();

/** What an observer has heard, which Node hands to its package in a list: it must not be in there what the package does not see. */
function taking(original) {
  const holder = {
    take() {
      const all = ReflectApply(original, this, []);
      const owner = observers.get(this);
      return owner === undefined ? all : shownTo(owner, all);
    },
  };
  return conceal(holder.take, original);
}

/** `util.inspect` of an observer shows what it has not been given yet. */
const printing = { judge: () => undefined, run: (original, self, args, principal) => (mayHearAll(principal) ? ReflectApply(original, self, args) : 'PerformanceObserver {}') };

function foreignType(options) {
  const types = ArrayIsArray(options.entryTypes) ? options.entryTypes : [options.type];
  for (let i = 0; i < types.length; i++) {
    const type = String(types[i]);
    if (NOBODYS[type] === undefined && OWN[type] === undefined) return type;
  }
  return undefined;
}

/** observe(): by the types it asks for. */
const observing = {
  judge(principal, args, self) {
    if (mayHearAll(principal) || typeof args[0] !== 'object' || args[0] === null) return undefined;
    const options = snapshotOptions(args[0]);
    if (ArrayIsArray(options.entryTypes)) options.entryTypes = snapshotList(options.entryTypes);
    args[0] = options;
    const type = foreignType(options);
    if (type !== undefined) return { capability: OPEN, resource: type };
    keepMethods(self);
    observers.set(self, principal);
    return undefined;
  },
};

/** Node gives entries to one observer after the other: what one throws comes up by itself, after the others have theirs. */
function dispatching(original) {
  const holder = {
    dispatch() {
      try {
        ReflectApply(original, this, []);
      } catch (error) {
        setImmediate(() => { throw error; });
      }
    },
  };
  return conceal(holder.dispatch, original);
}

/** Symbol -> method, as Node has them. */
const methods = new SafeMap();

/** Node hands entries to methods of the observer that it finds under symbols: they stay what they are. */
function keepMethods(observer) {
  MapPrototypeForEach(methods, (value, key) => ObjectDefineProperty(observer, key, { __proto__: null, value, writable: false, enumerable: false, configurable: false }));
}

module.exports = {
  passesRest: 'times, and counts of one\'s own',
  complete({ Performance, PerformanceEntry, PerformanceObserver, PerformanceObserverEntryList, performance }, native) {
    const who = { internals: native.internals(['node:internal/perf/observe', 'node:internal/perf/performance', 'node:internal/perf/usertiming']) };
    typeOf = ObjectGetOwnPropertyDescriptor(PerformanceEntry.prototype, 'entryType').get;
    const observerPrototype = PerformanceObserver.prototype;
    closeMember(observerPrototype, SymbolFor('nodejs.util.inspect.custom'), printing, 'PerformanceObserver.inspect', who);
    const keys = ReflectOwnKeys(observerPrototype);
    for (let i = 0; i < keys.length; i++) {
      const { value } = ObjectGetOwnPropertyDescriptor(observerPrototype, keys[i]);
      if (typeof keys[i] !== 'symbol' || typeof value !== 'function') continue;
      const method = SymbolPrototypeDescriptionGet(keys[i]) === 'kDispatch' ? dispatching(value) : value;
      ObjectDefineProperty(observerPrototype, keys[i], { __proto__: null, value: method, writable: true, enumerable: false, configurable: true });
      MapPrototypeSet(methods, keys[i], method);
    }
    const timeline = Performance?.prototype ?? performance;
    const lists = ['getEntries', 'getEntriesByName', 'getEntriesByType'];
    for (let i = 0; i < lists.length; i++) {
      closeMember(timeline, lists[i], listing, `performance.${lists[i]}`, who);
      closeMember(PerformanceObserverEntryList.prototype, lists[i], listing, `PerformanceObserverEntryList.${lists[i]}`, who);
    }
    closeMember(timeline, 'mark', making, 'performance.mark', who);
    closeMember(timeline, 'measure', making, 'performance.measure', who);
    observerPrototype.takeRecords = taking(observerPrototype.takeRecords);
    closeMember(observerPrototype, 'takeRecords', listing, 'PerformanceObserver.takeRecords', who);
    closeMember(observerPrototype, 'observe', observing, 'PerformanceObserver.observe', who);
  },
};
