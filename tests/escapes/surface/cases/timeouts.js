'use strict';
// Node's own timers lead to everybody's of the same length, and what they will call can be changed: those behind timeouts.
const http = require('http');
const net = require('net');
const { Duplex } = require('stream');

const timerIn = (object) => Object.getOwnPropertySymbols(object).map((key) => object[key]).find((value) => typeof value?.refresh === 'function');

const WAYS = {
  'of a socket': () => new net.Socket().setTimeout(54321),
  'of a socket that is none': () => {
    const seen = {};
    net.Socket.prototype.setTimeout.call(new Proxy({ _onTimeout() {} }, { set: (target, key, value) => { seen[key] = value; return true; }, defineProperty: (target, key, { value }) => { seen[key] = value; return true; } }), 54321);
    return seen;
  },
  'of a session of HTTP/2': () => {
    const session = require('http2').connect('http://127.0.0.1:1', { createConnection: () => new Duplex({ read() {}, write(chunk, encoding, done) { done(); } }) });
    session.on('error', () => {});
    return session.setTimeout(54321) ?? session;
  },
};

/** What a neighbour's timer calls is replaced; then it is put back. */
function takesOver(timer) {
  const known = new Set([timer]);
  for (let at = timer._idleNext; at && !known.has(at); at = at._idleNext) {
    known.add(at);
    if (typeof at._onTimeout === 'function') return true;
  }
  return false;
}

module.exports = [
  ...Object.entries(WAYS).map(([name, make]) => ({
    name: `the timers of others by the timeout ${name}`, wants: 'escaped',
    run: () => {
      const mine = setTimeout(() => {}, 54321);
      try {
        return takesOver(timerIn(make())) ? 'ESCAPED' : '';
      } finally {
        clearTimeout(mine);
      }
    },
  })),
  {
    name: 'the class of Node.js timers changed', wants: 'escaped', restart: true,
    run: () => {
      const prototype = Object.getPrototypeOf(timerIn(http.createServer().on('listening', () => {}).emit('listening') ? new net.Socket().setTimeout(54321) : {}));
      const { ref } = prototype;
      let seen;
      const patch = function (...args) { seen = this; return Reflect.apply(ref, this, args); };
      try { prototype.ref = patch; } catch { /* locked */ }
      try { setTimeout(() => {}, 1).ref(); } finally { try { prototype.ref = ref; } catch { /* locked */ } }
      return seen ? 'ESCAPED' : '';
    },
  },
];
