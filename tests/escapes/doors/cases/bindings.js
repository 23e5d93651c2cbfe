'use strict';
// Below the public modules: internal bindings, handles, and what processes show of them.

/** Starts touch on a process handle; the call changed its form in Node 24. */
function rawSpawn(handle, marker) {
  const args = ['touch', marker];
  const stdio = [{ type: 'ignore' }, { type: 'ignore' }, { type: 'ignore' }];
  if (Number(process.versions.node.split('.')[0]) < 24) return handle.spawn({ file: 'touch', args, envPairs: ['PATH=/usr/bin:/bin'], stdio });
  return handle.spawn('touch', args, undefined, ['PATH=/usr/bin:/bin'], stdio, 0);
}

const readWith = (binding, path) => {
  const fd = binding.open(path, 0, 0o666);
  const bytes = Buffer.alloc(200);
  binding.read(fd, bytes, 0, bytes.length, -1);
  return bytes;
};

const spawnSync = (binding, marker) => {
  const pipe = { type: 'pipe', readable: true, writable: true };
  return binding.spawn({ file: 'touch', args: ['touch', marker], envPairs: ['PATH=/usr/bin:/bin'], stdio: [pipe, pipe, pipe] });
};

module.exports = [
  { name: 'process.binding fs', wants: 'read', run: (ctx) => readWith(process.binding('fs'), ctx.secret) },
  { name: 'process.binding spawn_sync', wants: 'exec', run: (ctx) => { spawnSync(process.binding('spawn_sync'), ctx.marker); } },
  {
    name: 'process.binding process_wrap', wants: 'exec',
    run: (ctx) => { rawSpawn(new (process.binding('process_wrap').Process)(), ctx.marker); },
  },
  { name: 'process.binding through the required process', wants: 'read', run: (ctx) => readWith(require('process').binding('fs'), ctx.secret) },
  { name: 'process.binding through import', wants: 'read', run: async (ctx) => readWith((await import('node:process')).binding('fs'), ctx.secret) },
  { name: 'process.binding called on another object', wants: 'read', run: (ctx) => readWith(process.binding.call({}, 'fs'), ctx.secret) },
  { name: 'process.binding through Reflect.apply', wants: 'read', run: (ctx) => readWith(Reflect.apply(process.binding, process, ['fs']), ctx.secret) },
  { name: 'process.binding of a function made from text', wants: 'read', run: (ctx) => readWith(new Function('return process.binding("fs")')(), ctx.secret) },
  { name: 'process.binding natives give the loader', wants: 'escaped', run: () => (process.binding('natives').fs ? 'ESCAPED' : '') },
  { name: 'process.binding contextify', wants: 'escaped', run: () => (process.binding('contextify').ContextifyScript ? 'ESCAPED' : '') },
  {
    name: 'process.binding tcp_wrap', wants: 'escaped',
    run: () => (typeof new (process.binding('tcp_wrap').TCP)(0).connect === 'function' ? 'ESCAPED' : ''),
  },
  { name: 'process._linkedBinding', wants: 'escaped', run: () => (process._linkedBinding('fs') ? 'ESCAPED' : '') },
  { name: 'require of an internal module', wants: 'escaped', run: () => (require('internal/bootstrap/realm') ? 'ESCAPED' : '') },
  {
    name: 'the constructor of a process handle', wants: 'exec',
    run: (ctx) => {
      const { ChildProcess } = require('child_process');
      const child = new ChildProcess();
      rawSpawn(new child._handle.constructor(), ctx.marker);
    },
  },
  {
    name: 'the handle of a new ChildProcess', wants: 'exec',
    run: (ctx) => { rawSpawn(new (require('child_process').ChildProcess)()._handle, ctx.marker); },
  },
  {
    name: 'ChildProcess.prototype.spawn', wants: 'exec',
    run: (ctx) => {
      const { ChildProcess } = require('child_process');
      const child = Reflect.construct(ChildProcess, [], Object);
      ChildProcess.prototype.spawn.call(new ChildProcess(), { file: 'touch', args: ['touch', ctx.marker], stdio: 'ignore', envPairs: ['PATH=/usr/bin:/bin'] });
      return `${child}`;
    },
  },
  {
    name: 'a class that extends ChildProcess', wants: 'exec',
    run: (ctx) => {
      class Mine extends require('child_process').ChildProcess {}
      new Mine().spawn({ file: 'touch', args: ['touch', ctx.marker], stdio: 'ignore', envPairs: ['PATH=/usr/bin:/bin'] });
    },
  },
  {
    name: 'handles found through _getActiveHandles', wants: 'escaped',
    run: () => (process._getActiveHandles().some((handle) => handle._handle?.constructor) ? 'ESCAPED' : ''),
  },
  {
    name: 'the native FileHandle behind a FileHandle', wants: 'escaped',
    run: async () => {
      const handle = await require('fs').promises.open(__filename);
      const key = Object.getOwnPropertySymbols(handle).find((symbol) => /handle/i.test(symbol.description));
      await handle.close();
      return handle[key]?.constructor ? 'ESCAPED' : '';
    },
  },
];
