'use strict';
// Prints as JSON which fields objects of Node.js get only when something is done with them, and that classes below could therefore have in their place. Runs in a Node.js of its own, without Sentinel.
const http = require('node:http');
const https = require('node:https');
const net = require('node:net');
const tls = require('node:tls');

process.on('uncaughtException', () => undefined);
process.on('unhandledRejection', () => undefined);

const MAKE = {
  Agent: () => new http.Agent(), HttpsAgent: () => new https.Agent(), Server: () => new http.Server(), HttpsServer: () => new https.Server(), NetServer: () => new net.Server(), TlsServer: () => new tls.Server(),
  Socket: () => new net.Socket(), IncomingMessage: () => new http.IncomingMessage(new net.Socket()), OutgoingMessage: () => new http.OutgoingMessage(),
  ServerResponse: () => new http.ServerResponse({ method: 'GET', httpVersionMajor: 1, httpVersionMinor: 1, headers: {} }),
  Event: () => new Event('x', { cancelable: true }), CustomEvent: () => new CustomEvent('x'), AbortSignal: () => new AbortController().signal,
};
/** What goes out of the process. */
const SKIPPED = new Set(['constructor', 'connect', 'listen', '_listen2', 'createConnection', 'createSocket', 'addRequest']);
const EVENTS = ['listening', 'free', 'timeout', 'connection', 'finish', 'end', 'close'];
const ARGUMENTS = [[], ['x', 'y'], [() => undefined], [{}]];

function quietly(act) {
  try { act()?.catch?.(() => undefined); } catch { /* not with these */ }
}

function useAll(object, args) {
  for (let level = Object.getPrototypeOf(object); level !== null && level !== Object.prototype; level = Object.getPrototypeOf(level)) {
    for (const key of Reflect.ownKeys(level)) {
      if (SKIPPED.has(key)) continue;
      const { get, set, value } = Object.getOwnPropertyDescriptor(level, key);
      if (get) quietly(() => void object[key]);
      if (set) quietly(() => { object[key] = {}; });
      if (typeof value === 'function') quietly(() => value.apply(object, args));
    }
  }
  if (object instanceof AbortSignal) quietly(() => void AbortSignal.any([object]));
  if (typeof object.emit !== 'function') return;
  quietly(() => object.emit('newListener', 'keylog'));
  for (const name of EVENTS) quietly(() => object.emit(name));
}

const found = {};
for (const [name, make] of Object.entries(MAKE)) {
  const first = new Set(Reflect.ownKeys(make()));
  const late = new Set();
  for (const args of ARGUMENTS) {
    const object = make();
    useAll(object, args);
    // Methods are replaced by whoever sets them.
    for (const key of Reflect.ownKeys(object)) if (!first.has(key) && typeof object[key] !== 'function') late.add(String(key));
    // How `keylog` is heard is a function.
    for (const key of Object.getOwnPropertySymbols(object)) if (!first.has(key)) late.add(String(key));
  }
  found[name] = [...late].sort();
}
process.stdout.write(JSON.stringify(found), () => process.exit(0));
