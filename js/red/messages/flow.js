'use strict';
// What a node of a package sees as `this._flow`, and what the runtime uses of it for this node: it sends, reports and logs as this
// node and no other, and only along the wires of the deployed flow [R9][R10].

const { MapPrototypeGet, MapPrototypeSet, ObjectFreeze, ObjectKeys, SafeMap, SafeWeakSet, String } = require('../../boot/primordials');
const { CORE } = require('../../core/caller');
const { lentBy } = require('../../core/handed');
const { contextFor } = require('../views/contexts');
const { forward, isQuiet } = require('./delivery');
const { recordOf } = require('../nodes/identity');
const { present, reveal } = require('../nodes/membrane');
const { sendsUnwired } = require('./provenance');
const { placeOf } = require('../nodes/surroundings');
const { hadWire, isReplaced, wirePort } = require('./wires');

const DEEPEST = 8;

/** Does this id stand anywhere in a configuration? */
function names(value, id, depth) {
  if (value === id) return true;
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return false;
  const keys = ObjectKeys(value);
  for (let i = 0; i < keys.length; i++) if (keys[i] !== 'wires' && names(value[keys[i]], id, depth + 1)) return true;
  return false;
}

const configOf = (flow, id) => flow?.nodes?.[id] ?? flow?.configs?.[id];

/** What the operator called a node; one that has no name may have given itself one. */
const nameOf = (record, own) => configOf(record.flow?.flow, record.id)?.name || own;

/** Does the deployed configuration of `user` name this configuration node? */
function uses(user, record) {
  const own = recordOf(user);
  const config = configOf((own.flow ?? user._flow)?.flow, own.id);
  return names(config, record.id, 0) || (record.alias !== undefined && names(config, record.alias, 0));
}

/** The nodes that use a configuration node, as it was told of them: those whose configuration says so, because its status will be theirs. */
function usersOf(users, record) {
  if (typeof users !== 'object' || users === null) return undefined;
  const result = {};
  const keys = ObjectKeys(users);
  for (let i = 0; i < keys.length; i++) {
    const user = reveal(users[keys[i]]);
    if (recordOf(user) !== undefined && uses(user, record)) result[keys[i]] = user;
  }
  return result;
}

/** A node as the runtime sees it when the node reports something: with its own id and type, whatever it calls itself. */
function reporter(record) {
  const { node } = record;
  const about = {
    id: record.id,
    type: record.type,
    name: nameOf(record, node.name),
    z: record.z,
    g: record.g,
    _alias: record.deployedAs,
    users: record.flow.id === 'global' ? usersOf(node.users, record) : undefined,
    warn: (text) => node.warn(text),
  };
  // The runtime hands it on to the flows of those who use a configuration node.
  if (about.users !== undefined) reporters.add(about);
  return about;
}
const reporters = new SafeWeakSet();

/** The output through which a node sends to that one; -1 when it does not. */
function outputTo(record, id, claimed) {
  const port = wirePort(record, id, claimed);
  // What a node that was closed had under way is not delivered, and no attack.
  if (port >= 0 || hadWire(record, id)) return port;
  const target = typeof id === 'string' ? recordOf(record.flow.getNode(id)) : undefined;
  return sendsUnwired(record, target ?? { principal: CORE, type: 'unknown', id: String(id) }) ? 0 : -1;
}

/** An event of the runtime with what a node asked to be sent, read once; undefined when there is no wire for it. */
function genuineEvent(record, { msg, source, destination, cloneMessage }) {
  const { id } = destination;
  const port = outputTo(record, id, source.port);
  if (port < 0) return undefined;
  return { msg, source: { id: record.id, node: record.node, port }, destination: { id, node: undefined }, cloneMessage: cloneMessage === true };
}

/** The same where nobody looks at events: the message itself goes on. */
function sendQuietly(record, { msg, source, destination, cloneMessage }) {
  const { id } = destination;
  if (outputTo(record, id, source.port) >= 0) forward(record, id, msg, cloneMessage === true);
}

const isReporter = (value) => typeof value === 'object' && value !== null && reporters.has(value);

const ofPackage = (record) => (record?.principal === CORE ? undefined : record);

/** As Node-RED's log numbers them. */
const LEVELS = { __proto__: null, error: 20, info: 40, debug: 50, trace: 60 };

/** principal -> a function of its own that asks a flow or a group. */
const askers = new SafeMap();

/** In the end a setting is a variable of the environment, which the package asks for, also when the language calls a method of its flow and nobody is on the stack. */
function settingOf(principal, where, name) {
  let ask = MapPrototypeGet(askers, principal);
  if (ask === undefined) {
    ask = lentBy((place, key) => place.getSetting(key), principal);
    MapPrototypeSet(askers, principal, ask);
  }
  return ask(where, name);
}

class NodeFlow {
  #record;

  constructor(record) {
    this.#record = record;
    ObjectFreeze(this);
  }

  /**
   * The record of a node of a package, and undefined for anything else: what `recordOf` tells, quicker where there are nodes of many kinds. Such a node
   * keeps its `_flow` for good (`bind` in js/red/nodes/identity.js), so what has another one is not one.
   */
  static recordOf(node) {
    const flow = node._flow;
    if (typeof flow !== 'object' || flow === null) return ofPackage(recordOf(node));
    if (!(#record in flow)) return undefined;
    const record = flow.#record;
    return record.node === node ? record : ofPackage(recordOf(node));
  }

  /** What a package gets of somebody's flow: its own is itself, of that of others where it is. Undefined for what is none. */
  static shownTo(principal, value) {
    if (!(#record in value)) return undefined;
    return value.#record.principal === principal ? value : placeOf(value.#record.flow);
  }

  // A report about this node, or one that a configuration node passes on to its users: core hands on what stands for one of a package's (`reporter`), or its own. Another node itself comes from its package, which tells of
  // its own ones only, by what they are.
  #reporters(node) {
    const record = this.#record;
    const whose = recordOf(node);
    if (whose === record || (whose === undefined && !isReporter(node))) return { about: reporter(record), by: undefined };
    if (whose === undefined || whose.principal === CORE) return { about: node, by: reporter(record) };
    return { about: reporter(whose.principal !== record.principal || isReplaced(whose) ? record : whose), by: reporter(record) };
  }

  get TYPE() { return this.#record.flow.TYPE; }
  get id() { return this.#record.flow.id; }
  get path() { return this.#record.flow.path; }
  get isGlobalFlow() { return this.#record.flow.isGlobalFlow; }
  get context() { return contextFor(this.#record.principal, this.#record.flow.context); }

  get flow() {
    const { id, type, label, disabled } = this.#record.flow.flow;
    return ObjectFreeze({ id, type, label, disabled });
  }

  get subflowDef() {
    const definition = this.#record.flow.subflowDef;
    return definition === undefined ? undefined : ObjectFreeze({ id: definition.id, type: definition.type, name: definition.name });
  }

  get subflowInstance() {
    const instance = this.#record.flow.subflowInstance;
    return instance === undefined ? undefined : ObjectFreeze({ id: instance.id, type: instance.type, name: instance.name, z: instance.z });
  }

  /** Delivers messages along this node's wires; what has no wire in the deployed flow is reported and goes nowhere. */
  send(events) {
    const record = this.#record;
    if (isQuiet(record.flow)) {
      for (let i = 0; i < events.length; i++) sendQuietly(record, events[i]);
      return;
    }
    const genuine = [];
    let count = 0;
    for (let i = 0; i < events.length; i++) {
      const event = genuineEvent(record, events[i]);
      if (event !== undefined) genuine[count++] = event;
    }
    if (count > 0) record.flow.send(genuine);
  }

  // What somebody else's node has taken the place of reports nothing under the id that both have.
  handleStatus(node, status, reporting, mute) {
    if (isReplaced(this.#record)) return false;
    const { about, by } = this.#reporters(node);
    return this.#record.flow.handleStatus(about, status, by, about === node || mute);
  }

  handleError(node, error, msg) {
    if (isReplaced(this.#record)) return false;
    const { about, by } = this.#reporters(node);
    return this.#record.flow.handleError(about, error, msg, by);
  }

  handleComplete(node, msg) {
    const { flow, id } = this.#record;
    // Nearly always nobody listens.
    return flow.completeNodeMap?.[id] === undefined || isReplaced(this.#record) ? undefined : flow.handleComplete(reporter(this.#record), msg);
  }

  log(entry) {
    const { id, type, z, deployedAs, flow } = this.#record;
    if (isReplaced(this.#record)) {
      flow.log({ level: entry.level, msg: entry.msg });
      return;
    }
    const line = { level: entry.level, id, type, msg: entry.msg };
    if (deployedAs !== undefined) line._alias = deployedAs;
    if (z) line.z = z;
    const name = nameOf(this.#record, entry.name);
    if (name) line.name = name;
    flow.log(line);
  }

  // The runtime's own say it in the name of the flow.
  trace(msg) { this.log({ level: LEVELS.trace, msg }); }
  debug(msg) { this.log({ level: LEVELS.debug, msg }); }
  info(msg) { this.log({ level: LEVELS.info, msg }); }
  error(msg) { this.log({ level: LEVELS.error, msg }); }

  getNode(id) {
    const { principal, flow } = this.#record;
    return present(principal, flow.getNode(id));
  }

  getSetting(name) { return settingOf(this.#record.principal, this.#record.flow, name); }

  getContext(scope) { return contextFor(this.#record.principal, this.#record.flow.getContext(scope)); }

  // The groups that the node lies in, whichever it says: they have variables, and secrets among them, for their nodes.
  getGroupNode(id) {
    const { flow, g, principal } = this.#record;
    let group = g === undefined ? undefined : flow.getGroupNode(g);
    while (group !== undefined && group.id !== id) group = group.g === undefined ? undefined : flow.getGroupNode(group.g);
    if (group === undefined) return undefined;
    return ObjectFreeze({
      TYPE: 'group', id: group.id, name: group.name, getSetting: (name) => settingOf(principal, group, name), getContext: (scope) => contextFor(principal, group.getContext(scope)),
    });
  }
}
delete NodeFlow.prototype.constructor;
ObjectFreeze(NodeFlow.prototype);

module.exports = { NodeFlow, nameOf, ofPackage, packageRecordOf: NodeFlow.recordOf, shownFlow: NodeFlow.shownTo };
