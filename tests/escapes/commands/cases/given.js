'use strict';
// What a child is given: an environment and open files that say one thing when judged and another when used.
const fs = require('fs');
const { ChildProcess, execFileSync } = require('child_process');

/** Puts a program of ones own that is called like an allowed one into the folder. */
function impostor(ctx) {
  fs.writeFileSync(`${ctx.allowed}/touch`, `#!/bin/sh\n/usr/bin/touch ${ctx.marker} || /bin/touch ${ctx.marker}\n`, { mode: 0o755 });
  return ctx.allowed;
}

const allowed = (ctx) => [`${ctx.common}/program`];

/** An object whose `key` changes after it was read some times. */
function changing(object, key, times, first, later) {
  let reads = 0;
  return Object.defineProperty(object, key, { enumerable: true, configurable: true, get: () => (reads++ < times ? first : later) });
}

module.exports = [
  ...[1, 2, 3].map((times) => ({
    name: `options that are a list with an environment from read ${times + 1} on`, wants: 'exec',
    run: (ctx) => new Promise((resolve) => {
      const env = { ...process.env, PATH: impostor(ctx) };
      require('child_process').exec(`touch ${ctx.common}/line`, changing([], 'env', times, undefined, env), resolve);
    }),
  })),
  {
    name: 'a second PATH before the judged one', wants: 'exec',
    run: (ctx) => {
      const envPairs = [`PATH=${impostor(ctx)}`, ...Object.entries(process.env).map(([name, value]) => `${name}=${value}`)];
      const child = new ChildProcess();
      child.on('error', () => {});
      child.spawn({ file: 'touch', args: ['touch', ...allowed(ctx)], stdio: 'ignore', envPairs });
    },
  },
  {
    name: 'an environment that is a function and changes', wants: 'exec',
    run: (ctx) => {
      const { PATH } = process.env;
      const later = impostor(ctx);
      for (let times = 0; times < 12; times++) {
        try {
          execFileSync('touch', allowed(ctx), { env: changing(Object.assign(() => {}, process.env), 'PATH', times, PATH, later), stdio: 'ignore' });
        } catch {
          // judged in time
        }
      }
    },
  },
  {
    name: 'an open file that changes its number', wants: 'read', before: 'open',
    run: (ctx) => ctx.kit.first([0, 1, 2, 3].map((times) => () => execFileSync('cat', ['-'], { stdio: [changing({}, 'fd', times, undefined, ctx.given.fd), 'pipe', 'ignore'] }))),
  },
  {
    name: 'an open file behind a stream that changes', wants: 'read', before: 'open',
    run: (ctx) => {
      const stream = changing(fs.createReadStream(`${ctx.allowed}/ok.txt`).on('error', () => {}), 'fd', 0, undefined, ctx.given.fd);
      return execFileSync('cat', ['-'], { stdio: [stream, 'pipe', 'ignore'] });
    },
  },
];
