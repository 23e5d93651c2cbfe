'use strict';
// Builtins that read, write or run things on the way to something else.
const path = require('node:path');
const { PassThrough } = require('node:stream');

const payload = (name) => path.join(__dirname, '..', 'files', name);

/** Runs code in a worker and gives its first message. */
const worker = (code, options = {}) => new Promise((resolve, reject) => {
  const { Worker } = require('worker_threads');
  new Worker(code, { eval: true, ...options }).on('message', resolve).on('error', reject).on('exit', () => resolve(''));
});

const READ = (ctx) => `require('fs').readFileSync(${JSON.stringify(ctx.secret)}, 'utf8')`;

/** A WebAssembly module that makes the folder `name` under the first preopened folder. */
function wasiMaker(name) {
  const text = (s) => [s.length, ...Buffer.from(s)];
  const section = (id, bytes) => [id, bytes.length, ...bytes];
  const I32 = 0x7f;
  return Buffer.from([
    0, 0x61, 0x73, 0x6d, 1, 0, 0, 0,
    ...section(1, [2, 0x60, 3, I32, I32, I32, 1, I32, 0x60, 0, 0]),
    ...section(2, [1, ...text('wasi_snapshot_preview1'), ...text('path_create_directory'), 0, 0]),
    ...section(3, [1, 1]),
    ...section(5, [1, 0, 1]),
    ...section(7, [2, ...text('memory'), 2, 0, ...text('_start'), 0, 1]),
    ...section(10, [1, 11, 0, 0x41, 3, 0x41, 0, 0x41, name.length, 0x10, 0, 0x1a, 0x0b]),
    ...section(11, [1, 0, 0x41, 0, 0x0b, name.length, ...Buffer.from(name)]),
  ]);
}

module.exports = [
  { name: 'worker with eval', wants: 'read', run: (ctx) => worker(`require('worker_threads').parentPort.postMessage(${READ(ctx)})`) },
  {
    name: 'worker without the preload', wants: 'read',
    run: (ctx) => worker(`require('worker_threads').parentPort.postMessage(${READ(ctx)})`, { execArgv: [], env: {} }),
  },
  { name: 'worker that runs a program', wants: 'exec', run: (ctx) => worker(`require('child_process').execFileSync('touch', [${JSON.stringify(ctx.marker)}])`) },
  {
    name: 'worker from a file', wants: 'read',
    run: (ctx) => new Promise((resolve, reject) => {
      const { Worker } = require('node:worker_threads');
      new Worker(payload('worker.js'), { workerData: ctx.secret }).on('message', resolve).on('error', reject);
    }),
  },
  {
    name: 'worker from a data: URL', wants: 'read',
    run: (ctx) => new Promise((resolve, reject) => {
      const { Worker } = require('worker_threads');
      const code = `import { parentPort } from 'node:worker_threads'; import fs from 'node:fs'; parentPort.postMessage(fs.readFileSync(${JSON.stringify(ctx.secret)}, 'utf8'));`;
      new Worker(new URL(`data:text/javascript,${encodeURIComponent(code)}`)).on('message', resolve).on('error', reject);
    }),
  },
  {
    name: 'inspector session', wants: 'read',
    run: (ctx) => {
      const session = new (require('inspector').Session)();
      session.connect();
      const { promise, resolve, reject } = ctx.kit.deferred();
      const expression = `process.mainModule.require('fs').readFileSync(${JSON.stringify(ctx.secret)}, 'utf8')`;
      session.post('Runtime.evaluate', { expression }, (error, answer) => (error ? reject(error) : resolve(answer.result.value)));
      session.disconnect();
      return promise;
    },
  },
  {
    name: 'inspector session of the promises module', wants: 'read', minNode: 20,
    run: async (ctx) => {
      const session = new (require('node:inspector/promises').Session)();
      session.connect();
      const expression = `process.getBuiltinModule('fs').readFileSync(${JSON.stringify(ctx.secret)}, 'utf8')`;
      try {
        return (await session.post('Runtime.evaluate', { expression })).result.value;
      } finally {
        session.disconnect();
      }
    },
  },
  {
    name: 'WASI with the root preopened', wants: 'write',
    run: async (ctx) => {
      const { WASI } = require('wasi');
      const wasi = new WASI({ version: 'preview1', preopens: { '/': ctx.targetDir }, returnOnExit: true });
      const { instance } = await WebAssembly.instantiate(wasiMaker('wasi'), wasi.getImportObject());
      wasi.start(instance);
    },
  },
  {
    name: 'sqlite makes a file', wants: 'write', minNode: 22,
    run: (ctx) => { const db = new (require('node:sqlite').DatabaseSync)(ctx.target); db.exec('create table t (x)'); db.close(); },
  },
  {
    name: 'sqlite writes through VACUUM INTO', wants: 'write', minNode: 22,
    run: (ctx) => {
      const db = new (process.getBuiltinModule('node:sqlite').DatabaseSync)(':memory:');
      db.exec('create table t (x)');
      db.exec(`vacuum into '${ctx.target}'`);
    },
  },
  {
    name: 'sqlite attaches a file', wants: 'write', minNode: 22,
    run: (ctx) => {
      const db = new (require('node:sqlite').DatabaseSync)(':memory:');
      db.exec(`attach '${ctx.target}' as other`);
      db.exec('create table other.t (x)');
    },
  },
  {
    name: 'sqlite backup', wants: 'write', minNode: 24,
    run: async (ctx) => {
      const sqlite = require('node:sqlite');
      await sqlite.backup(new sqlite.DatabaseSync(':memory:'), ctx.target);
    },
  },
  {
    name: 'the test runner', wants: 'exec',
    run: async (ctx) => {
      process.env.NRGS_MARKER = ctx.marker;
      const stream = require('node:test').run({ files: [payload('runs.js')], isolation: 'process' });
      for await (const event of stream) if (event.type === 'test:fail' || event.type === 'test:pass') break;
      delete process.env.NRGS_MARKER;
    },
  },
  {
    name: 'cluster', wants: 'exec', restart: true,
    run: async (ctx) => {
      const cluster = require('cluster');
      cluster.setupPrimary({ exec: payload('runs.js'), args: [ctx.marker] });
      const child = cluster.fork({ NODE_OPTIONS: '' });
      await new Promise((resolve) => { child.on('exit', resolve); });
    },
  },
  {
    name: 'V8 flags', wants: 'escaped', restart: true,
    run: () => {
      require('v8').setFlagsFromString('--allow-natives-syntax');
      return new Function('return %IsSmi(1)')() ? 'ESCAPED' : '';
    },
  },
  { name: 'heap snapshot file', wants: 'write', legit: true, run: (ctx) => require('v8').writeHeapSnapshot(ctx.target) },
  {
    name: 'heap snapshot stream', wants: 'env',
    run: async (ctx) => {
      const text = (await ctx.kit.collect(require('v8').getHeapSnapshot())).toString('latin1');
      return /env-[0-9a-f]{24}/.exec(text)?.[0] ?? '';
    },
  },
  { name: 'diagnostic report to a file', wants: 'write', run: (ctx) => process.report.writeReport(ctx.target) },
  {
    name: 'diagnostic report to a folder and name set before', wants: 'write',
    run: (ctx) => {
      process.report.directory = ctx.targetDir;
      process.report.filename = 'report';
      try {
        process.report.writeReport();
      } finally {
        process.report.directory = '';
        process.report.filename = '';
      }
    },
  },
  { name: 'diagnostic report in memory', wants: 'env', run: (ctx) => process.report.getReport().environmentVariables[ctx.envName] },
  {
    name: 'a REPL', wants: 'read',
    run: async (ctx) => {
      const [input, output] = [new PassThrough(), new PassThrough()];
      const server = require('repl').start({ input, output, terminal: false });
      const all = ctx.kit.collect(output);
      input.write(`${READ(ctx)}\n`);
      await ctx.kit.wait(20);
      server.close();
      output.end();
      return all;
    },
  },
  {
    name: 'a REPL that loads a file', wants: 'read',
    run: async (ctx) => {
      const [input, output] = [new PassThrough(), new PassThrough()];
      const server = require('node:repl').start({ input, output, terminal: true });
      const all = ctx.kit.collect(output);
      input.write(`.load ${ctx.secret}\n`);
      await ctx.kit.wait(50);
      server.close();
      output.end();
      return all;
    },
  },
  {
    name: 'a REPL that saves a file', wants: 'write',
    run: async (ctx) => {
      const [input, output] = [new PassThrough(), new PassThrough()];
      const server = require('repl').start({ input, output, terminal: false });
      input.write(`1 + 1\n.save ${ctx.target}\n`);
      await ctx.kit.wait(20);
      server.close();
    },
  },
  {
    name: 'http2 sends a file', wants: 'read',
    run: async (ctx) => {
      const http2 = require('http2');
      const server = http2.createServer();
      server.on('stream', (stream) => {
        stream.on('error', () => {});
        try { stream.respondWithFile(ctx.secret, {}, { onError: () => stream.close() }); } catch { stream.close(); }
      });
      await new Promise((resolve, reject) => { server.on('error', reject).listen(0, '127.0.0.1', resolve); });
      const client = http2.connect(`http://127.0.0.1:${server.address().port}`);
      try {
        return await ctx.kit.collect(client.request({ ':path': '/' }));
      } finally {
        client.close();
        server.close();
      }
    },
  },
  { name: 'trace events file', wants: 'escaped', restart: true, run: async (ctx) => {
    const tracing = require('trace_events').createTracing({ categories: ['node.fs.sync'] });
    tracing.enable();
    const on = require('trace_events').getEnabledCategories();
    tracing.disable();
    return on ? 'ESCAPED' : '';
  } },
  {
    name: 'compile cache folder', wants: 'write', minNode: 22, restart: true,
    run: (ctx) => {
      const module_ = require('module');
      module_.enableCompileCache(ctx.target);
      require('../files/get.js');
      module_.flushCompileCache?.();
    },
  },
  { name: 'Utf8Stream', wants: 'write', minNode: 24, run: (ctx) => new (require('fs').Utf8Stream)({ dest: ctx.target, sync: true }).write('x') },
  {
    name: 'source map of a file', wants: 'read', restart: true,
    run: (ctx) => {
      const module_ = require('module');
      process.setSourceMapsEnabled(true);
      const made = new module_(path.join(__dirname, 'mapped.js'), module);
      made.filename = made.id;
      made._compile(`module.exports = 1;\n//# sourceMappingURL=${path.relative(__dirname, ctx.json)}`, made.id);
      return module_.findSourceMap(made.id)?.payload;
    },
  },
  { name: 'loadEnvFile', wants: 'read', run: (ctx) => { process.loadEnvFile(ctx.secret); return process.env.SECRET_IN_FILE; }, restart: true },
  {
    name: 'a loader hook in another thread', wants: 'exec', restart: true,
    run: async (ctx) => {
      require('module').register('../files/hooks.mjs', { parentURL: `file://${__filename}`, data: ctx.marker });
      await import('data:text/javascript,1').catch(() => {});
    },
  },
  {
    name: 'a synchronous loader hook', wants: 'escaped', minNode: 22, restart: true,
    run: () => {
      let seen = '';
      const hooks = require('module').registerHooks({ resolve: (name, context, next) => { seen = context.parentURL ?? ''; return next(name, context); } });
      process.mainModule.require('path');
      hooks.deregister();
      return seen.endsWith('red.js') ? 'ESCAPED' : '';
    },
  },
  { name: 'process.execve', wants: 'exec', minNode: 24, run: (ctx) => process.execve('/usr/bin/touch', ['touch', ctx.marker], {}), restart: true },
  {
    name: 'an async hook that sees the work of others', wants: 'escaped', restart: true,
    run: (ctx) => {
      const seen = new Set();
      const hook = require('async_hooks').createHook({ init: (id, type) => seen.add(type) }).enable();
      setTimeout(() => {}, 0);
      hook.disable();
      return seen.size > 0 ? 'ESCAPED' : '';
    },
  },
  {
    name: 'crypto.setEngine loads a library', wants: 'escaped',
    // OpenSSL says that it looked for the file: the call was not stopped
    run: (ctx) => {
      try {
        require('crypto').setEngine(ctx.secret);
      } catch (error) {
        return /ENGINE|dso|could not load/i.test(`${error.message}${error.opensslErrorStack}`) && error.code !== 'ERR_SENTINEL_DENIED' ? 'ESCAPED' : '';
      }
      return 'ESCAPED';
    },
  },
  {
    name: 'dlopen of an addon', wants: 'escaped',
    run: (ctx) => {
      const made = { exports: {} };
      const [file] = require('fs').readdirSync(`${ctx.sentinel}/native`).filter((name) => name.endsWith('.node'));
      process.dlopen(made, `${ctx.sentinel}/native/${file}`);
      return Object.keys(made.exports).length > 0 ? 'ESCAPED' : '';
    },
  },
];
