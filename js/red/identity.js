'use strict';
// Which node an object is: its owner, id, type and flow, as the deployed configuration has them. Kept in a private field of the
// object itself, which costs nothing to read and cannot be written, copied or passed through a proxy [R13].

const {
  ArrayPrototypePop, ArrayPrototypePush, ObjectDefineProperty, ObjectGetOwnPropertyDescriptor, ObjectGetPrototypeOf, ReflectDefineProperty, SafeSet, SafeWeakMap,
} = require('../boot/primordials');
const { CORE } = require('../core/caller');

/** A base class whose instances are the object it is given. */
class Given {
  constructor(object) {
    return object;
  }
}

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

/** Types whose nodes the runtime looks for by type, to give them the messages of others. */
const TRUSTED_TYPES = new SafeSet();
TRUSTED_TYPES.add('catch');
TRUSTED_TYPES.add('status');
TRUSTED_TYPES.add('complete');
TRUSTED_TYPES.add('link in');
TRUSTED_TYPES.add('global-config');

// Somebody else's object may inherit from a node (`Object.create(node)`).
function inherited(object) {
  for (let at = object; at !== null && at !== undefined; at = ObjectGetPrototypeOf(at)) {
    const record = recordOf(at);
    if (record !== undefined) return record;
  }
  return undefined;
}

function own(receiver, key, value) {
  ReflectDefineProperty(receiver, key, { __proto__: null, value, writable: true, enumerable: true, configurable: true });
}

// The same functions for all nodes, so that all nodes keep one shape.
const accessors = {
  get id() {
    return (recordOf(this) ?? inherited(this))?.id;
  },
  // Many nodes assign what they were given.
  set id(value) {
    if (recordOf(this) === undefined) own(this, 'id', value);
  },
  get type() {
    return (recordOf(this) ?? inherited(this))?.shownType;
  },
  set type(value) {
    const record = recordOf(this);
    if (record === undefined) own(this, 'type', value);
    else if (!TRUSTED_TYPES.has(value)) record.shownType = value;
  },
  get _flow() {
    return (recordOf(this) ?? inherited(this))?.facade;
  },
  set _flow(value) {
    if (recordOf(this) === undefined) own(this, '_flow', value);
  },
};

const ID = ObjectGetOwnPropertyDescriptor(accessors, 'id');
const TYPE = ObjectGetOwnPropertyDescriptor(accessors, 'type');
const FLOW = ObjectGetOwnPropertyDescriptor(accessors, '_flow');

function place(node, key, { get, set }, enumerable) {
  ObjectDefineProperty(node, key, { __proto__: null, get, set, enumerable, configurable: false });
}

/** Makes `node` the node of `record`; its id, type and flow are the record's from now on. */
function bind(node, record) {
  place(node, 'id', ID, true);
  place(node, 'type', TYPE, true);
  place(node, '_flow', FLOW, false);
  new Mark(node, record);
  record.node = node;
}

/** A node of core: it is only known whose it is. */
function markCore(node, { id, type }) {
  if (recordOf(node) === undefined) new Mark(node, { __proto__: null, principal: CORE, id, type, node });
}

/** Configurations handed to constructors of packages. */
const configs = new SafeWeakMap();
/** Constructors of packages that are running. */
const constructing = [];

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

module.exports = { begin, bind, current, end, markCore, recordFor, recordOf };
