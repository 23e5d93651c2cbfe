'use strict';
// `net`. Sockets and servers are made freely; what they connect to and listen on is judged on their prototypes, and an open
// file that a socket is put on at the handle.

const { ReflectApply } = require('../../boot/primordials');
const { replaceMember, reserveAbsent } = require('../../core/harden');
const { watchServer } = require('../../red/http/admin');
const { comparing } = require('../process/shared');
const { CONNECTORS, guardConnect, speakingArguments } = require('./connect');
const handles = require('./handles');
const { guardListen, guardListen2, judgeHandle } = require('./listen');
const { netRows } = require('./preferences');
const { forgetParser } = require('./parsers');
const timeouts = require('./timeouts');

const nothing = () => undefined;

const connecting = { judge: nothing, run: (original, self, args, principal) => ReflectApply(original, self, speakingArguments(args, principal)) };

/** By these a socket says that it is one of TLS, and who is at its other end. Any other has none of them: with one that a package adds, everybody's requests would count as encrypted, and their senders as known. */
const OF_TLS = ['authorizationError', 'authorized', 'encrypted'];

/** On the shared prototypes: once, before any package runs. */
function complete({ Server, Socket }, native) {
  reserveAbsent(Socket.prototype, OF_TLS);
  replaceMember(Socket.prototype, 'connect', guardConnect(Socket.prototype.connect, native));
  replaceMember(Socket.prototype, '_destroy', comparing(Socket.prototype._destroy, forgetParser));
  replaceMember(Server.prototype, 'listen', guardListen(Server.prototype.listen, watchServer));
  replaceMember(Server.prototype, '_listen2', guardListen2(Server.prototype._listen2, native));
  timeouts.configure(Socket.prototype);
  handles.lock(native);
}

const JUDGED = 'judged when it connects, listens or opens a file';

module.exports = {
  internals: CONNECTORS,
  isLocked: true,
  complete,
  rows: {
    __proto__: null,
    _createServerHandle: { judge: (principal, args) => judgeHandle(principal, args, 3) },
    ...netRows,
    connect: connecting,
    createConnection: connecting,
  },
  passes: {
    __proto__: null,
    _normalizeArgs: 'arithmetic',
    _setSimultaneousAccepts: 'does nothing',
    _TransferredBoundSocket: 'for a thread',
    BlockList: 'a list',
    BoundSocket: JUDGED,
    createServer: JUDGED,
    isIP: 'a question', isIPv4: 'a question', isIPv6: 'a question',
    Server: JUDGED,
    Socket: JUDGED,
    SocketAddress: 'a value',
    Stream: JUDGED,
  },
};
