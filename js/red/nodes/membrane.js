'use strict';
// Nodes of others as a package sees them [R2]: the same stand-in for the same node every time, which answers what the package may
// know and does what it may do. The stand-in is all that ever reaches the package; `reveal` finds the node again.

const {
  ArrayIsArray, ArrayPrototypePush, ObjectCreate, ObjectDefineProperty, ObjectFreeze, ObjectKeys, ObjectPrototype, Proxy, ReflectApply, ReflectDeleteProperty, ReflectGet,
  ReflectHas, ReflectOwnKeys, ReflectSet, StringPrototypeStartsWith, WeakMapPrototypeGet, WeakMapPrototypeSet,
} = require('../../boot/primordials');
const { state } = require('../../boot/state');
const { CORE } = require('../../core/caller');
const { refusal } = require('../../core/deny');
const { conceal } = require('../../core/conceal');
const { couldNode, demandNode, mayNode, nodeRefusal, reportNode } = require('./access');
const { boundary } = require('../../core/boundary');
const { ownerOfCopy } = require('../views/containers');
const { answer, cross } = require('../views/crossing');
const { copyOf, isPlain } = require('../areas/copies');
const { dataOf, isData: isCopied } = require('../areas/data');
const { isInherited } = require('../areas/names');
const { recordOf } = require('./identity');
const { configureLending, handOver, judging, lendAll, lendArgument, returned, thrownTo } = require('./lending');
const { configure: configureListening, eventOf, listening } = require('./listening');
const { perPrincipal } = require('../views/mirror');
const { members, offered } = require('./node-members');
const { NodeStand } = require('../views/stand-ins');
const { contextOf, where } = require('./surroundings');
const { recordOfUnmarked } = require('./unmarked');
const { SENT, SHARED } = require('../views/ways');
const withheld = require('./withheld');

/** Node -> its stand-in. */
const standInsOf = perPrincipal();
let NodePrototype = null;

/** The prototype of all nodes, which is locked and says nothing about anyone. */
function configure(prototype) {
  NodePrototype = prototype;
}

/** The node behind a stand-in; anything else is itself. */
const reveal = (value) => NodeStand.of(value) ?? value;

/**
 * A value that the runtime or another package hands to `principal`: nodes of others become stand-ins.
 */
function present(principal, value) {
  if (typeof value !== 'object' || value === null || principal === CORE) return value;
  // A stand-in does what the package may for which it was made: each gets its own.
  const node = reveal(value);
  const known = recordOf(node);
  if (known !== undefined) return known.principal === principal ? node : standInFor(principal, node, known);
  const owner = ownerOfCopy(node);
  if (owner === principal) return node;
  const record = recordOfUnmarked(node, owner);
  return record.principal === principal ? record.node : standInFor(principal, record.node, record);
}

/** The same for values of any kind: what is a node, and what holds nodes. */
function presentNode(principal, value) {
  if (isNode(value)) return present(principal, value);
  const own = returned(value);
  return typeof own === 'object' && own !== null ? cross(principal, own, CORE, SENT) : own;
}

const isNode = (value) => typeof value === 'object' && value !== null && (recordOf(value) !== undefined || NodeStand.of(value) !== undefined || inherits(value));

function inherits(value) {
  return NodePrototype !== null && value instanceof NodePrototype.constructor;
}

function standInFor(principal, node, record) {
  const known = standInsOf(principal);
  let standIn = WeakMapPrototypeGet(known, node);
  if (standIn === undefined) {
    // What inspection shows of a proxy is its target.
    const shadow = ObjectCreate(NodePrototype);
    define(shadow, 'id', record.id);
    define(shadow, 'type', record.type);
    standIn = new Proxy(shadow, traps(principal, node, record));
    WeakMapPrototypeSet(known, node, standIn);
    new NodeStand(standIn, node, principal);
  }
  return standIn;
}

function define(object, key, value) {
  ObjectDefineProperty(object, key, { __proto__: null, value, writable: true, enumerable: true, configurable: true });
}

const isHidden = (key) => typeof key !== 'string' || StringPrototypeStartsWith(key, '_') || key === '__proto__';

/** A member of another's node that is called on the node itself. */
function method(principal, node, record, name, rule) {
  const fn = ReflectGet(node, name);
  if (typeof fn !== 'function') return undefined;
  // What a node of core has of its own making it does for whoever calls it.
  const isCores = record.principal === CORE;
  const run = isCores && rule.capability !== undefined && !rule.isOffered ? boundary(fn) : fn;
  const isListening = rule.kind === 'listen' || rule.kind === 'unlisten';
  const holder = {
    call(...args) {
      const api = `node.${name}()`;
      if (rule.capability !== undefined) demandNode(principal, rule.capability, api, record);
      const judged = isCores && rule.isOffered ? judging(principal, record, api) : undefined;
      if (isListening) args[0] = eventOf(args[0]);
      for (let i = 0; i < args.length; i++) {
        if (isListening && typeof args[i] === 'function') args[i] = listening(principal, args[0], args[i]);
        else args[i] = judged !== undefined ? lendArgument(principal, record, args[i], judged) : handOver(principal, record, args[i]);
      }
      // What it says with a message goes to the flow as well.
      if (name === 'error' && typeof args[1] === 'object' && args[1] !== null && !mayNode(principal, 'node:send', record)) {
        reportNode(principal, 'node:send', 'node.error(…, msg)', record);
        args.length = 1;
      }
      let result;
      try {
        result = isCores && isInput(name, args) ? handIn(principal, node, run, name, args) : ReflectApply(run, node, args);
      } catch (error) {
        throw thrownTo(principal, error, record.principal);
      }
      return isCores ? presentNode(principal, result) : answer(principal, result, record.principal);
    },
  };
  return conceal(holder.call, fn);
}

/** Does it hand a message over? */
const isInput = (name, args) => name === 'receive' || (name === 'emit' && args[0] === 'input');

function handIn(principal, node, run, name, args) {
  const at = name === 'receive' ? 0 : 1;
  return require('../messages/arrivals').handIn(node, args[at] || {}, `node.${name}()`, principal, (given) => {
    args[at] = given;
    return ReflectApply(run, node, args);
  });
}

/** What may be read of a value that belongs to another's node: plain data as a copy, nodes as stand-ins, live objects and credentials not. */
function readable(principal, record, key, value) {
  if (typeof value === 'function') return method(principal, record.node, record, key, offered(record, key));
  const secrets = withheld.isNamed(key) ? undefined : withheld.withheldFrom(principal, record);
  if (typeof value === 'string' && secrets !== undefined && withheld.isSecret(value, secrets)) return refused(principal, withheld.CAPABILITY, key, record);
  if (typeof value !== 'object' || value === null) return value;
  const other = (item) => {
    if (isNode(item)) return present(principal, item);
    return undefined;
  };
  if (isNode(value)) return present(principal, value);
  if (ArrayIsArray(value) || isPlain(value)) {
    const copy = copyOf(value, secrets === undefined ? (item) => other(item) ?? (isCopied(item) ? dataOf(item, other) : undefined) : other);
    if (secrets !== undefined && withheld.scrub(copy, secrets)) refused(principal, withheld.CAPABILITY, key, record);
    if (key === 'wires') for (let i = 0; i < copy.length; i++) ObjectFreeze(copy[i]);
    return ObjectFreeze(copy);
  }
  if (isCopied(value) && secrets === undefined && (state.isObserving || !mayHave(principal, record))) return dataOf(value, other);
  // Its class is one for all that core makes of it, and its methods hand out what is behind them.
  if (record.principal === CORE && !mayNode(principal, 'all', record)) return refused(principal, 'all', key, record);
  if (!mayNode(principal, 'node:write', record)) return refused(principal, 'node:write', key, record);
  // Nobody knows where in it they are.
  return secrets === undefined ? cross(principal, value, record.principal, SHARED) : refused(principal, withheld.CAPABILITY, key, record);
}

/** May it have objects of classes of this node as they are? */
const mayHave = (principal, record) => (record.principal === CORE ? mayNode(principal, 'all', record) : couldNode(principal, 'node:write', record));

function refused(principal, capability, key, record) {
  reportNode(principal, capability, `node.${key}`, record);
}

function traps(principal, node, record) {
  /** What it takes to read a member; undefined for members that nobody sees. */
  const reading = (key) => members[key]?.read ?? 'node:read';
  const get = (key) => {
    const rule = members[key];
    if (rule?.kind === 'door') reportNode(principal, 'node:receive', `node.${key}`, record, 'private members of a node are shown to nobody; with node:receive a package can call its receive()');
    if (isHidden(key) && rule?.kind !== 'place') return undefined;
    switch (rule?.kind) {
      case 'open': return record[key];
      case 'call': case 'listen': case 'unlisten': return method(principal, node, record, key, rule);
      case 'context': return contextOf(principal, node, record);
      case 'place':
        if (mayNode(principal, 'node:read', record)) return where(record, key);
        reportNode(principal, 'node:read', `node.${key}`, record);
        return undefined;
      case 'prototype': return NodePrototype.constructor;
      case 'refused':
        return () => {
          throw refusal(principal, 'all', `node.${key}()`, `${record.type} node ${record.id}`);
        };
      default:
    }
    if (!ReflectHas(node, key)) return undefined;
    // What every object has looks at the stand-in itself: a text of it, as it is put into a line of the log, tells nothing.
    if (isInherited(key) && (ReflectGet(node, key) === ObjectPrototype[key] || !mayNode(principal, 'node:read', record))) return ObjectPrototype[key];
    if (!mayNode(principal, reading(key), record)) {
      reportNode(principal, reading(key), `node.${key}`, record);
      return undefined;
    }
    return readable(principal, record, key, ReflectGet(node, key));
  };
  const shown = (key) => {
    if (isHidden(key)) return false;
    const rule = members[key];
    if (rule !== undefined && rule.kind !== 'data') return rule.kind === 'open';
    return mayNode(principal, reading(key), record) && isData(ReflectGet(node, key));
  };
  const isData = (value) => typeof value !== 'object' || value === null || isNode(value) || ArrayIsArray(value) || isPlain(value)
    || mayHave(principal, record) || (isCopied(value) && withheld.withheldFrom(principal, record) === undefined);
  const write = (key, capability) => {
    if (isHidden(key) || (members[key] !== undefined && members[key].kind !== 'data')) throw nodeRefusal(principal, 'all', `node.${nameOf(key)} =`, record, 'what all nodes have, and private members, are changed by no other package');
    demandNode(principal, capability, `node.${key} =`, record);
  };
  const never = (name) => {
    throw nodeRefusal(principal, 'all', `Object.${name}() on a node`, record, 'node.x = … sets a property of it');
  };
  return {
    __proto__: null,
    get: (target, key) => get(key),
    has: (target, key) => (shown(key) || (members[key] !== undefined && !isHidden(key))) && ReflectHas(node, key),
    set(target, key, value, receiver) {
      // What inherits from it has members of its own.
      if (reveal(receiver) !== node) return ReflectSet(NOTHING, key, value, receiver);
      write(key, members[key]?.write ?? 'node:write');
      // What core keeps it uses when nobody asks any more.
      return ReflectSet(node, key, record.principal === CORE ? lendAll(principal, record, value) : handOver(principal, record, value));
    },
    deleteProperty(target, key) {
      write(key, members[key]?.remove ?? 'node:write');
      return ReflectDeleteProperty(node, key);
    },
    defineProperty: () => never('defineProperty'),
    getOwnPropertyDescriptor(target, key) {
      if (!shown(key) || !hasOwn(node, key)) return undefined;
      return { value: get(key), writable: true, enumerable: true, configurable: true };
    },
    ownKeys() {
      const list = [];
      const keys = ObjectKeys(node);
      for (let i = 0; i < keys.length; i++) if (shown(keys[i])) ArrayPrototypePush(list, keys[i]);
      return list;
    },
    getPrototypeOf: () => NodePrototype,
    setPrototypeOf: () => never('setPrototypeOf'),
    isExtensible: () => true,
    preventExtensions: () => never('preventExtensions'),
  };
}

const NOTHING = { __proto__: null };
const nameOf = (key) => (typeof key === 'string' ? key : 'a symbol');

function hasOwn(object, key) {
  const keys = ReflectOwnKeys(object);
  for (let i = 0; i < keys.length; i++) if (keys[i] === key) return true;
  return false;
}

configureLending(presentNode);
configureListening(presentNode);

module.exports = { configure, isNode, present, reveal };
