'use strict';
// Fields for which Node.js looks in its objects before these have them: the address at the other end of a socket, the connections of a server, headers in the form in which nobody has asked for them yet. Whoever put one on the
// class would give it to everybody's: requests that come from where he says, and a server that answers none. Where a field is under a symbol, what Node.js puts on an object of one's own tells which.

const { ArrayPrototypePush, ObjectGetOwnPropertySymbols, ObjectHasOwn, Proxy, ReflectApply, ReflectConstruct, SymbolPrototypeDescriptionGet, clearInterval, globalThis } = require('../boot/primordials');
const { keepFields } = require('../core/harden');

/** Longer than anybody waits. */
const NEVER = 0x7FFFFFFF;

/** The symbols under which an object has got something while `act` ran. */
function symbolsBy(object, act) {
  const before = ObjectGetOwnPropertySymbols(object).length;
  act(object);
  const keys = ObjectGetOwnPropertySymbols(object);
  const found = [];
  for (let i = before; i < keys.length; i++) ArrayPrototypePush(found, keys[i]);
  return found;
}

/** The symbols under which one object has something and another one of its class has not. */
function symbolsBeside(object, plain) {
  const found = [];
  const keys = ObjectGetOwnPropertySymbols(object);
  for (let i = 0; i < keys.length; i++) if (!ObjectHasOwn(plain, keys[i])) ArrayPrototypePush(found, keys[i]);
  return found;
}

const OF_SOCKETS = ['_peername', 'blockList', 'resetAndClosing'];
const OF_SERVERS = ['_pipeName', 'blockList', 'dropMaxConnection', 'maxConnections', 'sessionTimeout', 'ticketKeys'];

const FIELDS = {
  __proto__: null,
  net({ Server, Socket }) {
    keepFields(Socket.prototype, OF_SOCKETS);
    keepFields(Server.prototype, OF_SERVERS);
  },
  http({ Agent, ClientRequest, IncomingMessage, OutgoingMessage, Server }) {
    keepFields(IncomingMessage.prototype, symbolsBy(ReflectConstruct(IncomingMessage, [undefined]), (message) => [message.headersDistinct, message.trailersDistinct]));
    keepFields(OutgoingMessage.prototype, ['httpValidation', 'insecureHTTPParser']);
    keepFields(ClientRequest.prototype, ['timeout']);
    keepFields(ClientRequest.prototype, symbolsOfQueued(Agent));
    keepFields(Agent.prototype, symbolsOfAgents(Agent));
    servers(Server);
  },
  https({ Agent, Server }) {
    keepFields(Agent.prototype, symbolsOfAgents(Agent));
    servers(Server);
  },
  tls({ Server, TLSSocket }) {
    keepFields(TLSSocket.prototype, OF_SOCKETS);
    keepFields(Server.prototype, OF_SERVERS);
  },
};

/** What an agent has when somebody listens to the keys of its connections, and when it knows of a proxy. */
function symbolsOfAgents(Agent) {
  const plain = ReflectConstruct(Agent, []);
  const agent = ReflectConstruct(Agent, [{ proxyEnv: { HTTP_PROXY: 'http://127.0.0.1:1', HTTPS_PROXY: 'http://127.0.0.1:1' } }]);
  ReflectApply(agent.emit, agent, ['newListener', 'keylog']);
  return symbolsBeside(agent, plain);
}

/** What an agent looks for in a request that has waited for a connection. */
function symbolsOfQueued(Agent) {
  const found = [];
  const request = new Proxy({ onSocket() {} }, {
    __proto__: null,
    get(target, key) {
      if (typeof key === 'symbol') ArrayPrototypePush(found, key);
      return target[key];
    },
  });
  const agent = ReflectConstruct(Agent, []);
  const options = { __proto__: null };
  agent.requests[agent.getName(options)] = [request];
  ReflectApply(agent.emit, agent, ['free', { writable: true, setTimeout() {} }, options]);
  return found;
}

/** What a server of HTTP gets when it listens. */
function servers(Server) {
  const server = ReflectConstruct(Server, [{ connectionsCheckingInterval: NEVER }]);
  const keys = symbolsBy(server, () => ReflectApply(server.emit, server, ['listening']));
  for (let i = 0; i < keys.length; i++) if (SymbolPrototypeDescriptionGet(keys[i]) === 'http.server.connectionsCheckingInterval') clearInterval(server[keys[i]]);
  keepFields(Server.prototype, OF_SERVERS);
  keepFields(Server.prototype, keys);
}

/** What is told everybody who listens to an event of the web, and which other signals end with one. */
function findWebFields() {
  const { AbortController, AbortSignal, Event } = globalThis;
  keepFields(Event.prototype, symbolsBy(new Event('x'), (event) => event.stopImmediatePropagation()));
  const { signal } = new AbortController();
  let composed;
  const keys = symbolsBy(signal, () => { composed = AbortSignal.any?.([signal]); });
  keepFields(AbortSignal.prototype, keys);
  if (composed !== undefined) keepFields(AbortSignal.prototype, symbolsBeside(composed, signal));
}

/** @param {Array<{name: string, real: object}>} modules before their classes are locked */
function findFields(modules) {
  for (let i = 0; i < modules.length; i++) FIELDS[modules[i].name]?.(modules[i].real);
}

module.exports = { findFields, findWebFields };
