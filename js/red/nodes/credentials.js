'use strict';
// While a node of a package is made, the runtime looks for the credentials of that node and of no other: setters of the package's
// own classes run in between and could say another id [R13]. In the subflow that a package brings along it chose the ids itself, by which
// the runtime looks for credentials as well: there are none for those.

const {
  ArrayIsArray, ArrayPrototypePush, MapPrototypeGet, MapPrototypeSet, ObjectGetOwnPropertyDescriptor, ObjectKeys, PromisePrototypeThen, PromiseReject, PromiseResolve, ReflectApply, RegExpPrototypeExec, SafeMap,
} = require('../../boot/primordials');
const { CORE } = require('../../core/caller');
const { refusal, report } = require('../../core/deny');
const { copyOf } = require('../areas/copies');
const { isOverflow } = require('../../core/overflow');
const { lasting } = require('../../core/stopped');
const { newestOf } = require('../messages/wires');
const { ownerOfType } = require('./access');

/** The node that is being made, or a subflow. `isWithin`: in the subflow of a package. */
let making;
lasting(() => making, (value) => { making = value; });
let stored = () => undefined;

/** Id -> type of what is being deployed under the id of a node of another type, which still runs: the credentials that are stored are not its own any more. */
let coming = new SafeMap();

/** What was deployed when core loaded credentials anew: whose they are is known when it has the flows that they were loaded for. Another project has flows of its own, as have files that somebody changed. */
let loaded;

function noteComing(config) {
  coming = new SafeMap();
  loaded = undefined;
  for (let i = 0; ArrayIsArray(config) && i < config.length; i++) {
    const { id, type } = config[i];
    const record = newestOf(id);
    if (record !== undefined && record.type !== type) MapPrototypeSet(coming, id, type);
  }
}

let runtime;

/** The configurations of all that is deployed. Core makes them anew whenever it gets other flows. */
function deployed() {
  const configs = [];
  try {
    runtime?.nodes?.eachNode?.((config) => { ArrayPrototypePush(configs, config); });
  } catch (error) {
    // There are no flows yet.
    if (isOverflow(error)) throw error;
  }
  return configs;
}

/** What is being deployed under an id, when that is something else than what runs there, or when nobody knows it yet. */
function comingAs(id) {
  if (loaded !== undefined) {
    const configs = deployed();
    if (configs[0] === loaded.before) return { __proto__: null, principal: CORE, type: 'unknown', id };
    noteComing(configs);
  }
  const type = MapPrototypeGet(coming, id);
  return type === undefined ? undefined : { __proto__: null, principal: ownerOfType(type), type: `${type}`, id };
}

/** `runtime/lib/nodes/credentials.js`. */
function credentialsModule(exports) {
  const { clean, get: original, load } = exports;
  exports.clean = function cleanCredentials(config) {
    noteComing(config);
    return ReflectApply(clean, this, [config]);
  };
  exports.load = function loadCredentials(given) {
    const begun = { __proto__: null, before: deployed()[0] };
    noteComing([]);
    loaded = begun;
    // Then there are none of others.
    return PromisePrototypeThen(PromiseResolve(ReflectApply(load, this, [given])), undefined, (error) => {
      if (loaded === begun) loaded = undefined;
      return PromiseReject(error);
    });
  };
  stored = (id) => ReflectApply(original, exports, [id]);
  exports.get = function getCredentials(id) {
    if (making === undefined || id === making.id || id === making.deployedAs) return making?.isLate ? making.had : ReflectApply(original, exports, [id]);
    if (!making.isWithin) throw refusal(making.principal, 'node:credentials:read', 'RED.nodes.createNode()', `${id}`);
    if (stored(id) !== undefined) report(making.principal, 'all', 'RED.nodes.registerSubflow()', `the credentials of ${id}`, undefined, CHOSEN);
    return undefined;
  };
}

const CHOSEN = 'what lies in the subflow of a package has no credentials of the id that it has there';

/**
 * `runtime/lib/api/flows.js`: editors say of which type a node is, and are told what the definition of that type calls no password. A type of somebody
 * else's would make texts of all of them: it is asked for the type that is deployed.
 */
function flowsApi(exports) {
  const { getNodeCredentials, init } = exports;
  exports.init = function initFlows(given) {
    runtime = given;
    return ReflectApply(init, this, [given]);
  };
  exports.getNodeCredentials = function get(options) {
    let asked = options;
    runtime?.nodes?.eachNode?.(({ id, type }) => {
      if (id === options?.id && type !== options.type) asked = { ...options, type };
    });
    return ReflectApply(getNodeCredentials, this, [asked]);
  };
}

/** Shorter ones are no secrets, and stand in too many places. */
const SHORTEST = 4;

function addTexts(secrets, credentials) {
  if (typeof credentials !== 'object' || credentials === null) return;
  const keys = ObjectKeys(credentials);
  for (let i = 0; i < keys.length; i++) {
    const value = ObjectGetOwnPropertyDescriptor(credentials, keys[i])?.value;
    if (typeof value === 'string' && value.length >= SHORTEST) ArrayPrototypePush(secrets, value);
  }
}

/**
 * Notes what core has just given a node as its credentials: with variables of the environment in the place of their names, and its own as long as it is there, whatever is stored under its id by then.
 */
function noteSecrets(record, node) {
  const secrets = [];
  addTexts(secrets, ObjectGetOwnPropertyDescriptor(node, 'credentials')?.value);
  addTexts(secrets, record.had);
  if (secrets.length > 0) record.secrets = secrets;
}

/** The texts among the credentials of the node of a record. */
function secretsOf(record) {
  const secrets = [];
  addTexts(secrets, stored(record.isWithin ? record.id : record.deployedAs ?? record.node?._alias ?? record.id));
  for (let i = 0; i < (record.secrets?.length ?? 0); i++) ArrayPrototypePush(secrets, record.secrets[i]);
  return secrets;
}

/** A text that core takes for the name of a variable, when it is all there is. */
const VARIABLE = /^\$(?:\((\S+)\)|\{(\S+)\})$/;

/** Names of variables that core would put in the place of texts in credentials when it makes the node [R7]. */
function variablesIn(value, names = [], depth = 0) {
  if (typeof value === 'string') {
    const found = RegExpPrototypeExec(VARIABLE, value);
    if (found !== null) ArrayPrototypePush(names, found[1] ?? found[2]);
  } else if (typeof value === 'object' && value !== null && depth < DEEPEST) {
    const keys = ObjectKeys(value);
    for (let i = 0; i < keys.length; i++) variablesIn(value[keys[i]], names, depth + 1);
  }
  return names;
}
/** Copies are no deeper. */
const DEEPEST = 80;

/** The credentials that are there for a node whose constructor is about to run. */
const hadBy = (id) => copyOf(stored(id), () => undefined);

/**
 * A node that its package makes after its constructor has returned. It has the credentials that were there for it before: those of what is about to be deployed under its id are stored while it still runs, and are somebody
 * else's when that is of another type.
 */
const asMade = ({ principal, id, deployedAs, isWithin, had }) => ({ __proto__: null, principal, id, deployedAs, isWithin, isLate: true, had: isWithin ? undefined : had });

/**
 * Runs `make` for the node of this record.
 * @param {{principal: number, id: any, deployedAs?: string, isWithin?: boolean, isLate?: boolean, had?: any}} record
 */
function attaching(record, make) {
  const before = making;
  making = record;
  try {
    return make();
  } finally {
    making = before;
  }
}

module.exports = { asMade, attaching, comingAs, credentialsModule, flowsApi, hadBy, noteSecrets, secretsOf, variablesIn };
