'use strict';
// Which node an object is: its owner, id, type and flow, as the deployed configuration has them. Kept in a private field of the
// object itself, which costs nothing to read and cannot be written, copied or passed through a proxy [R13].

const {
  ArrayPrototypePop, ArrayPrototypePush, Nothing, ObjectDefineProperty, ObjectGetOwnPropertyDescriptor, ObjectGetPrototypeOf, ObjectPrototypeIsPrototypeOf, ReflectApply, ReflectGet, ReflectGetOwnPropertyDescriptor, ReflectOwnKeys, SafeWeakMap, TypeError,
} = require('../../boot/primordials');
const { util } = require('../../boot/builtins');
const { CORE, callerOf } = require('../../core/caller');
const { Given } = require('../../core/given');
const { lasting } = require('../../core/stopped');
const { copyOf } = require('../areas/copies');

/** `Node.prototype`, once core has made it. */
let NodePrototype;

function configure(prototype) {
  NodePrototype = prototype;
}

/** Is this what all nodes inherit from? */
const isOfAllNodes = (prototype) => prototype === NodePrototype;

/** Has what inherits from this the methods of nodes? */
const isNodePrototype = (prototype) => NodePrototype !== undefined && (prototype === NodePrototype || ObjectPrototypeIsPrototypeOf(NodePrototype, prototype));

class Mark extends Given {
  #record;

  constructor(object, record) {
    super(object);
    this.#record = record;
  }

  static of(value) {
    return typeof value === 'object' && value !== null && #record in value ? value.#record : undefined;
  }
}

/**
 * The record of a node, or undefined for anything else.
 * @typedef {{principal: number, id: string, type: string, z: any, g: any, flow: object, facade: object, node: object}} NodeRecord
 */
const recordOf = Mark.of;

/** The record of a node, or of the node that an object inherits from. */
function nearestRecord(target) {
  for (let at = target; typeof at === 'object' && at !== null; at = ObjectGetPrototypeOf(at)) {
    const record = recordOf(at);
    if (record !== undefined) return record;
    // What a Proxy says it inherits from is its maker's word.
    if (util.isProxy(at)) return undefined;
  }
  return undefined;
}

/**
 * Makes `node` the node of `record`. It may call itself what it likes: what acts on nodes looks at the record, and its
 * flow speaks for the record too.
 */
function bind(node, record) {
  ObjectDefineProperty(node, '_flow', { __proto__: null, value: record.facade, writable: false, enumerable: false, configurable: false });
  new Mark(node, record);
  record.node = node;
  ObjectDefineProperty(node, 'updateWires', { __proto__: null, get: rewiring.get, set: rewiring.set, enumerable: false, configurable: false });
}

/**
 * Core hands a node that stays the wires of the deployed flow themselves. A node of a package gets a copy, also when it has an
 * `updateWires` of its own: what it does to them changes nothing of what is deployed.
 */
function rewire(wires) {
  const record = recordOf(this);
  const own = record?.rewire ?? ReflectGet(record?.prototype ?? NodePrototype, 'updateWires');
  return ReflectApply(own, this, [copyOf(wires, NOTHING)]);
}
const rewiring = {
  get: () => rewire,
  set(value) {
    const record = recordOf(this);
    if (record !== undefined) record.rewire = value;
  },
};
const NOTHING = () => undefined;

/** A node of core: it is only known whose it is. */
function markCore(node, { id, type }) {
  if (recordOf(node) === undefined) new Mark(node, { __proto__: Nothing, principal: CORE, id, type, node, measures: undefined, reader: CORE, lastTo: undefined, lastReader: CORE, receivers: undefined, secrets: undefined });
}

/** Who sees what comes to a node: its package, and for a node of core the one in whose subflow it lies. */
const readerOf = (record) => (record.principal === CORE ? record.reader : record.principal);

/**
 * An object that stands for the node of `record`, as a Proxy of it does that its constructor returns. Others use its flow: that is the node's for good,
 * which a Proxy can only say when it is true of what it stands for.
 */
function share(object, record) {
  if (!util.isProxy(object)) ObjectDefineProperty(object, '_flow', { __proto__: null, value: record.facade, writable: false, enumerable: false, configurable: false });
  const own = ReflectGetOwnPropertyDescriptor(object, '_flow');
  if (own === undefined || own.value !== record.facade || own.configurable || own.writable) throw new TypeError(`the constructor of ${record.type} returned a node with another flow`);
  new Mark(object, record);
  record.node = object;
}

/** From here on that is the node of `record`, for what stands for a node that was one before. */
function standIn(object, record) {
  new Mark(object, record);
  record.node = object;
  return object;
}

/**
 * The configuration as a node gets it. It finds its flow there, which it may keep and hand around with the rest: to others that says nothing, for whoever
 * has the flow of a node sends in its name.
 */
function configurationFor(config, { principal, facade, module }) {
  const accessors = {
    get() {
      const caller = callerOf(0);
      return caller === principal || caller === CORE ? facade : undefined;
    },
    set() {},
  };
  const result = {};
  const keys = ReflectOwnKeys(config);
  for (let i = 0; i < keys.length; i++) {
    if (keys[i] === FLOW) continue;
    const own = ObjectGetOwnPropertyDescriptor(config, keys[i]);
    if (keys[i] === MODULE) own.value = module;
    ObjectDefineProperty(result, keys[i], own);
  }
  ObjectDefineProperty(result, FLOW, { __proto__: null, get: accessors.get, set: accessors.set, enumerable: false, configurable: true });
  return result;
}
const FLOW = '_flow';
/** What core tells of the set of nodes: there it is what core has of it. */
const MODULE = '_module';

/** Configurations handed to constructors of packages. */
const configs = new SafeWeakMap();
/** Constructors of packages that are running. */
const constructing = [];
lasting(() => constructing.length, (length) => { constructing.length = length; });

function begin(config, record) {
  configs.set(config, record);
  ArrayPrototypePush(constructing, record);
}

function end() {
  ArrayPrototypePop(constructing);
}

/**
 * The record for a configuration that a package hands to createNode: the one it was given, or a copy of it while its
 * constructor runs.
 */
function recordFor(principal, config) {
  const known = configs.get(config);
  if (known !== undefined) return known.principal === principal ? known : undefined;
  const current = constructing[constructing.length - 1];
  return current !== undefined && current.principal === principal && config.id === current.id ? current : undefined;
}

/** The node whose constructor runs, if one of this package does. */
function current(principal) {
  const record = constructing[constructing.length - 1];
  return record?.principal === principal ? record : undefined;
}

module.exports = { begin, bind, configurationFor, configure, current, end, isNodePrototype, isOfAllNodes, markCore, nearestRecord, readerOf, recordFor, recordOf, share, standIn };
