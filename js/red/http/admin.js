'use strict';
// Where Node-RED itself listens [C5]: every HTTP server of core. Packages that reach this port reach the flows, and who listens on it at another address
// is taken for Node-RED there, unless the policy names it.

const { ArrayPrototypePush, JSONStringify, MapPrototypeForEach, MapPrototypeHas, MapPrototypeSet, ObjectKeys, ReflectApply, SafeMap } = require('../../boot/primordials');
const { copy, loadReal } = require('../../boot/builtins');
const { state } = require('../../boot/state');
const { forgetPaths } = require('../../core/decide');

const { on } = copy(loadReal('events').prototype);
const { hostname, networkInterfaces } = copy(loadReal('os'));
const { Server: TcpServer } = copy(loadReal('net'));
const { address: addressOf } = TcpServer.prototype;

let native;
/** Port -> the address it listens on. */
const ports = new SafeMap();

function configure(api) {
  native = api;
}

/** Names and addresses under which this machine is reached. */
function ownNames() {
  const names = [hostname()];
  const interfaces = networkInterfaces();
  const keys = ObjectKeys(interfaces);
  for (let i = 0; i < keys.length; i++) {
    const list = interfaces[keys[i]];
    for (let k = 0; k < list.length; k++) ArrayPrototypePush(names, list[k].address);
  }
  return names;
}

let told;

/** Tells the engine; asked again before a port of core is judged, because addresses of a machine change. */
function tell() {
  const names = ownNames();
  let text = '';
  MapPrototypeForEach(ports, (host, port) => {
    let list = JSONStringify(host);
    for (let i = 0; i < names.length; i++) list += `,${JSONStringify(names[i])}`;
    text += `${text === '' ? '' : ','}{"port":${port},"names":[${list}]}`;
  });
  if (text === told) return;
  told = text;
  native.setAdmin(`[${text}]`);
  forgetPaths();
}

/** Is it a port of core? Then what is known of this machine is brought up to date first. */
function isOwnPort(port) {
  if (!MapPrototypeHas(ports, port)) return false;
  tell();
  return true;
}

/** Is it an HTTP server? Asked when one listens: `http` is loaded by then. */
function isHttp(server) {
  return server instanceof loadReal('http').Server || server instanceof loadReal('https').Server;
}

function note(server) {
  const address = ReflectApply(addressOf, server, []);
  if (typeof address !== 'object' || address === null) return;
  MapPrototypeSet(ports, address.port, address.address);
  tell();
}

/** Core's server is about to listen. */
function watchServer(server) {
  if (!isHttp(server)) return;
  ReflectApply(on, server, ['listening', () => note(server)]);
}

/** Node-RED listens when all packages are loaded: one that is there first would take its port, at another address or before it. */
function expectServer() {
  if (native === undefined || state.listensOn === undefined) return;
  const { toPort } = require('../../guards/network/destination');
  const { host } = state.listensOn;
  const port = toPort(state.listensOn.port);
  // 0 is any port that is free.
  if (port === undefined || port === 0 || MapPrototypeHas(ports, port)) return;
  MapPrototypeSet(ports, port, typeof host === 'string' ? host : '');
  tell();
}

/** Core's server that may listen already. */
function adoptServer(server) {
  if (typeof server !== 'object' || server === null) return;
  watchServer(server);
  if (server.listening) note(server);
}

module.exports = { adoptServer, configure, expectServer, isOwnPort, watchServer };
