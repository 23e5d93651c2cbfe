'use strict';
// Functions of core that a package has Node call, with arguments of its choice and nobody's code on the stack.
const net = require('net');
const { Writable } = require('stream');

/** Has a stream call `fn` on `self` with `args`: what waits to be written is changed, and the rest is up to Node. */
function byStream(fn, self, args) {
  let written;
  const stream = new Writable({ objectMode: true, write: (chunk, encoding, done) => { written = done; } });
  stream.on('error', () => {});
  stream.write('first');
  stream.write('second');
  const state = stream._writableState;
  const symbol = (pattern) => Object.getOwnPropertySymbols(state).find((key) => pattern.test(String(key)));
  Object.assign((state.buffered ?? state[symbol(/buffered/i)])[0], { chunk: fn, encoding: self });
  stream._write = Reflect.apply;
  if ('onwrite' in state) state.onwrite = args;
  else state[symbol(/onwrite/i)] = args;
  Promise.resolve(null).then(written);
}

/** The timer of Node's behind the timeout of a socket that is connected to nothing. */
function timerOf(socket) {
  const key = Object.getOwnPropertySymbols(socket).find((symbol) => /timeout/i.test(String(symbol)));
  return socket[key];
}

function byTimer(fn, self, args) {
  const socket = new net.Socket();
  socket.setTimeout(1);
  const timer = timerOf(socket);
  timer._onTimeout = Reflect.apply;
  timer._timerArgs = [fn, self, args];
}

const evaluating = (act) => (ctx) => {
  const { promise, done } = ctx.kit.callback();
  setTimeout(done, 200);
  act(ctx.RED.util.evaluateNodeProperty, null, [ctx.envName, 'env', {}, {}, done]);
  return promise;
};

module.exports = [
  { name: 'a variable by a function of RED that a stream calls', wants: 'env', run: evaluating(byStream) },
  { name: 'a variable by a function of RED that the timer of a socket calls', wants: 'env', run: evaluating(byTimer) },
  ...['fs', 'child_process', 'http'].map((name) => ({
    name: `what core requires, by RED.require that a promise calls: ${name}`, wants: 'escaped',
    run: async ({ RED }) => (await Promise.resolve(name).then(RED.require) === require(name) ? '' : 'ESCAPED'),
  })),
];
