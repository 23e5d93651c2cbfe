'use strict';
// Making a worker that starts without the preload, or as somebody else.
const answer = (worker) => require('../files/answer.js').answer(worker);
const threads = () => require('worker_threads');
const reading = (secret) => `require('worker_threads').parentPort.postMessage(require('fs').readFileSync(${JSON.stringify(secret)}, 'utf8'))`;

/** Options that could change how a thread starts. */
const OPTIONS = {
  'no flags': () => ({ execArgv: [] }),
  'no environment': () => ({ env: {} }),
  'neither flags nor environment': () => ({ execArgv: [], env: {} }),
  'empty NODE_OPTIONS': () => ({ env: { NODE_OPTIONS: '' } }),
  'a shared environment': () => ({ env: threads().SHARE_ENV }),
  'a token of its own': () => ({ env: { NRG_SENTINEL_WORKER: '00000000000000000000000000000000' } }),
  'an empty token': () => ({ env: { NRG_SENTINEL_WORKER: '' } }),
  'flags that differ when read again': () => {
    let reads = 0;
    return { get execArgv() { return reads++ === 0 ? undefined : []; } };
  },
  'flags in a list that differs when read again': () => {
    let reads = 0;
    return { execArgv: new Proxy([], { get: (target, key) => (key === 'length' ? (reads++ % 2) : '--no-warnings') }) };
  },
  'inherited flags': () => Object.create({ execArgv: [], env: {} }),
};

/** Puts a prototype of its own under the new worker and sees its parts while it is built. */
function parts(onPart) {
  const { Worker } = threads();
  function Mine() {}
  Mine.prototype = new Proxy(Worker.prototype, {
    set(target, key, value, receiver) {
      onPart(key, value);
      return Reflect.defineProperty(receiver, key, { value, writable: true, enumerable: true, configurable: true });
    },
  });
  return Reflect.construct(Worker, ['', { eval: true }], Mine);
}

/** Starts a thread from the class of C++ behind a worker. */
function raw(Handle, code) {
  const handle = new Handle(null, {}, [], new Float64Array([-1, -1, -1, -1]), true, false, 'raw');
  const { port1, port2 } = new (threads().MessageChannel)();
  const { port1: spare } = new (threads().MessageChannel)();
  handle.messagePort.postMessage({
    type: 'loadScript', filename: code, doEval: 'classic', cwdCounter: new Uint32Array(new SharedArrayBuffer(4)), workerData: undefined,
    environmentData: new Map(), hasStdin: false, publicPort: port2, mainThreadPort: spare, manifestURL: undefined, argv: [],
  }, [port2, spare]);
  handle.startThread();
  return new Promise((resolve, reject) => { port1.on('message', resolve); setTimeout(reject, 2000, new Error('no answer')); });
}

const handleOf = (worker) => {
  const symbol = Object.getOwnPropertySymbols(worker).find((one) => one.description === 'kHandle');
  return worker[symbol];
};
const portOf = (worker) => {
  const symbol = Object.getOwnPropertySymbols(worker).find((one) => one.description === 'kPort');
  return worker[symbol];
};

const named = (name) => (name === 'Symbol(kHandle)');

module.exports = [
  ...Object.entries(OPTIONS).map(([name, options]) => ({
    name: `a worker with ${name}`, wants: 'read',
    run: ({ secret }) => {
      const given = options();
      given.eval = true;
      return answer(new (threads().Worker)(reading(secret), given));
    },
  })),
  {
    name: 'a worker with a module that it imports first', wants: 'write',
    run: ({ target }) => answer(new (threads().Worker)(require('path').join(__dirname, '..', 'files', 'answer.js'), {
      execArgv: ['--import', `data:text/javascript,import fs from 'fs'; fs.writeFileSync(${JSON.stringify(target)}, 'x')`],
    })),
  },
  ...Object.entries({
    'a list': (flag) => ({ execArgv: [flag] }),
    'what looks like a list': (flag) => ({ execArgv: { length: 1, 0: flag } }),
    'a list in a list': (flag) => Object.defineProperty([], 'execArgv', { enumerable: true, value: [flag] }),
    'a list that is there from the second time on': (flag) => {
      let reads = 0;
      return Object.defineProperty([], 'execArgv', { enumerable: true, get: () => (reads++ === 0 ? [] : [flag]), set: () => {} });
    },
    'a list on a function': (flag) => Object.assign(() => {}, { execArgv: [flag] }),
  }).map(([name, options]) => ({
    name: `a loader of its own in a thread of its own, in ${name}`, wants: 'write',
    run: ({ target }) => {
      const loader = `data:text/javascript,import fs from 'fs'; fs.writeFileSync(${JSON.stringify(target)}, 'x')`;
      return answer(new (threads().Worker)(require('path').join(__dirname, '..', 'files', 'read.mjs'), options(`--experimental-loader=${loader}`)));
    },
  })),
  {
    name: 'the class of C++ behind a worker', wants: 'read',
    run: ({ secret }) => raw(handleOf(new (threads().Worker)('', { eval: true })).constructor, reading(secret)),
  },
  {
    name: 'the class of C++ seen while a worker is built', wants: 'read',
    run: ({ secret }) => new Promise((resolve, reject) => {
      parts((key, value) => { if (named(String(key))) raw(value.constructor, reading(secret)).then(resolve, reject); });
      setTimeout(reject, 2500, new Error('nothing seen'));
    }),
  },
  {
    name: 'parts of a worker seen while it is built', wants: 'escaped',
    run: () => {
      let seen = '';
      parts((key, value) => { if (named(String(key)) && value.constructor) seen = 'ESCAPED'; });
      return seen;
    },
  },
  { name: 'the handle of a worker', wants: 'escaped', run: () => (handleOf(new (threads().Worker)('', { eval: true }))?.constructor ? 'ESCAPED' : '') },
  { name: 'the inner port of a worker', wants: 'escaped', run: () => (portOf(new (threads().Worker)('', { eval: true }))?.postMessage ? 'ESCAPED' : '') },
  {
    name: 'the inner port on the output of a worker', wants: 'escaped',
    run: () => (portOf(new (threads().Worker)('', { eval: true, stdout: true }).stdout)?.postMessage ? 'ESCAPED' : ''),
  },
  {
    name: 'the inner port on the output inside a worker', wants: 'escaped',
    run: () => answer(new (threads().Worker)(`
      const symbol = Object.getOwnPropertySymbols(process.stdout).find((one) => one.description === 'kPort');
      require('worker_threads').parentPort.postMessage(process.stdout[symbol] ? 'ESCAPED' : '');`, { eval: true })),
  },
  ...['replaced', 'redefined'].map((how) => ({
    name: `what a worker is told, ${how}`, wants: 'escaped', restart: true,
    run: () => {
      const { MessagePort, Worker } = threads();
      const original = MessagePort.prototype.postMessage;
      let seen = '';
      const value = function postMessage(message, list) {
        if (message?.type === 'loadScript') seen = 'ESCAPED';
        return Reflect.apply(original, this, [message, list]);
      };
      try {
        if (how === 'replaced') MessagePort.prototype.postMessage = value;
        else Object.defineProperty(MessagePort.prototype, 'postMessage', { value, configurable: true, writable: true });
        new Worker('', { eval: true });
      } finally {
        if (how === 'replaced') MessagePort.prototype.postMessage = original;
        else Object.defineProperty(MessagePort.prototype, 'postMessage', { value: original, configurable: true, writable: true });
      }
      return seen;
    },
  })),
  {
    name: 'the workers of everyone, by the event of the process', wants: 'escaped', before: 'acts',
    run: async () => {
      let seen = '';
      process.on('worker', (worker) => { seen = worker.postMessage ? 'ESCAPED' : ''; });
      globalThis.bystanderActs.starts();
      await new Promise((resolve) => { setTimeout(resolve, 50); });
      return seen;
    },
  },
  {
    name: 'the handle of a worker as the resource of a callback', wants: 'escaped', restart: true,
    run: () => new Promise((resolve) => {
      const { executionAsyncResource } = require('async_hooks');
      const worker = new (threads().Worker)('', { eval: true });
      worker.on('exit', () => {
        try {
          resolve(executionAsyncResource().constructor.name === 'Worker' || executionAsyncResource().startThread ? 'ESCAPED' : '');
        } catch {
          resolve('');
        }
      });
    }),
  },
  {
    name: 'a message to another thread by its number', wants: 'escaped', minNode: 24,
    run: async () => {
      const worker = new (threads().Worker)("process.on('workerMessage', () => {}); setTimeout(() => {}, 2000)", { eval: true });
      await new Promise((resolve) => { worker.on('online', resolve); setTimeout(resolve, 500); });
      await threads().postMessageToThread(worker.threadId, 'x', 1000);
      return 'ESCAPED';
    },
  },
];
