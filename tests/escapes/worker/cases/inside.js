'use strict';
// What code does in a worker of a package that may start workers and nothing else.
const path = require('node:path');

const file = (name) => path.join(__dirname, '..', 'files', name);
const answer = (worker) => require('../files/answer.js').answer(worker);
const start = (code, options) => answer(new (require('worker_threads').Worker)(code, { eval: true, ...options }));

/** Runs an expression in a worker; `secret` is the path. */
const evaluated = (expression, options) => ({ secret, envName, target, marker }) => start(
  `const { parentPort, workerData: { secret, envName, target, marker } } = require('worker_threads');
   (async () => parentPort.postMessage(String(${expression})))();`,
  { workerData: { secret, envName, target, marker }, ...options },
);

const READS = {
  'fs': "require('fs').readFileSync(secret)",
  'node:fs': "require('node:fs').readFileSync(secret)",
  'fs.promises': "await require('fs').promises.readFile(secret)",
  'import of fs': "(await import('fs')).readFileSync(secret)",
  'getBuiltinModule': "process.getBuiltinModule('fs').readFileSync(secret)",
  'the module that evaluated code is': 'module.constructor._load("fs").readFileSync(secret)',
  'a forged file name of that module': `(() => {
    module.filename = Object.keys(require.cache).concat(process.execArgv).find((name) => /preload/.test(name));
    return module.require('fs').readFileSync(secret);
  })()`,
  'createRequire of the preload': `require('module').createRequire(process.execArgv.find((name) => /preload/.test(name)) ?? '/x.js')('fs').readFileSync(secret)`,
  'the loader reading text': "(() => { try { require(secret); } catch (error) { return error.message + error.stack; } })() + require('fs').readFileSync(secret)",
  'JSON through the loader': "JSON.stringify(require(secret.replace(/txt$/, 'json')))",
  'an import of JSON': "JSON.stringify((await import(secret.replace(/txt$/, 'json'), { with: { type: 'json' } })).default)",
  'the code of a neighbour through the loader': "require(secret.replace(/txt$/, 'js'))",
  'new Function': "new Function('return process')().getBuiltinModule('fs').readFileSync(secret)",
  'the bare process of the global object': "globalThis.process.mainModule?.require?.('fs').readFileSync(secret) ?? globalThis.process.getBuiltinModule('fs').readFileSync(secret)",
  'a guarded function handed to a scheduler': "await new Promise((resolve) => setTimeout(require('fs').readFile, 1, secret, 'utf8', (error, text) => resolve(text ?? error)))",
  'a descriptor': "(() => { const fs = require('fs'); const bytes = Buffer.alloc(200); fs.readSync(fs.openSync(secret), bytes); return bytes; })()",
  'a stream': "await new Promise((resolve) => require('fs').createReadStream(secret).on('data', resolve).on('error', resolve))",
  'vm': "require('vm').runInThisContext('process.getBuiltinModule(\"fs\")').readFileSync(secret)",
  'a shared environment': "require('fs').readFileSync(secret)",
};

module.exports = [
  ...Object.entries(READS).map(([name, expression]) => ({
    name: `in a worker: ${name}`, wants: 'read', run: evaluated(expression),
  })),
  { name: 'a file of the package as worker', wants: 'read', run: ({ secret }) => answer(new (require('worker_threads').Worker)(file('read.js'), { workerData: secret })) },
  { name: 'an ES module as worker', wants: 'read', run: ({ secret }) => answer(new (require('worker_threads').Worker)(file('read.mjs'), { workerData: secret })) },
  {
    name: 'a file URL as worker', wants: 'read',
    run: ({ secret }) => answer(new (require('worker_threads').Worker)(require('url').pathToFileURL(file('read.js')), { workerData: secret })),
  },
  {
    name: 'a data: URL as worker', wants: 'read',
    run: ({ secret }) => answer(new (require('worker_threads').Worker)(new URL(`data:text/javascript,${encodeURIComponent(
      "import { parentPort, workerData } from 'node:worker_threads'; import fs from 'node:fs'; parentPort.postMessage(fs.readFileSync(workerData, 'utf8'));",
    )}`), { workerData: secret })),
  },
  {
    name: 'code that lies elsewhere as worker', wants: 'read',
    run: ({ secret }) => new Promise((resolve, reject) => {
      const worker = new (require('worker_threads').Worker)(secret, { stderr: true });
      worker.on('error', (error) => resolve(`${error.message}${error.stack}`)).on('exit', reject);
    }),
  },
  { name: 'a worker in a worker', wants: 'read', run: ({ secret }) => start(`
      const { Worker, parentPort, workerData } = require('worker_threads');
      new Worker("require('worker_threads').parentPort.postMessage(require('fs').readFileSync(require('worker_threads').workerData, 'utf8'))", { eval: true, workerData })
        .on('message', (text) => parentPort.postMessage(text));`, { workerData: secret }) },
  { name: 'in a worker: a variable', wants: 'env', run: evaluated('process.env[envName]') },
  { name: 'in a worker: every variable', wants: 'env', run: evaluated('JSON.stringify({ ...process.env })') },
  { name: 'in a worker: every variable of a shared environment', wants: 'env', run: (ctx) => evaluated('JSON.stringify({ ...process.env })', { env: require('worker_threads').SHARE_ENV })(ctx) },
  { name: 'in a worker: the environment of the imported process', wants: 'env', run: evaluated("(await import('process')).env[envName]") },
  { name: 'in a worker: a program', wants: 'exec', run: evaluated("require('child_process').execFileSync('touch', [marker])") },
  { name: 'in a worker: a raw process', wants: 'exec', maxNode: 22, run: evaluated(`(() => {
      const { Process } = process.binding('process_wrap');
      return new Process().spawn({ file: 'touch', args: ['touch', marker], stdio: [] });
    })()`) },
  { name: 'in a worker: a file', wants: 'write', run: evaluated("require('fs').writeFileSync(target, 'x')") },
  { name: 'in a worker: an end', wants: 'exit', run: evaluated('process.exit(1)') },
  { name: 'in a worker: the end of the process by its number', wants: 'exit', run: evaluated("process.kill(process.pid, 'SIGKILL')"), restart: true },
  { name: 'a refusal that a worker does not catch', wants: 'exit', run: async ({ secret }) => {
    const worker = new (require('worker_threads').Worker)(`require('fs').readFileSync(${JSON.stringify(secret)}); require('fs').readFileSync('/nowhere/at/all')`, { eval: true });
    await new Promise((resolve) => { worker.on('exit', resolve); worker.on('error', resolve); });
  } },
  {
    name: 'in a worker: a number somebody else opened', wants: 'read', before: 'open',
    run: ({ given }) => start(`const bytes = Buffer.alloc(200); require('fs').readSync(${given.fd}, bytes, 0, 200, 0); require('worker_threads').parentPort.postMessage(bytes.toString())`),
  },
];
