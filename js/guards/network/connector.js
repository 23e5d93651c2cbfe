'use strict';
// How a dispatcher connects in somebody's name: as Node's own does, inside a scope of vouch.js.

const {
  Error, MapPrototypeClear, Number, ReflectApply, SafeMap, StringPrototypeSlice, clearTimeout, setTimeout,
} = require('../../boot/primordials');
const { loadReal } = require('../../boot/builtins');
const { loader } = require('../../core/loader');
const { HTTP, authority } = require('./target');
const { actingFor } = require('./vouch');
const { placeFor } = require('./wire');

const { on, once } = loadReal('events').prototype;
/** `net` and `tls` as they were before any guard. */
let net;
let tls;

/** As undici has it. */
const PATIENCE_MS = 10_000;
const KEEP_ALIVE_MS = 60_000;
const MANY = 1000;

/** Principal and server -> the last request that was allowed there. */
const asked = new SafeMap();
/** Principal and server -> TLS session. */
const sessions = new SafeMap();

const keyOf = (principal, secure, host, port) => `${principal} ${secure ? 'https' : 'http'} ${authority(host, port)}`;

/** What was noted last: most ask the same server again. */
class Noted {
  constructor(principal, { secure, host, port }, ask) {
    this.principal = principal;
    this.secure = secure;
    this.host = host;
    this.port = port;
    this.ask = ask;
  }
}

let last;

/** Notes what a connection that is made for it may be used for. */
function noteAsked(principal, target, ask) {
  const { secure, host, port } = target;
  if (last !== undefined && last.principal === principal && last.port === port && last.secure === secure && last.host === host) {
    last.ask = ask;
    return;
  }
  last = new Noted(principal, target, ask);
  if (asked.size > MANY) MapPrototypeClear(asked);
  asked.set(keyOf(principal, secure, host, port), last);
}

const bare = (hostname) => (hostname[0] === '[' ? StringPrototypeSlice(hostname, 1, -1) : hostname);

function open(secure, options, key) {
  const { host, port, localAddress, servername } = options;
  if (!secure) return ReflectApply(net.connect, net, [{ highWaterMark: 65_536, localAddress, port, host }]);
  const name = servername || (net.isIP(host) === 0 ? host : '');
  const socket = ReflectApply(tls.connect, tls, [{
    highWaterMark: 16_384, servername: name, session: sessions.get(key) ?? null, localAddress, ALPNProtocols: ['http/1.1'], port, host,
  }]);
  ReflectApply(on, socket, ['session', (session) => {
    if (sessions.size > MANY) MapPrototypeClear(sessions);
    sessions.set(key, session);
  }]);
  return socket;
}

/** The function that Node's dispatcher calls for a new connection. */
function connectorFor(principal) {
  net = loader.originalOf('net').values;
  tls = loader.originalOf('tls').values;
  return function connect({ hostname, protocol, port: given, servername, localAddress }, callback) {
    const secure = protocol === 'https:';
    const host = bare(hostname);
    const port = Number(given) || (secure ? 443 : 80);
    const key = keyOf(principal, secure, host, port);
    const { capability, resource } = asked.get(key)?.ask ?? { capability: HTTP, resource: `${secure ? 'https' : 'http'}://${authority(host, port)}/` };
    const places = [placeFor({ __proto__: null, principal, secure, host, port, capability, resource })];
    const socket = actingFor(principal, places, () => open(secure, { host, port, localAddress, servername }, key));
    let isOver = false;
    const timer = setTimeout(() => {
      const error = new Error(`Connect Timeout Error (attempted address: ${hostname}:${port}, timeout: ${PATIENCE_MS}ms)`);
      error.code = 'UND_ERR_CONNECT_TIMEOUT';
      socket.destroy(error);
    }, PATIENCE_MS);
    timer.unref();
    const finish = (error) => {
      if (isOver) return;
      isOver = true;
      clearTimeout(timer);
      if (error === undefined) callback(null, socket);
      else callback(error);
    };
    socket.setKeepAlive(true, KEEP_ALIVE_MS);
    socket.setNoDelay(true);
    ReflectApply(once, socket, [secure ? 'secureConnect' : 'connect', () => finish()]);
    ReflectApply(on, socket, ['error', finish]);
    return socket;
  };
}

module.exports = { connectorFor, noteAsked };
