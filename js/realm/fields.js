'use strict';
// Fields for which Node.js looks in its objects before these have them: the address at the other end of a socket, the connections of a server, headers in the form in which nobody has asked for them yet. Whoever put one on the
// class would give it to everybody's: requests that come from where he says, and a server that answers none. Where a field is under a symbol, what Node.js puts on an object of one's own tells which.

const { ArrayPrototypePush, ObjectGetOwnPropertySymbols, ReflectApply, ReflectConstruct, SymbolPrototypeDescriptionGet, clearInterval } = require('../boot/primordials');
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

const OF_SOCKETS = ['_peername', 'resetAndClosing'];
const OF_SERVERS = ['_pipeName'];

const FIELDS = {
  __proto__: null,
  net({ Server, Socket }) {
    keepFields(Socket.prototype, OF_SOCKETS);
    keepFields(Server.prototype, OF_SERVERS);
  },
  http({ IncomingMessage, OutgoingMessage, Server }) {
    keepFields(IncomingMessage.prototype, symbolsBy(ReflectConstruct(IncomingMessage, [undefined]), (message) => [message.headersDistinct, message.trailersDistinct]));
    keepFields(OutgoingMessage.prototype, ['httpValidation', 'insecureHTTPParser']);
    servers(Server);
  },
  https: ({ Server }) => servers(Server),
  tls({ Server, TLSSocket }) {
    keepFields(TLSSocket.prototype, OF_SOCKETS);
    keepFields(Server.prototype, OF_SERVERS);
  },
};

/** What a server of HTTP gets when it listens. */
function servers(Server) {
  const server = ReflectConstruct(Server, [{ connectionsCheckingInterval: NEVER }]);
  const keys = symbolsBy(server, () => ReflectApply(server.emit, server, ['listening']));
  for (let i = 0; i < keys.length; i++) if (SymbolPrototypeDescriptionGet(keys[i]) === 'http.server.connectionsCheckingInterval') clearInterval(server[keys[i]]);
  keepFields(Server.prototype, OF_SERVERS);
  keepFields(Server.prototype, keys);
}

/** @param {Array<{name: string, real: object}>} modules before their classes are locked */
function findFields(modules) {
  for (let i = 0; i < modules.length; i++) FIELDS[modules[i].name]?.(modules[i].real);
}

module.exports = { findFields };
