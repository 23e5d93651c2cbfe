'use strict';
// Calls that hide their callback from a guard, or throw where a guard reads.
const childProcess = require('child_process');
const fs = require('fs');
const path = require('path');

const isSecret = (ctx, name) => path.resolve(ctx.allowed, name).startsWith(ctx.secretDir);

/** Throws `undefined` the first time it is read, which a guard could take for "nothing to complain about". */
const throwsOnce = (value) => {
  let reads = 0;
  return () => {
    if (reads++ === 0) throw undefined;
    return value;
  };
};

module.exports = [
  {
    name: 'glob with one argument too many', wants: 'escaped', minNode: 22,
    run: (ctx) => new Promise((resolve, reject) => {
      fs.glob(`${path.relative(ctx.allowed, ctx.secretDir)}/**`, { cwd: ctx.allowed }, (error, names) => (error ? reject(error) : resolve(names.some((name) => isSecret(ctx, name)) ? 'ESCAPED' : '')), 0);
    }),
  },
  {
    name: 'a URL that throws undefined', wants: 'read',
    run: (ctx) => {
      const href = throwsOnce(`file://${ctx.secret}`);
      return fs.readFileSync({ protocol: 'file:', get href() { return href(); }, hostname: '', pathname: ctx.secret }, 'utf8');
    },
  },
  {
    name: 'options that throw undefined', wants: 'exec',
    run: (ctx) => {
      const env = throwsOnce({});
      return childProcess.execFileSync('touch', [ctx.marker], { get env() { return env(); } });
    },
  },
];
