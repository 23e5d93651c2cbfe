'use strict';
// Whose requests and agents of `http` are whose, and the agent that each package finds as `globalAgent`: in Node's own,
// sockets of everyone lie about.

const { ArrayPrototypeJoin, MapPrototypeGet, MapPrototypeSet, ObjectAssign, ObjectDefineProperty, ObjectKeys, ObjectSetPrototypeOf, ReflectApply, ReflectConstruct, SafeMap } = require('../../boot/primordials');
const { copy, loadReal } = require('../../boot/builtins');
const { CORE, INTERNAL, UNKNOWN, VIA, callerOf, callerThrough, newPlace } = require('../../core/caller');
const { makeNote } = require('../../core/given');
const { lasting } = require('../../core/stopped');
const { scripts } = require('./target');

/** As they were before any guard. */
const modules = { __proto__: null, http: copy(loadReal('http')), https: copy(loadReal('https')) };
/** Node's own, which core uses. */
const shared = { __proto__: null, http: loadReal('http').globalAgent, https: loadReal('https').globalAgent };
/** Principal -> its agent. */
const own = { __proto__: null, http: new SafeMap(), https: new SafeMap() };

/** Agent -> principal. */
const owners = makeNote();
owners.put(shared.http, CORE);
owners.put(shared.https, CORE);
/** Request -> what was judged; see noteRequest(). */
const asked = makeNote();
const place = newPlace();
/** Core makes a request, and Node's own scripts look for its agent: not at all, with something that can call others, with plain text. */
const NOT = 0;
const WITH_OBJECTS = 1;
const WITH_TEXT = 2;

/**
 * The request for which an agent is making a socket, and how core asks. Whoever sets them sets them back, as actingFor() in vouch.js does:
 * without a function around it, and with nothing called between the assignments and `try`.
 */
const making = { judged: undefined, asks: NOT };
lasting(() => making.judged, (value) => { making.judged = value; });
lasting(() => making.asks, (value) => { making.asks = value; });

/**
 * @typedef {object} Judged
 * @property {number} principal whose request it is
 * @property {boolean} secure
 * @property {string} host
 * @property {number} port
 * @property {string} capability
 * @property {string} resource the URL
 * @property {object|undefined} fresh an agent that was made for this request alone: until it has connected once, nobody but Node has it
 */

/** @param {Judged} judged */
const noteRequest = asked.put;
/** While a request is being made it is the one that is being judged. */
const judgedOf = (request) => asked.of(request) ?? making.judged;

/** A package makes a request: the first that `https` asks for is its agent. The options hold nothing that can call others. */
let asksSecurely;
lasting(() => asksSecurely, (value) => { asksSecurely = value; });

/** Makes a request of `https` for a package, whose options the guard made. */
function askingAs(principal, original, self, args) {
  asksSecurely = principal;
  try {
    return ReflectApply(original, self, args);
  } finally {
    asksSecurely = undefined;
  }
}

/** Is it a text that core asks for, and nothing that can call others? */
const isPlain = (args) => typeof args[0] === 'string' && (args.length === 1 || typeof args[1] === 'function');

/** Makes a request of core's. A package that is called meanwhile makes requests of its own only. */
function askingAsCore(original, self, args, isText) {
  const before = making.asks;
  making.asks = isText ? WITH_TEXT : WITH_OBJECTS;
  try {
    return ReflectApply(original, self, args);
  } finally {
    making.asks = before;
  }
}

/**
 * Node.js spreads the options of an agent into those of each of its requests. Its own are a table, which takes V8 three times as long as the same members without one.
 */
function withPlainOptions(agent) {
  agent.options = ObjectSetPrototypeOf(ObjectAssign({}, agent.options), null);
  return agent;
}

/** What an agent has that was made of nothing, on most versions of Node.js. */
class FewOptions {
  constructor({ noDelay, path }) {
    this.noDelay = noDelay;
    this.path = path;
  }
}

/** Is that all? It is the same for each. */
const hasFew = { __proto__: null, http: undefined, https: undefined };

/** The same for an agent that was made of nothing, as there is one for each request that has none: copied by name, which takes V8 a third of the time. */
function withFewOptions(agent, kind) {
  hasFew[kind] ??= ArrayPrototypeJoin(ObjectKeys(agent.options), ' ') === 'noDelay path';
  if (!hasFew[kind]) return withPlainOptions(agent);
  agent.options = ObjectSetPrototypeOf(new FewOptions(agent.options), null);
  return agent;
}

function globalAgent(principal, kind) {
  if (principal === CORE) return shared[kind];
  let agent = MapPrototypeGet(own[kind], principal);
  if (agent === undefined) {
    const { keepAlive, scheduling, options } = shared[kind];
    agent = withPlainOptions(ReflectConstruct(modules[kind].Agent, [{ keepAlive, scheduling, timeout: options.timeout }]));
    owners.put(agent, principal);
    MapPrototypeSet(own[kind], principal, agent);
  }
  return agent;
}

/**
 * What ES modules import as `globalAgent` by its name, where they have no facades: one value for everybody, which hands each
 * request to the agent of whoever makes it and keeps no socket.
 */
const forAll = { __proto__: null, http: undefined, https: undefined };

function agentForAll(kind) {
  if (forAll[kind] === undefined) {
    const agent = ReflectConstruct(modules[kind].Agent, []);
    const holder = {
      addRequest(...args) {
        const own = globalAgent(callerOf(0), kind);
        own.addRequest(args[0], args[1]);
      },
    };
    ObjectDefineProperty(agent, 'addRequest', { __proto__: null, value: holder.addRequest, writable: false, enumerable: false, configurable: false });
    forAll[kind] = agent;
  }
  return forAll[kind];
}

/** The member `globalAgent` of a facade, or of the shared module (`principal` undefined: of whoever asks). */
function globalAgentMember(kind, principal) {
  const exporters = principal === undefined ? scripts(['node:internal/bootstrap/realm']) : 0;
  const clients = principal === undefined ? scripts(['node:_http_client', 'node:https']) : 0;
  const accessors = {
    get() {
      if (principal !== undefined) return globalAgent(principal, kind);
      if (kind === 'https' && asksSecurely !== undefined) {
        const who = asksSecurely;
        asksSecurely = undefined;
        return globalAgent(who, kind);
      }
      if (making.asks === WITH_TEXT || (making.asks === WITH_OBJECTS && callerOf(clients) === INTERNAL)) return shared[kind];
      const caller = callerOf(exporters);
      return caller === INTERNAL ? agentForAll(kind) : globalAgent(caller, kind);
    },
    set(agent) {
      const who = principal ?? callerOf(0);
      if (who === CORE) shared[kind] = agent;
      else MapPrototypeSet(own[kind], who, agent);
    },
  };
  return { __proto__: null, get: accessors.get, set: accessors.set, enumerable: true, configurable: principal !== undefined };
}

// Node's own scripts make agents for whoever is behind them.
function note(agent, principal) {
  owners.put(agent, principal === INTERNAL ? callerOf(0) : principal);
  return agent;
}

/** Row of a constructor of agents: everyone may make one. */
const agentRow = {
  __proto__: null,
  judge: () => undefined,
  construct: (Original, args, newTarget, principal) => note(ReflectConstruct(Original, args, newTarget), principal),
  callable: (Original, self, args, principal) => ReflectApply(Original, note(self, principal), args),
};

/**
 * Everyone but core who has a hand in a connection of an agent: who made the agent, whose request it is for, who is
 * calling. Empty: only core has. Nobody at all is `unknown`.
 * @param {number} nodes set of Node's scripts that make connections
 */
function partiesOf(agent, nodes) {
  const owner = owners.of(agent);
  const direct = callerThrough(nodes, place);
  const caller = direct < VIA ? direct : direct - VIA;
  const parties = [];
  // Only Node's own scripts are on the stack: the agent and the request say whose connection it is.
  if (caller !== UNKNOWN || direct < VIA || (owner === undefined && making.judged === undefined)) add(parties, caller);
  add(parties, owner);
  add(parties, making.judged?.principal);
  return parties;
}

function add(parties, principal) {
  if (principal === undefined || principal === CORE) return;
  for (let i = 0; i < parties.length; i++) if (parties[i] === principal) return;
  parties[parties.length] = principal;
}

/**
 * Whose connection it is when an agent makes its first that was made for one request, which is being made right now: Node calls with options it has
 * just put together, and nobody else has had either in his hands. So there is nothing to look for on the stack.
 * @returns {number|undefined}
 */
function makerOf(agent) {
  const { judged } = making;
  if (judged === undefined || judged.fresh !== agent) return undefined;
  judged.fresh = undefined;
  return judged.principal;
}

/** The request for which a socket is being made. */
const currentRequest = () => making.judged;

module.exports = { agentRow, askingAs, askingAsCore, currentRequest, globalAgent, globalAgentMember, isPlain, judgedOf, makerOf, making, modules, noteRequest, partiesOf, withFewOptions, NOT };
