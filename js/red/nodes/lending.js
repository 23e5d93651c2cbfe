'use strict';
// What a package hands to a node of somebody else. Core uses objects as they are, but what it calls in them sees nodes as the package
// may, as a function does that is given by itself (`relay`).

const {
  BufferFrom, BufferPrototypeToString, Date, DatePrototypeGetTime, ObjectDefineProperty, Proxy, ReflectApply, ReflectGet, ReflectGetOwnPropertyDescriptor, ReflectSet, SafeWeakMap, SymbolToPrimitive,
  TypedArrayPrototypeSymbolToStringTagGet, WeakMapPrototypeGet, WeakMapPrototypeSet,
} = require('../../boot/primordials');
const { util } = require('../../boot/builtins');
const { CORE, UNKNOWN } = require('../../core/caller');
const { couldNode, demandNode } = require('./access');
const { dataOf } = require('../areas/data');
const { recordOf } = require('./identity');
const { cross } = require('../views/crossing');
const { emptyLike, mirrorOf, perPrincipal } = require('../views/mirror');
const { NodeStand } = require('../views/stand-ins');
const { CALLED, SENT } = require('../views/ways');

/** A value as a principal may see it. */
let present;

function configureLending(show) {
  present = show;
}

const reveal = (value) => NodeStand.of(value) ?? value;
const isObject = (value) => typeof value === 'object' && value !== null;

/** What core holds -> what the package gave. */
const given = new SafeWeakMap();

/** What a package gave, when this stands for it. */
const returned = (value) => (isObject(value) ? given.get(value) ?? value : value);

/**
 * @param {any} value of a package, no node
 * @param {(value: any, key: PropertyKey) => any} hand what else core gets: functions and nodes
 * @param {(value: any) => any} receive what the package gets of what core puts there
 */
function lend(value, hand, receive) {
  if (!isObject(value) || given.has(value)) return value;
  if (isBytes(value)) return BufferFrom(value);
  if (util.isDate(value)) return new Date(DatePrototypeGetTime(value));
  const made = new Proxy(emptyLike(value), mirrorOf(value, (key) => hand(ReflectGet(value, key), key), (key, item) => ReflectSet(value, key, receive(item))));
  given.set(made, value);
  return made;
}

const isBytes = (value) => TypedArrayPrototypeSymbolToStringTagGet(value) === 'Uint8Array';

/** For the ids that go into a call of a node of core: gives one back, or throws when it is that of a node which the caller may not change. */
function judging(principal, record, api) {
  return (id) => {
    const found = record.node?._flow?.getNode?.(textOf(id));
    if (!isObject(found)) return id;
    const whose = recordOf(found) ?? { __proto__: null, principal: UNKNOWN, type: `${found.type}`, id: textOf(id) };
    if (whose.principal !== principal) demandNode(principal, 'node:write', api, whose);
    return id;
  };
}

/** What a value is where core looks something up by it. */
const textOf = (id) => (typeof id === 'string' ? id : typeof id === 'symbol' ? '' : `${id}`);

/** What a function of `from` throws, for who called it. */
const thrownTo = (to, error, from) => (to === undefined || to === CORE ? error : cross(to, error, from, SENT));

/** Data that core hands to others as well, for who may not change it there. What the package itself gave is as it was. */
const copied = (value) => (isObject(value) && !given.has(value) && recordOf(value) === undefined ? dataOf(value, ITSELF) : value);
const ITSELF = (value) => value;

/** A function of a package that somebody else's node will call: it sees that node, and what it is given, as the package may. */
function relay(principal, fn, isCopying) {
  const known = (isCopying ? copying : relaysOf)(principal);
  const made = WeakMapPrototypeGet(known, fn);
  if (made !== undefined) return made;
  const holder = {
    relayed(...args) {
      for (let i = 0; i < args.length; i++) args[i] = present(principal, isCopying ? copied(args[i]) : args[i]);
      try {
        return ReflectApply(fn, present(principal, this), args);
      } catch (error) {
        throw thrownTo(recordOf(this)?.principal, error, principal);
      }
    },
  };
  ObjectDefineProperty(holder.relayed, 'length', { __proto__: null, value: fn.length, configurable: true });
  WeakMapPrototypeSet(known, fn, holder.relayed);
  return holder.relayed;
}
/** Function -> its relay. */
const relaysOf = perPrincipal();
const copying = perPrincipal();

/** What of a package's own goes into a call of somebody else's node. */
function handOver(principal, record, value) {
  if (record.principal !== CORE) return cross(record.principal, value, principal, CALLED);
  return typeof value === 'function' ? relay(principal, value, !couldNode(principal, 'node:write', record)) : reveal(value);
}

/** The same where a node of core keeps it, or calls what is in it. */
function lendAll(principal, record, value) {
  if (!isObject(value) || recordOf(reveal(value)) !== undefined) return handOver(principal, record, value);
  return lend(value, (item) => lendAll(principal, record, item), (item) => present(principal, item));
}

/** Methods by which the language makes a text of an object. */
const COERCING = { __proto__: null, toString: true, valueOf: true, [SymbolToPrimitive]: true };

/** The text that such a method makes, which may be an id. */
function judgedText(method, judged) {
  const holder = {
    coerce(...args) {
      const result = ReflectApply(method, returned(this), args);
      return isObject(result) ? result : judged(result);
    },
  };
  return holder.coerce;
}

/** An id, which core looks up under the text that it is. */
const judgedId = (id, judged) => judged(isObject(id) || typeof id === 'function' ? `${id}` : id);

/**
 * The same for an argument. Nodes of core keep accounts of those who use them, by their ids: nobody speaks for a node of somebody else there.
 * @param {(id: any) => any} judged gives an id back, or throws
 */
function lendArgument(principal, record, value, judged) {
  if (typeof value === 'function') return lendAll(principal, record, value);
  if (!isObject(value)) return judged(value);
  if (isBytes(value)) {
    const bytes = BufferFrom(value);
    judged(BufferPrototypeToString(bytes, 'utf8'));
    return bytes;
  }
  const whose = recordOf(reveal(value));
  if (whose !== undefined) judged(whose.id);
  // What it says of itself may change.
  const isItself = whose !== undefined && (whose.principal !== principal || (!util.isProxy(value) && ReflectGetOwnPropertyDescriptor(value, 'id')?.value === whose.id));
  if (isItself) return handOver(principal, record, value);
  const hand = (item, key) => {
    if (key === 'id') return judgedId(item, judged);
    return COERCING[key] === true && typeof item === 'function' ? judgedText(item, judged) : lendAll(principal, record, item);
  };
  return lend(value, hand, (item) => present(principal, item));
}

module.exports = { configureLending, handOver, judging, lendAll, lendArgument, returned, thrownTo };
