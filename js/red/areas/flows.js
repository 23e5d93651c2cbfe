'use strict';
// The deployed flows and what is stored, for packages that hold `flows:*` and `storage:*`. Credentials are no part of either: they are
// neither shown nor taken, and a new configuration does not move them to a node of another type [R7][R13].

const { ArrayIsArray, ObjectKeys, ReflectApply, StringPrototypeLastIndexOf, StringPrototypeSlice, TypeError } = require('../../boot/primordials');
const { CORE } = require('../../core/caller');
const { isOverflow } = require('../../core/overflow');
const { mayNode, nodeOf, nodeRefusal, ownerOfType } = require('../nodes/access');
const { asking, lacksNode, named, outside } = require('./asking');
const { copyOf } = require('./copies');
const { PASS, REFUSED } = require('../facade');

/** A copy of configurations without the credentials in them. */
function bare(value) {
  const copy = copyOf(value, () => undefined);
  strip(copy);
  return copy;
}

function strip(value) {
  if (typeof value !== 'object' || value === null) return;
  const keys = ObjectKeys(value);
  for (let i = 0; i < keys.length; i++) {
    const item = value[keys[i]];
    if (keys[i] === 'credentials' && typeof item === 'object') delete value[keys[i]];
    else strip(item);
  }
}

/** The type under which the node of this id runs. */
function deployedType(real, id) {
  let found;
  real.nodes.eachNode((config) => {
    if (config.id === id) found = config.type;
  });
  return found;
}

const hasCredentials = (real, id) => ReflectApply(real.nodes.getCredentials, real.nodes, [id]) !== undefined;

/**
 * What is wrong with configurations that a package wants to be deployed: it sets credentials of others, or gives a node of its own choice the
 * id of one that has credentials.
 */
function forged(ctx, value, api) {
  if (typeof value !== 'object' || value === null) return undefined;
  if (!ArrayIsArray(value) && value.id !== undefined && value.type !== undefined) {
    const error = forgedNode(ctx, filed(value.id), filed(value.type), value.credentials, api);
    if (error !== undefined) return error;
  }
  const keys = ObjectKeys(value);
  for (let i = 0; i < keys.length; i++) {
    const error = forged(ctx, value[keys[i]], api);
    if (error !== undefined) return error;
  }
  return undefined;
}

/** The text under which core finds it: a list of one id is found as that. */
function filed(value) {
  try {
    return `${value}`;
  } catch (error) {
    if (isOverflow(error)) throw error;
    return ''; // core makes no text of it either
  }
}

function forgedNode(ctx, id, type, credentials, api) {
  const { principal, real } = ctx;
  if (typeof credentials === 'object' && credentials !== null) {
    const node = { __proto__: null, principal: ownerOfType(type), type, id };
    if (!mayNode(principal, 'node:credentials:write', node)) return nodeRefusal(principal, 'node:credentials:write', api, node);
  }
  if (deployedType(real, id) === type || !hasCredentials(real, id)) return undefined;
  const node = nodeOf(real, id);
  return mayNode(principal, 'node:credentials:read', node) ? undefined : nodeRefusal(principal, 'node:credentials:read', api, node);
}

const configurations = (ctx, args, api) => forged(ctx, args, api);

/** A flow that takes the place of one has no type of its own, and may bring secrets for its variables. */
function changedFlow(ctx, id, flow, api) {
  const error = forged(ctx, flow, api);
  if (error !== undefined || typeof flow?.credentials !== 'object' || flow.credentials === null) return error;
  const tab = { __proto__: null, principal: CORE, type: 'tab', id: filed(id) };
  return mayNode(ctx.principal, 'node:credentials:write', tab) ? undefined : nodeRefusal(ctx.principal, 'node:credentials:write', api, tab);
}
const first = (args) => [args[0]];
const READ = { shown: bare };
const WRITE = { check: configurations };

/** `runtime/lib/nodes`: in this process. */
const running = {
  __proto__: null,
  getFlows: asking('flows:read', READ),
  getFlow: asking('flows:read', READ),
  // Credentials beside the flows, and the name of who did it, are not taken.
  setFlows: asking('flows:write', { ...WRITE, given: (args) => [args[0], typeof args[1] === 'string' ? args[1] : args[2]] }),
  loadFlows: asking('flows:write', { given: (args) => [args[0] === true] }),
  addFlow: asking('flows:write', { ...WRITE, given: first }),
  updateFlow: asking('flows:write', { check: (ctx, args, api) => changedFlow(ctx, args[0], args[1], api), given: (args) => [args[0], args[1]] }),
  removeFlow: asking('flows:delete', { given: first }),
  startFlows: asking('flows:start', { given: first }),
  stopFlows: asking('flows:stop', { given: first }),
};

const rejects = true;

/** What the API of the runtime deploys: the credentials of the nodes stay as they are. */
function withoutCredentials(args, ctx, api) {
  const options = named(args, ctx, api)[0];
  if (typeof options.flows === 'object' && options.flows !== null && !ArrayIsArray(options.flows)) delete options.flows.credentials;
  return [options];
}

/** `setState` both starts and stops. */
const stateOf = (ctx, real, key, api) => {
  const start = asking('flows:start', { given: named, rejects })(ctx, real, key, api);
  const stop = asking('flows:stop', { given: named, rejects })(ctx, real, key, api);
  return (options) => {
    const state = `${options?.state}`;
    return state === 'stop' ? stop({ state }) : start({ state });
  };
};

/** `runtime.flows`. */
const flows = {
  __proto__: null,
  init: REFUSED,
  getFlows: asking('flows:read', { ...READ, given: named, rejects }),
  getFlow: asking('flows:read', { ...READ, given: named, rejects }),
  getState: asking('flows:read', { given: named, rejects }),
  setFlows: asking('flows:write', { check: (ctx, args, api) => forged(ctx, args[0]?.flows?.flows, api), given: withoutCredentials, rejects }),
  addFlow: asking('flows:write', { ...WRITE, given: named, rejects }),
  updateFlow: asking('flows:write', { check: (ctx, args, api) => changedFlow(ctx, args[0]?.id, args[0]?.flow, api), given: named, rejects }),
  deleteFlow: asking('flows:delete', { given: named, rejects }),
  setState: stateOf,
  getNodeCredentials: asking(undefined, {
    check: (ctx, args, api) => lacksNode(ctx, 'node:credentials:read', args[0]?.id, api),
    // By another type than its own, a password would be text.
    given: (args, ctx, api) => named([{ ...args[0], type: nodeOf(ctx.real, `${args[0]?.id}`).type }], ctx, api),
    rejects,
  }),
};

const inLibrary = (...at) => (ctx, args, api) => {
  const names = [];
  for (let i = 0; i < at.length; i++) names[i] = args[at[i]];
  return outside(ctx, names, api);
};

const saved = (ctx, args, api) => (ArrayIsArray(args[0]?.flows) ? forged(ctx, args[0].flows, api) : new TypeError('saveFlows: a list of flows is needed'));

/** `runtime.storage`. */
const storage = {
  __proto__: null,
  init: REFUSED,
  getFlows: asking('storage:read', { ...READ, rejects }),
  saveFlows: asking('storage:write', { check: saved, given: (args) => [{ flows: args[0].flows }], rejects }),
  saveCredentials: REFUSED,
  // Among them the key of the credentials, and the tokens of everybody who is logged in.
  getSettings: REFUSED,
  saveSettings: REFUSED,
  getSessions: REFUSED,
  saveSessions: REFUSED,
  getLibraryEntry: asking('storage:read', { check: inLibrary(0, 1), rejects }),
  saveLibraryEntry: asking('storage:write', { check: inLibrary(0, 1), rejects }),
  getAllFlows: asking('storage:read', { rejects }),
  getFlow: asking('storage:read', { check: inLibrary(0), rejects }),
  saveFlow: asking('storage:write', { check: inLibrary(0), rejects }),
};

const entry = (ctx, args, api) => outside(ctx, [args[0]?.type, args[0]?.path], api);

/** `runtime.library`. */
const library = {
  __proto__: null,
  init: REFUSED,
  getEntry: asking('storage:read', { check: entry, given: named, rejects }),
  saveEntry: asking('storage:write', { check: entry, given: named, rejects }),
};

/** Whose context an id is of that is no flow's. Core keeps that of a node under its id and that of its flow, as one text. */
function holderOf(real, id) {
  for (let end = id.length; end > 0; end = StringPrototypeLastIndexOf(id, ':', end - 1)) {
    const node = nodeOf(real, StringPrototypeSlice(id, 0, end));
    if (node.type !== UNKNOWN_TYPE) return node;
  }
  return { __proto__: null, principal: CORE, type: UNKNOWN_TYPE, id };
}
/** Of what is not there. */
const UNKNOWN_TYPE = 'unknown';

/** `runtime.context`: what flows share is everyone's, what is a node's own is judged as that node's. */
const contextOf = (capability) => asking(undefined, {
  check(ctx, args, api) {
    const options = args[0];
    if (options?.scope === 'global') return undefined;
    const id = `${options?.id}`;
    if (nodeOf(ctx.real, id).type === 'tab') return undefined;
    const node = holderOf(ctx.real, id);
    return mayNode(ctx.principal, capability, node) ? undefined : nodeRefusal(ctx.principal, capability, api, node);
  },
  given: named,
  rejects,
});

const context = { __proto__: null, init: REFUSED, getValue: contextOf('node:context:read'), delete: contextOf('node:context:write') };

const state = { __proto__: null, isStarted: PASS, version: PASS };

module.exports = { context, flows, library, running, state, storage };
