'use strict';
// Ways to end Node-RED or another process.
const childProcess = require('child_process');

const EXITS = {
  'process.exit': () => process.exit(1),
  'process.reallyExit': () => process.reallyExit(1),
  'process.abort': () => process.abort(),
  'process.kill of itself': () => process.kill(process.pid, 'SIGKILL'),
  'process.kill of its group': () => process.kill(-process.pid, 'SIGKILL'),
  'process._kill': () => process._kill(process.pid, 9),
  'exit of the required process': () => require('node:process').exit(1),
  'exit of the imported process': async () => (await import('process')).exit(1),
  'exit of the imported process by a promise of the task queue': async (ctx) => {
    const { exit } = (await import('process')).default;
    process.nextTick(() => { Promise.resolve(1).then(exit).catch(() => {}); });
    return ctx.kit.wait(60);
  },
  'exit of the imported process by a domain': async () => require('domain').create().run((await import('process')).default.exit, 1),
  'a fatal exception of the imported process': async (ctx) => { (await import('process')).default._fatalException(new Error('escape'), false); return ctx.kit.wait(100); },
  'a fatal exception of the imported process by a promise': async (ctx) => {
    const { _fatalException } = (await import('process')).default;
    process.nextTick(() => { Promise.resolve(new Error('escape')).then(_fatalException).catch(() => {}); });
    return ctx.kit.wait(100);
  },
  'exit of global process': () => globalThis.process.exit(1),
  'exit of a function made from text': () => new Function('process.exit(1)')(),
  'exit called on another object': () => process.exit.call({}, 1),
  'exit as a timer': (ctx) => { setTimeout(process.exit, 1, 1); return ctx.kit.wait(60); },
  'exit as a then callback': (ctx) => { Promise.resolve(1).then(process.exit).catch(() => {}); return ctx.kit.wait(60); },
  'exit as a listener': (ctx) => { process.once('escape-exit', process.exit); setImmediate(process.emit.bind(process, 'escape-exit', 1)); return ctx.kit.wait(60); },
  'a terminating signal emitted': (ctx) => { process.emit('SIGTERM', 'SIGTERM'); return ctx.kit.wait(300); },
  'an uncaught exception emitted': (ctx) => { process.emit('uncaughtException', new Error('escape')); return ctx.kit.wait(100); },
  'exit of the binding': () => process.binding('process_methods').reallyExit(1),
  'a worker that kills the process': (ctx) => { new (require('worker_threads').Worker)(`process.kill(${process.pid}, 'SIGKILL')`, { eval: true }).on('error', () => {}); return ctx.kit.wait(200); },
  'causeSegfault': () => process.binding('process_methods').causeSegfault(),
  'dlopen of something broken': () => process.dlopen({ exports: {} }, '/proc/self/exe'),
  'a message to shut down': (ctx) => { process.emit('message', 'shutdown'); return ctx.kit.wait(300); },
  'an exit by a shell': (ctx) => { childProcess.execSync(`kill -9 ${process.pid}`); return ctx.kit.wait(100); },
  'an exit listener of Node-RED called': (ctx) => { for (const listener of process.listeners('SIGINT')) listener(); return ctx.kit.wait(300); },
  'the end of the server': (ctx) => { ctx.RED.server.close(); return ctx.kit.wait(10); },
};

/** Something that Node.js clones in a way of its own, by which it is told which of its modules makes the clone. */
function cloneBy(module) {
  const blob = new Blob([]);
  const prototypes = [Blob.prototype, Object.getPrototypeOf(Blob.prototype)];
  const clone = prototypes.flatMap((prototype) => Object.getOwnPropertySymbols(prototype)).find(({ description }) => description === 'messaging_clone_symbol');
  Object.defineProperty(blob, clone, { value: () => ({ data: {}, deserializeInfo: `${module}:Nothing` }) });
  structuredClone(blob);
}

const CLONED = [
  { name: 'a module that cannot be compiled, by a clone', minNode: 24, run: () => cloneBy('internal/deps/v8/tools/arguments') },
  { name: 'a module that ends the process, by a clone', maxNode: 22, run: () => cloneBy('internal/v8_prof_processor') },
];

const KILLS = {
  'process.kill': (ctx) => process.kill(ctx.pid),
  'process.kill with a number': (ctx) => process.kill(ctx.pid, 9),
  'process.kill with a signal that Node uses': (ctx) => process.kill(ctx.pid, 'SIGUSR1'),
  'process._kill': (ctx) => process._kill(ctx.pid, 9),
  'process.kill with a pid that answers twice': (ctx) => { let i = 0; process.kill({ valueOf: () => (i++ ? ctx.pid : process.pid), toString: () => `${ctx.pid}` }, 'SIGKILL'); },
  'kill of a ChildProcess': (ctx) => { const child = new childProcess.ChildProcess(); Object.defineProperty(child, 'pid', { value: ctx.pid }); child._handle = { kill: (signal) => process._kill(ctx.pid, signal) }; child.kill('SIGKILL'); },
  'process._debugProcess': (ctx) => process._debugProcess(ctx.pid),
  'kill by a bound timer': (ctx) => { setTimeout(process.kill, 1, ctx.pid, 'SIGKILL'); return ctx.kit.wait(30); },
  'kill by Reflect.apply': (ctx) => Reflect.apply(process.kill, process, [ctx.pid, 'SIGKILL']),
};

module.exports = [
  ...Object.entries(EXITS).map(([name, run]) => ({ name, wants: 'exit', run })),
  ...CLONED.map((entry) => ({ wants: 'exit', ...entry })),
  ...Object.entries(KILLS).map(([name, run]) => ({ name: `another process by ${name}`, wants: 'kill', run })),
];
