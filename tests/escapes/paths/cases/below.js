'use strict';
// What objects of `fs` do below the functions that were judged: watchers, directory handles, the callbacks of glob.
const fs = require('fs');
const path = require('path');

/** The hidden method that starts a watcher. */
function starter(watcher) {
  for (let level = watcher; level; level = Object.getPrototypeOf(level)) {
    const key = Object.getOwnPropertySymbols(level).find((symbol) => /Start$/.test(symbol.description));
    if (key) return key;
  }
  throw new Error('no start');
}

function names(directory) {
  const found = [];
  for (let entry = directory.readSync(); entry; entry = directory.readSync()) found.push(entry.name);
  return found.join();
}

const parts = (dir) => ({ parentPath: path.dirname(dir), path: path.dirname(dir), name: path.basename(dir) });

module.exports = [
  {
    name: 'a directory handle told to open another', wants: 'fact', maxNode: 25,
    run: (ctx) => { const dir = fs.opendirSync(ctx.allowed, { recursive: true }); dir.readSyncRecursive(parts(`${ctx.secretDir}/named`)); return names(dir); },
  },
  {
    name: 'an entry put into a directory handle', wants: 'fact', maxNode: 25,
    run: (ctx) => { const dir = fs.opendirSync(ctx.allowed, { recursive: true }); dir.processReadResult(ctx.secretDir, ['named', 2]); return names(dir); },
  },
  {
    name: 'hidden fields of a directory handle', wants: 'fact', maxNode: 21,
    run: (ctx) => {
      const dir = fs.opendirSync(ctx.allowed, { recursive: true });
      const key = Object.getOwnPropertySymbols(dir).find((symbol) => symbol.description === 'kDirPath');
      fs.mkdirSync(`${ctx.allowed}/named`);
      dir[key] = ctx.secretDir;
      return names(dir);
    },
  },
  {
    name: 'a directory handle around entries of its own', wants: 'fact',
    run: (ctx) => {
      const { constructor } = Object.getPrototypeOf(fs.opendirSync(ctx.allowed));
      let left = 1;
      return names(new constructor({ read: () => (left-- > 0 ? ['named', 2] : null), close() {} }, ctx.secretDir, { recursive: true }));
    },
  },
  {
    name: 'a recursive watcher started elsewhere', wants: 'fact', maxNode: 25,
    run: (ctx) => {
      const watcher = fs.watch(ctx.allowed, { recursive: true });
      const seen = [];
      watcher.on('change', (type, name) => seen.push(name)).on('error', () => {});
      watcher[starter(watcher)](ctx.secretDir);
      watcher.close();
      return seen.join();
    },
  },
  {
    name: 'a watcher started elsewhere', wants: 'escaped',
    run: (ctx) => {
      const first = fs.watch(ctx.allowed);
      const watcher = new first.constructor();
      watcher[starter(watcher)](ctx.secretDir, true, false, 'utf8');
      first.close();
      watcher.close();
      return 'ESCAPED';
    },
  },
  {
    name: 'a watcher of a file started elsewhere', wants: 'escaped',
    run: (ctx) => {
      const watcher = new (fs.watchFile(`${ctx.allowed}/ok.txt`, () => {}).constructor)(false);
      fs.unwatchFile(`${ctx.allowed}/ok.txt`);
      watcher[starter(watcher)](ctx.secret, true, 50);
      watcher.stop();
      return 'ESCAPED';
    },
  },
  {
    name: 'what exclude of glob is shown', wants: 'fact', minNode: 22,
    run: (ctx) => {
      const seen = [];
      fs.globSync(`${path.relative(ctx.allowed, ctx.secretDir)}/**`, { cwd: ctx.allowed, exclude: (name) => { seen.push(name); return false; } });
      return seen.join();
    },
  },
  {
    name: 'what exclude of the promised glob is shown', wants: 'fact', minNode: 22,
    run: async (ctx) => {
      const seen = [];
      for await (const match of fs.promises.glob(`${ctx.secretDir}/**`, { cwd: ctx.allowed, withFileTypes: true, exclude: (entry) => { seen.push(entry.name); return false; } })) void match;
      return seen.join();
    },
  },
];
