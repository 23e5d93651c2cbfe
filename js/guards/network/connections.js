'use strict';
// The connections that agents make. An agent connects when it likes, for a request that waited for its turn too, and its own
// options count more than the request's: what is judged is the connection that is really made.

const {
  ArrayIsArray, Number, ReflectApply, ReflectOwnKeys, String,
} = require('../../boot/primordials');
const { copy, loadReal, process } = require('../../boot/builtins');
const { snapshotOptions } = require('../../core/args');
const { CORE } = require('../../core/caller');
const { conceal } = require('../../core/conceal');
const { verdict } = require('../../core/decide');
const { replaceMember } = require('../../core/harden');
const { speak } = require('./connect');
const { toHost } = require('./destination');
const { NOT, currentRequest, judgedOf, makerOf, making, modules, partiesOf } = require('./owners');
const { HTTP, TCP, authority, lacking, scripts } = require('./target');
const { addFunctions } = require('./tls-defaults');
const { Scope, actingFor, currentScope, opened } = require('./vouch');
const { placeFor } = require('./wire');

const { _normalizeArgs: normalize, connect } = copy(loadReal('net'));
const { nextTick } = process;

/** Scripts of Node that have agents connect. */
const NODES = ['node:_http_agent', 'node:_http_client', 'node:https', 'node:internal/http'];

const NOWHERE = [];

/** The options of `createConnection`, read once. `https` has a spelling of its own: (port, host, options). */
function readConnection(args) {
  const isList = typeof args[0] === 'object' && args[0] !== null;
  const options = snapshotOptions(isList ? args[0] : normalize(args)[0]);
  for (let i = 1; !isList && i < 3; i++) {
    if (typeof args[i] === 'object' && args[i] !== null && !ArrayIsArray(args[i])) addMissing(options, snapshotOptions(args[i]));
  }
  const last = args[args.length - 1];
  return { options, callback: typeof last === 'function' ? last : undefined };
}

function addMissing(target, source) {
  const keys = ReflectOwnKeys(source);
  for (let i = 0; i < keys.length; i++) if (target[keys[i]] === undefined) target[keys[i]] = source[keys[i]];
}

/** Where the connection goes, as primitives in `options`; undefined when it goes over a socket that is given. */
function destinationOf(options, secure) {
  if (secure && options.socket) return undefined;
  const path = options.path || options.socketPath;
  if (path) {
    options.path = String(path);
    return { path: options.path, host: undefined, port: undefined, origin: undefined };
  }
  const host = toHost(options.host || 'localhost', '"options.host" property');
  const port = typeof options.port === 'object' ? NaN : Number(options.port);
  options.host = host;
  options.port = port;
  return { path: undefined, host, port, origin: `${secure ? 'https' : 'http'}://${authority(host, port)}/` };
}

/** What must be allowed for it: the URL of the request it is made for, or else the whole server. */
function askFor(destination, secure) {
  if (destination.path !== undefined) return { capability: TCP, resource: `unix:${destination.path}` };
  const request = currentRequest();
  const isSame = request !== undefined && request.host === destination.host && request.port === destination.port && request.secure === secure;
  return isSame ? request : { capability: HTTP, resource: destination.origin };
}

class Plan {
  constructor(places, lacks) {
    this.places = places;
    this.lacks = lacks;
    this.args = undefined;
  }
}

/** A connection as one of the parties is allowed to make it, or what is lacking. */
function judgeFor(parties, destination, secure) {
  const ask = askFor(destination, secure);
  // Local sockets are judged where all sockets are.
  if (destination.path !== undefined) return new Plan([]);
  for (let i = 0; i < parties.length; i++) if (lacking(parties[i], [ask]) !== undefined) return new Plan([], ask);
  const { host, port } = destination;
  const { capability, resource } = ask;
  return new Plan([placeFor({ principal: parties[0], secure, host, port, capability, resource })]);
}

/**
 * The only connection of an agent that was made for one request, which was judged: it goes where that goes, or to a local socket, which is judged where all are.
 * Plain ones skip the agent's own function, which calls `net.connect`: that is guarded for everybody.
 */
function makeFirst(agent, original, secure, principal, args) {
  const before = opened.scope;
  const request = currentRequest();
  opened.scope = new Scope(principal, request.resource === undefined ? [] : [placeFor(request)]);
  try {
    if (secure) {
      addFunctions(principal, args[0]);
      return ReflectApply(original, agent, args);
    }
    speak(args[0], principal, opened.scope);
    return ReflectApply(connect, undefined, args);
  } finally {
    opened.scope = before;
  }
}

/** The guard of `createConnection` of an agent's prototype. */
function guardCreateConnection(original, secure) {
  const nodes = scripts(NODES);
  const api = `${secure ? 'https' : 'http'}.Agent.createConnection()`;
  const holder = {
    createConnection(...args) {
      const maker = makerOf(this);
      if (maker !== undefined && typeof args[0] === 'object' && args[0] !== null) return makeFirst(this, original, secure, maker, args);
      const parties = partiesOf(this, nodes);
      if (parties.length === 0) return actingFor(CORE, NOWHERE, () => ReflectApply(original, this, args));
      let plan;
      let callback;
      const error = verdict(() => {
        const read = readConnection(args);
        ({ callback } = read);
        const destination = destinationOf(read.options, secure);
        plan = destination === undefined ? new Plan([]) : judgeFor(parties, destination, secure);
        if (secure && parties.length === 1 && plan.lacks === undefined) addFunctions(parties[0], read.options);
        plan.args = callback === undefined ? [read.options] : [read.options, callback];
        return plan.lacks;
      }, parties[0], args, api, this);
      if (error === undefined) {
        const before = opened.scope;
        opened.scope = new Scope(parties[0], plan.places);
        try {
          // `tls` makes options of its own.
          if (!secure) speak(plan.args[0], parties[0], currentScope());
          return ReflectApply(original, this, plan.args);
        } finally {
          opened.scope = before;
        }
      }
      if (callback === undefined) throw error;
      ReflectApply(nextTick, process, [callback, error]);
      return undefined;
    },
  };
  return conceal(holder.createConnection, original);
}

/** `createSocket(request, …)` of an agent's prototype: from here on it is known for which request a socket is made. */
function guardCreateSocket(original) {
  const holder = {
    createSocket(...args) {
      const request = judgedOf(args[0]);
      const { judged, asks } = making;
      making.judged = request;
      making.asks = NOT;
      try {
        return ReflectApply(original, this, args);
      } finally {
        making.judged = judged;
        making.asks = asks;
      }
    },
  };
  return conceal(holder.createSocket, original);
}

const installed = { __proto__: null, http: false, https: false };

/** Puts the guards on the shared prototype, before any of the modules that export it is locked. */
function install(kind) {
  if (installed[kind]) return;
  installed[kind] = true;
  const { prototype } = modules[kind].Agent;
  replaceMember(prototype, 'createConnection', guardCreateConnection(prototype.createConnection, kind === 'https'));
  if (kind === 'http') replaceMember(prototype, 'createSocket', guardCreateSocket(prototype.createSocket));
}

module.exports = { install };
