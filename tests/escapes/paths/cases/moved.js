'use strict';
// Links that others have made in the granted folder, and that lead out of it. They cannot be followed; a path through one that was judged while the link was not there yet can.
const crypto = require('crypto');
const fs = require('fs');

const TRIES = 5;
/** Without Sentinel it is tried until it works, however busy the machine. */
const FREE_TRIES = 200;

/** Node's threads are at work: a file is opened after what follows. */
const occupy = () => { for (let k = 0; k < 4; k++) crypto.pbkdf2('a', 'b', 15_000, 64, 'sha512', () => {}); };

/** `<allowed>/old/link` leads out; what `<allowed>/now` leads to is plain at first. */
function lay(ctx) {
  const at = (name) => `${ctx.allowed}/${name}`;
  fs.mkdirSync(at('old'));
  fs.mkdirSync(at('plain/link'), { recursive: true });
  fs.writeFileSync(at('plain/link/secret.txt'), 'plain');
  fs.writeFileSync(at('plain/link/precious.txt'), 'plain');
  globalThis.bystanderActs.links(ctx.secretDir, at('old/link'));
  globalThis.bystanderActs.links(ctx.precious.slice(0, ctx.precious.lastIndexOf('/')), at('old/out'));
  return at;
}

const SWAPS = {
  'in a folder that is moved': { before: () => {}, during: (at) => fs.renameSync(at('old'), at('now')), after: (at) => fs.renameSync(at('now'), at('old')) },
  'in a folder to which a link is made': {
    before: (at) => fs.symlinkSync(at('plain'), at('now')),
    during(at) { fs.unlinkSync(at('now')); fs.symlinkSync(at('old'), at('now')); },
    after: (at) => fs.rmSync(at('now'), { force: true }),
  },
  'that is moved itself': { before: (at) => fs.mkdirSync(at('now'), { recursive: true }), during: (at) => fs.renameSync(at('old/link'), at('now/link')), after: (at) => fs.renameSync(at('now/link'), at('old/link')) },
};

const tried = (attempt) => async (ctx) => {
  const at = lay(ctx);
  for (let i = 0; i < (ctx.isFree ? FREE_TRIES : TRIES); i++) {
    const text = await attempt(ctx, at).catch((error) => error.code);
    if (`${text}`.includes('SECRET')) return text;
  }
  return '';
};

function during({ before, during: swap, after }, at, start) {
  before(at);
  occupy();
  const pending = start();
  pending.catch(() => {});
  try { swap(at); } catch (error) { return Promise.reject(error); }
  return pending.finally(() => after(at));
}

module.exports = [
  ...Object.entries(SWAPS).map(([name, swap]) => ({ name: `a file behind a link ${name} while it is opened`, wants: 'read', before: 'acts', run: tried((ctx, at) => during(swap, at, () => fs.promises.readFile(at('now/link/secret.txt'), 'utf8'))) })),
  {
    name: 'a file behind a link that others made written while it is moved', wants: 'write', before: 'acts',
    run: tried((ctx, at) => during(SWAPS['in a folder that is moved'], at, () => fs.promises.appendFile(at(`now/out/${ctx.precious.slice(ctx.precious.lastIndexOf('/') + 1)}`), 'x'))),
  },
];
