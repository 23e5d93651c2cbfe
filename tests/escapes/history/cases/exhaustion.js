'use strict';
// A stack that ends in the middle of a guard: whatever part of it does not run any more, the call must not be made. Tried at
// every depth near the end, because the guard's own frames end somewhere else at each.
const fs = require('fs');
const childProcess = require('child_process');

/** Makes frames large, so that few of them fill the stack. */
const WEIGHT = new Array(60).fill(0);

/** Calls `attempt` at each of the last depths that the stack allows, deepest first, until it gives something. */
const atTheEnd = (attempt, depths = 400) => (ctx) => {
  let out = '';
  let tried = 0;
  const dive = (...weight) => {
    try { dive(...weight); } catch {}
    if (out || tried++ > depths) return;
    try { out = attempt(ctx) ?? ''; } catch {}
  };
  dive(...WEIGHT);
  return out;
};

module.exports = [
  { name: 'a file read', wants: 'read', run: atTheEnd((ctx) => fs.readFileSync(ctx.secret, 'utf8')) },
  { name: 'a file read through the shared original', wants: 'read', run: atTheEnd((ctx) => process.mainModule.constructor.prototype.require.call(module, 'fs').readFileSync(ctx.secret, 'utf8')) },
  { name: 'a file written', wants: 'write', run: atTheEnd((ctx) => { fs.writeFileSync(ctx.precious, 'changed'); return 'written'; }) },
  { name: 'a program started', wants: 'exec', run: atTheEnd((ctx) => { childProcess.execFileSync('touch', [ctx.marker]); return 'started'; }) },
  { name: 'a variable read', wants: 'env', run: atTheEnd((ctx) => process.env[ctx.envName]) },
  { name: 'a file loaded', wants: 'read', run: atTheEnd((ctx) => require(ctx.json).secret) },
  { name: 'a file opened by a promise', wants: 'read', run: async (ctx) => {
    const opened = [];
    atTheEnd(() => { opened.push(fs.promises.readFile(ctx.secret, 'utf8')); return opened.length > 30 ? 'enough' : ''; })(ctx);
    const all = await Promise.allSettled(opened);
    return all.map(({ value }) => value ?? '').join('');
  } },
  { name: 'the process ended', wants: 'exit', restart: true, run: atTheEnd(() => process.exit(0)) },
];
