'use strict';
// What carries out the requests of `fetch`, `WebSocket` and `EventSource`: dispatchers of the HTTP client in Node.js. Node has
// one for everybody, on the global object. Here core and every package have one of their own, which no package can reach, and
// in front of it one that judges every request: those that follow a redirect too.

const {
  ArrayIsArray, ArrayPrototypePush, MapPrototypeClear, MapPrototypeGet, MapPrototypeSet, Number, ObjectDefineProperty, ObjectFreeze, ObjectGetOwnPropertyDescriptor, ReflectApply, ReflectConstruct, ReflectGet, RegExpPrototypeExec,
  SafeMap, SafeSet, String, SymbolFor, SymbolIterator, URL, globalThis,
} = require('../../boot/primordials');
const { snapshotOptions, unjudgeable } = require('../../core/args');
const { INTERNAL, callerOf } = require('../../core/caller');
const { verdict } = require('../../core/decide');
const { closeFunctions } = require('../../core/harden');
const { willBind } = require('../../core/handed');
const { needRoom } = require('../../core/room');
const { lasting } = require('../../core/stopped');
const { boundary } = require('../../core/boundary');
const { connectorFor, noteAsked } = require('./connector');
const { headerOf } = require('./options');
const { answerFor, isWebSocket } = require('./target');

const TOKENS = /^[A-Za-z0-9!#$%&'*+.^_`|~/, -]+$/;

/** Where Node.js and every copy of undici look for the one of the process. */
const NAMES = [SymbolFor('undici.globalDispatcher.1'), SymbolFor('undici.globalDispatcher.2')];

/** The class of Node's own dispatcher. */
let Agent;
/** Principal -> Node's dispatcher that connects in its name. */
const agents = new SafeMap();
/** Principal -> what it put in the place of the global one. */
const replaced = new SafeMap();

/** Principals whose own one is at work: what it hands on, to the global one that it stands for, goes to Node's. */
const entered = new SafeSet();

function replacementOf(principal) {
  const own = replaced.get(principal);
  if (own === undefined || entered.has(principal)) return undefined;
  const holder = {
    dispatch(options, handler) {
      entered.add(principal);
      try {
        return own.dispatch(options, handler);
      } finally {
        entered.delete(principal);
      }
    },
    isMockActive: own.isMockActive,
  };
  return holder;
}

function agentOf(principal) {
  let agent = agents.get(principal);
  if (agent === undefined) {
    ensure();
    if (Agent === undefined) throw unjudgeable('a request before the HTTP client of Node.js is there');
    agent = ReflectConstruct(Agent, [{ connect: connectorFor(principal) }]);
    agents.set(principal, agent);
  }
  return agent;
}

/** Headers in every form that dispatchers take, as one that answers once. */
function readHeaders(headers) {
  if (typeof headers !== 'object' || headers === null || ArrayIsArray(headers) || typeof headers[SymbolIterator] !== 'function') return headers;
  const flat = [];
  const iterator = headers[SymbolIterator]();
  const { next } = iterator;
  for (;;) {
    const step = ReflectApply(next, iterator, []);
    if (step.done) break;
    const { 0: name, 1: value } = step.value;
    ArrayPrototypePush(flat, String(name), ArrayIsArray(value) ? value : String(value));
  }
  return flat;
}

/** What the text of an origin means. */
class Origin {
  constructor(given) {
    const { hostname, origin, port, protocol } = new URL(given);
    this.text = origin;
    this.secure = protocol === 'https:';
    this.host = hostname;
    this.port = Number(port) || (this.secure ? 443 : 80);
  }
}

/** Text -> origin, of those that were asked for last. */
const origins = new SafeMap();
const MANY = 256;
const LONGEST = 300;

function originOf(given) {
  let origin = MapPrototypeGet(origins, given);
  if (origin === undefined) {
    origin = new Origin(given);
    if (origins.size >= MANY) MapPrototypeClear(origins);
    if (given.length <= LONGEST) MapPrototypeSet(origins, given, origin);
  }
  return origin;
}

/** What a request asks for, see asksOf() in target.js. */
class Target {
  constructor(principal, { secure, host, port }, { method, path, headers, upgrade }) {
    this.principal = principal;
    this.secure = secure;
    this.host = host;
    this.port = port;
    this.method = typeof method === 'string' ? method : 'GET';
    this.path = path;
    this.named = headerOf(headers, 'host');
    this.upgrade = isWebSocket(upgrade) || isWebSocket(headerOf(headers, 'upgrade'));
  }
}

function readTarget(options, principal) {
  const origin = originOf(typeof options.origin === 'string' ? options.origin : `${options.origin}`);
  options.origin = origin.text;
  options.path = String(options.path ?? '/');
  options.headers = readHeaders(options.headers);
  // Node's client writes it as it is.
  if (options.upgrade && (typeof options.upgrade !== 'string' || RegExpPrototypeExec(TOKENS, options.upgrade) === null)) throw unjudgeable('an upgrade that is no name of a protocol');
  return new Target(principal, origin, options);
}

/** Node's function that makes of a handler of older copies of undici one that its own client takes, where that is another kind. */
let wrapOlder;

function fit(options, handler) {
  if (wrapOlder === undefined || typeof handler !== 'object' || handler === null || typeof handler.onRequestStart === 'function') return handler;
  options.allowH2 = false;
  return wrapOlder(handler);
}

/**
 * A dispatcher that judges.
 * @param {() => number} who in whose name
 * @param {(principal: number) => object} next who carries it out
 * @param {string} api
 * @param {boolean} [isNodes] only Node's own client has this dispatcher, and hands it what it made for the request
 */
function judging(who, next, api, isNodes = false) {
  const holder = {
    dispatch(options, handler) {
      const principal = who();
      const own = snapshotOptions(options);
      // Redirects are followed by whoever asks, through here.
      if (own.maxRedirections !== undefined) own.maxRedirections = 0;
      const error = verdict(() => {
        const target = readTarget(own, principal);
        const { asks, refused } = answerFor(target);
        if (refused === undefined) noteAsked(principal, target, asks[0]);
        return refused;
      }, principal, undefined, api, this);
      if (error !== undefined) throw error;
      if (isNodes && typeof handler.onError === 'function') willBind(handler, handler.onError);
      const dispatcher = next(principal);
      return ReflectApply(dispatcher.dispatch, dispatcher, [own, dispatcher === agents.get(principal) ? fit(own, handler) : handler]);
    },
    /** It belongs to the process, which goes on. */
    async close() {},
    async destroy() {},
  };
  return holder;
}

/** Principal -> its judging dispatcher. */
const defaults = new SafeMap();

/**
 * The dispatcher for a request of `principal`.
 * @param {object} [given] a dispatcher of the package's own (of its own copy of undici): it connects in the package's name
 */
function dispatcherFor(principal, given, api = 'fetch()') {
  const own = given ?? replacementOf(principal);
  if (own !== undefined && own !== null) {
    const made = judging(() => principal, () => own, api);
    made.isMockActive = ReflectGet(own, 'isMockActive');
    return made;
  }
  let made = defaults.get(principal);
  if (made === undefined) {
    made = ObjectFreeze(judging(() => principal, agentOf, api, true));
    defaults.set(principal, made);
  }
  return made;
}

/** What stands on the global object: it works for whoever calls it, in the caller's name. */
const shared = ObjectFreeze(judging(() => callerOf(0), (principal) => replacementOf(principal) ?? agentOf(principal), 'undici.Dispatcher.dispatch()'));
closeFunctions(shared);

/** A package puts another dispatcher in the place of the global one: for itself. @returns {boolean} was that what it did? */
function defineGlobal(name, descriptor) {
  if (name !== NAMES[0] && name !== NAMES[1]) return false;
  if (isLoading && Agent === undefined && callerOf(client) === INTERNAL) {
    Agent = descriptor.value.constructor;
    return true;
  }
  replaced.set(callerOf(0), descriptor.value);
  return true;
}

/** The script of Node's HTTP client. */
let client = 0;
/** Loads it where nobody has. */
let load = () => undefined;
let isLoading = false;
lasting(() => isLoading, (value) => { isLoading = value; });

/** @param {object} native the addon */
function configure(native) {
  client = native.internals(['node:internal/deps/undici/undici']);
}

/**
 * Node's HTTP client is 10 ms and megabytes, and most packages never ask for it. It is loaded in core's name, whoever asks first: its channels are core's, and
 * when it defines the global dispatcher (defineGlobal), it tells the class.
 */
function ensure() {
  if (Agent !== undefined || isLoading) return;
  needRoom();
  isLoading = true;
  try {
    load();
  } finally {
    isLoading = false;
  }
}

/**
 * Takes Node's own away and puts the judging one in its place. Before any package runs.
 * @param {(() => void)|undefined} late loads Node's HTTP client, where it can be loaded when it is first asked for
 */
function install(late) {
  if (late !== undefined && ObjectGetOwnPropertyDescriptor(globalThis, NAMES[0]) === undefined) {
    load = boundary(late);
    const accessors = { get: () => (isLoading ? undefined : shared) };
    ObjectDefineProperty(globalThis, NAMES[0], { __proto__: null, get: accessors.get, set: undefined, enumerable: false, configurable: false });
    return;
  }
  void globalThis.Headers;
  for (let i = 0; i < NAMES.length; i++) {
    const found = ObjectGetOwnPropertyDescriptor(globalThis, NAMES[i]);
    if (found === undefined) continue;
    Agent = found.value.constructor;
    const { wrapHandler } = Agent;
    if (typeof wrapHandler === 'function') wrapOlder = (handler) => ReflectApply(wrapHandler, undefined, [handler]);
    ObjectDefineProperty(globalThis, NAMES[i], { __proto__: null, value: shared, writable: false });
  }
}

module.exports = { configure, defineGlobal, dispatcherFor, ensure, install };
