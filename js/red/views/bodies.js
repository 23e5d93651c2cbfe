'use strict';
// What stands for an object of somebody else is a Proxy over an empty target. Maps, Sets and Dates are known by what is inside, which no Proxy has: libraries that
// compare, copy or convert ask for that. Those that have no members of their own are stood for by another one like them, with methods that work on the real one.

const {
  Date, DatePrototypeGetTime, DatePrototypeSetTime, Map, MapPrototypeClear, MapPrototypeForEach, MapPrototypeSet, MapPrototypeSizeGet, ObjectDefineProperty, ObjectGetPrototypeOf, ObjectPrototypeToString, ObjectSetPrototypeOf, ReflectApply,
  ReflectGet, ReflectOwnKeys, SafeWeakMap, Set, SetPrototypeAdd, SetPrototypeClear, SetPrototypeForEach, SetPrototypeSizeGet, SymbolIterator, SymbolToStringTag,
} = require('../../boot/primordials');
const { util } = require('../../boot/builtins');
const { isShared } = require('../../core/harden');
const { pin } = require('../../core/pin');
const { MAP, SET } = require('./kinds');

/** With more in it a Map or Set is seen through a Proxy: it would be copied each time that somebody comes across it. */
const MOST = 500;

const sizeOf = (value, kind) => (kind === MAP ? MapPrototypeSizeGet(value) : SetPrototypeSizeGet(value));

/** Stand-in -> a function that has it hold what the real one holds. */
const refreshers = new SafeWeakMap();

/** Can something like it stand for it? What hangs on exports is seen as it is at every moment. */
function canStand(value, kind, isExported) {
  if (util.isProxy(value) || isExported) return false;
  if (kind !== MAP && kind !== SET) return util.isDate(value) && ReflectOwnKeys(value).length === 0;
  return sizeOf(value, kind) <= MOST && ReflectOwnKeys(value).length === 0;
}

function fillEntries(made, value, kind, shown) {
  if (kind === MAP) {
    MapPrototypeClear(made);
    MapPrototypeForEach(value, (item, key) => MapPrototypeSet(made, shown(key), shown(item)));
  } else {
    SetPrototypeClear(made);
    SetPrototypeForEach(value, (item) => SetPrototypeAdd(made, shown(item)));
  }
}

/** Members that V8 looks at are put there past it (js/core/pin.js), or not at all. */
function putMethod(made, key, method, refresh) {
  const holder = {
    method(...args) {
      const result = ReflectApply(method, made, args);
      refresh();
      return result;
    },
  };
  if (key === SymbolIterator) pin(made, key, holder.method, false);
  else ObjectDefineProperty(made, key, { __proto__: null, value: holder.method, writable: true, enumerable: false, configurable: true });
}

function entriesBody(value, kind, shown, methods) {
  const made = kind === MAP ? new Map() : new Set();
  const native = kind === MAP ? Map.prototype : Set.prototype;
  let isFilling = false;
  const refresh = () => {
    // Maps hold each other.
    if (isFilling) return;
    isFilling = true;
    try {
      fillEntries(made, value, kind, shown);
    } finally {
      isFilling = false;
    }
  };
  const size = { get: () => sizeOf(value, kind) };
  const keys = ReflectOwnKeys(methods);
  // What a class has of its own is inherited, and called on the real one.
  for (let i = 0; i < keys.length; i++) if (ReflectGet(value, keys[i]) === ReflectGet(native, keys[i])) putMethod(made, keys[i], methods[keys[i]], refresh);
  ObjectDefineProperty(made, 'size', { __proto__: null, get: size.get, set: undefined, enumerable: false, configurable: true });
  refreshers.set(made, refresh);
  return made;
}

function dateBody(value) {
  const made = new Date(0);
  refreshers.set(made, () => DatePrototypeSetTime(made, DatePrototypeGetTime(value)));
  return made;
}

const TAGGED = { __proto__: null, value: 'Date', configurable: true };

/**
 * @param {object} value of a kind that has such a stand-in
 * @param {(item: any) => any} shown
 * @param {() => object} methodsOf those of a Map or Set
 */
function bodyFor(value, kind, shown, methodsOf) {
  const made = kind === MAP || kind === SET ? entriesBody(value, kind, shown, methodsOf()) : dateBody(value);
  const prototype = ObjectGetPrototypeOf(value);
  if (isShared(prototype)) return made;
  ObjectSetPrototypeOf(made, shown(prototype));
  // With a Proxy among what it inherits from Node.js 20 does not tell a Date.
  if (util.isDate(made) && ObjectPrototypeToString(made) !== '[object Date]') ObjectDefineProperty(made, SymbolToStringTag, TAGGED);
  return made;
}

/** The same stand-in with what is there now. */
function refreshed(made) {
  refreshers.get(made)?.();
  return made;
}

module.exports = { bodyFor, canStand, refreshed };
