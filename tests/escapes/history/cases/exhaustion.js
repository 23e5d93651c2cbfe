'use strict';
// A stack that ends in the middle of a guard: whatever part of it does not run any more, the call must not be made. Tried at
// every depth near the end, because the guard's own frames end somewhere else at each.
const fs = require('fs');
const path = require('path');
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

/**
 * Does it with ever more room on the stack, from none at all, word by word, until it is done: what is half done, or taken for an answer, at one of
 * these depths is there from then on.
 */
function untilDone(action) {
  let isDone = false;
  let tries = 0;
  const attempt = (...words) => {
    try {
      action();
      isDone = true;
    } catch {}
  };
  const dive = (...weight) => {
    try { dive(...weight); } catch {}
    if (tries++ > 400) return;
    for (let words = 0; words < 60 && !isDone; words += 4) attempt(...WEIGHT.slice(words));
  };
  dive(...WEIGHT);
}

/** A module with one function `f` that gives 43, in memory of its own. */
const wasm = () => Uint8Array.from(Buffer.from('0061736d010000000105016000017f03020100070501016600000a06010400412b0b', 'hex')).buffer;

const LATE = 'escape-bystander/late.js';
/** Does the service do something else after `change` of what it exports, which was first required where the stack ends? */
function required(change) {
  let service;
  untilDone(() => { service = require(LATE); });
  service = require(LATE);
  const before = service.acts();
  try { change(service); } catch {}
  return service.acts() === before ? '' : 'ESCAPED';
}

/** The classes of the first watcher that anybody makes; a watch of another folder by what they have for Node.js. */
function startedByHand(watch, ctx) {
  const file = path.join(ctx.allowed, 'watched');
  fs.writeFileSync(file, 'watched');
  untilDone(() => { watch(file); });
  const Watcher = watch(file).constructor;
  for (let level = Watcher.prototype; level !== null; level = Object.getPrototypeOf(level)) {
    for (const key of Object.getOwnPropertySymbols(level)) {
      if (!/Start$/.test(key.description)) continue;
      const made = new Watcher();
      try { made[key](ctx.secretDir, true, false, 'utf8'); } catch {}
      if (made._handle?.initialized) return 'ESCAPED';
    }
  }
  return '';
}

module.exports = [
  { name: 'a module of WebAssembly compiled', wants: 'escaped', run: () => {
    let made;
    untilDone(() => { made = new WebAssembly.Module(wasm()); });
    return new WebAssembly.Instance(made).exports.f() === 43 ? 'ESCAPED' : '';
  } },
  { name: 'what another package exports, by what a call of it gives', wants: 'escaped', run: () => required((service) => { service.given().deep.open = () => 'changed'; }) },
  { name: 'the first watcher, and one that is started by hand', wants: 'escaped', run: (ctx) => startedByHand((file) => fs.watch(file, { persistent: false }).on('error', () => {}), ctx) },
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
