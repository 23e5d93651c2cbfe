'use strict';
// `http.request`, `get` and `ClientRequest`, and the same of `https`: the URL is judged before the request is made, the
// connection when it is made (connections.js).

const { ReflectApply, ReflectConstruct, TypeError } = require('../../boot/primordials');
const { CORE } = require('../../core/caller');
const { verdict } = require('../../core/decide');
const { put } = require('../../core/lists');
const { isFree, noSuchHost } = require('./destination');
const { fixTarget, readArguments } = require('./options');
const { NOT, agentRow, askingAs, askingAsCore, globalAgent, isPlain, making, modules, noteRequest, withFewOptions } = require('./owners');
const { refuseGet, refuseRequest } = require('./refused-request');
const { TCP, answerFor } = require('./target');
const { Scope, opened } = require('./vouch');
const { placeFor } = require('./wire');

/**
 * Settles which agent makes the connection, as Node does: Node's own default would be one that everyone shares.
 * @returns {object|undefined} undefined: `createConnection` of the options does
 */
function settleAgent(options, principal, kind) {
  const usual = kind === 'http' && options._defaultAgent ? options._defaultAgent : globalAgent(principal, kind);
  options._defaultAgent = usual;
  if (options.agent === false) {
    const made = usual.protocol === 'https:' ? 'https' : 'http';
    const { Agent } = modules[made];
    options.agent = withFewOptions(agentRow.construct(Agent, [], Agent, principal), made);
  } else if ((options.agent === null || options.agent === undefined) && typeof options.createConnection !== 'function') {
    options.agent = usual;
  }
  return options.agent ?? undefined;
}

/** Elements that are there already need not be defined, which takes ten times as long. */
function setArguments(args, options, callback) {
  if (args.length > 0) args[0] = options;
  else put(args, 0, options);
  if (callback === undefined) args.length = 1;
  else if (args.length > 1) args[1] = callback;
  else put(args, 1, callback);
  if (args.length > 2) args.length = 2;
}

/** See owners.js. Objects of classes are small ones to V8, literals without a prototype tables. */
class Judged {
  constructor(principal, { secure, host, port }, { capability, resource }, fresh) {
    this.principal = principal;
    this.secure = secure;
    this.host = host;
    this.port = port;
    this.capability = capability;
    this.resource = resource;
    this.fresh = fresh;
  }
}

const LOCAL = { __proto__: null, capability: TCP, resource: undefined };

/** What was judged last: it is made at once, or refused. */
let judgedNow;

/** Node's client sends no such path: its own error. */
function unescaped() {
  const error = new TypeError('Request path contains unescaped characters');
  error.code = 'ERR_UNESCAPED_CHARACTERS';
  return error;
}

/**
 * The judge of a row; it leaves `[options, callback]` in the arguments.
 * @param {boolean} isHidden nobody gets at the request before it is made: `this` of a class that extends Node's can have members of its own
 */
function judgeOf(kind, isHidden) {
  return (principal, args) => {
    const { options, callback } = readArguments(args);
    setArguments(args, options, callback);
    const isFresh = isHidden && options.agent === false;
    const agent = settleAgent(options, principal, kind);
    const target = fixTarget(options, (agent ?? options._defaultAgent).protocol, agent?.defaultPort);
    target.principal = principal;
    // Local sockets are judged where all sockets are.
    const answer = options.socketPath ? undefined : answerFor(target, unescaped);
    judgedNow = new Judged(principal, target, answer === undefined ? LOCAL : answer.asks[0], isFresh ? agent : undefined);
    if (answer === undefined || answer.refused === undefined) return undefined;
    const error = noSuchHost(principal, answer.refused.capability, target.host);
    if (error !== undefined) throw error;
    return answer.refused;
  };
}

/**
 * Makes the request with `call(a, b, c)`. What connects for it meanwhile, Node's agent or a `createConnection` of the package, may connect
 * there. One function, for the stack is looked at from inside.
 */
function make(call, a, b, c) {
  const judged = judgedNow;
  const places = judged.resource === undefined ? [] : [placeFor(judged)];
  const { scope } = opened;
  const { judged: before, asks } = making;
  opened.scope = new Scope(judged.principal, places);
  making.judged = judged;
  making.asks = NOT;
  let request;
  try {
    request = call(a, b, c);
  } finally {
    making.judged = before;
    making.asks = asks;
    opened.scope = scope;
  }
  noteRequest(request, judged);
  return request;
}

const applyTo = (Original, self, args) => ReflectApply(Original, self, args) ?? self;
const applySecurely = (original, self, args) => askingAs(judgedNow.principal, original, self, args);
const runs = {
  __proto__: null,
  http: (original, self, args) => make(ReflectApply, original, self, args),
  https: (original, self, args) => make(applySecurely, original, self, args),
};

/** What core asks for as text, in the form in which Node's client takes it further. */
function readText(args) {
  const { options, callback } = readArguments(args);
  return callback === undefined ? [options] : [options, callback];
}

/** Core's own requests are judged when the whole process is bounded [C6]. */
function coreOf(judge, refuse, api) {
  return (original, self, args) => {
    if (isFree(CORE)) return isPlain(args) ? askingAsCore(original, self, readText(args), true) : askingAsCore(original, self, args, false);
    const error = verdict(judge, CORE, args, api, self);
    return error === undefined ? askingAsCore(original, self, args, false) : refuse(error, args);
  };
}

/** Rows of `request` and `get`. */
function rowsFor(kind) {
  const judge = judgeOf(kind, true);
  const run = runs[kind];
  return {
    __proto__: null,
    request: { judge, run, refuse: refuseRequest, core: coreOf(judge, refuseRequest, `${kind}.request()`) },
    get: { judge, run, refuse: refuseGet, core: coreOf(judge, refuseGet, `${kind}.get()`) },
  };
}

/** Row of `ClientRequest`. */
const requestRow = {
  __proto__: null,
  called: 'ClientRequest',
  judge: judgeOf('http', false),
  refuse: refuseRequest,
  construct: (Original, args, target, principal, trusted) => (trusted ? ReflectConstruct(Original, args, target) : make(ReflectConstruct, Original, args, target)),
  callable: (Original, self, args, principal, trusted) => (trusted ? ReflectApply(Original, self, args) : make(applyTo, Original, self, args)),
};

module.exports = { requestRow, rowsFor };
