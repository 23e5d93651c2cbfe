'use strict';
// Paths that lead to protected places by the time the call is carried out, and calls that write to a path besides.
const fs = require('fs');
const path = require('path');

/** Keeps the threads busy that carry out calls of `fs`. */
function occupy() {
  for (let i = 0; i < 6; i++) require('crypto').pbkdf2('a', 'b', 60_000, 64, 'sha512', () => {});
}

/** A folder of its own, which is a link to `target` when `swap` has run. */
function folder(ctx, target, link = fs.symlinkSync) {
  const at = `${ctx.targetDir}/at`;
  fs.mkdirSync(at);
  return {
    at,
    swap() {
      fs.renameSync(at, `${ctx.targetDir}/before`);
      link(target, at);
    },
  };
}

/** `act` on a file of Node-RED's, by the name it would have behind the link. */
const onSettings = (act, link) => async (ctx) => {
  const { at, swap } = folder(ctx, ctx.userDir, link);
  fs.writeFileSync(`${at}/settings.js`, 'mine');
  occupy();
  const acting = act(`${at}/settings.js`);
  acting.catch(() => undefined);
  swap();
  await acting;
  const file = `${ctx.userDir}/settings.js`;
  return !fs.existsSync(file) || fs.readFileSync(file, 'utf8').includes('changed') ? 'ESCAPED' : 'as before';
};

const { appendFile, rm, writeFile } = fs.promises;
const linked = (target, at) => { fs.symlinkSync(target, `${at}-other`); fs.renameSync(`${at}-other`, at); };

module.exports = [
  { name: 'writeFile through a folder that becomes a link', wants: 'escaped', restart: true, run: onSettings((file) => writeFile(file, 'changed')) },
  { name: 'appendFile through a folder that becomes a link', wants: 'escaped', restart: true, run: onSettings((file) => appendFile(file, '// changed')) },
  { name: 'rm through a folder that becomes a link', wants: 'escaped', restart: true, run: onSettings((file) => rm(file, { force: true })) },
  { name: 'writeFile through a link that is moved there', wants: 'escaped', restart: true, run: onSettings((file) => writeFile(file, 'changed'), linked) },
  {
    name: 'a heap snapshot instead of the settings', wants: 'escaped', restart: true,
    run(ctx) {
      require('v8').writeHeapSnapshot(`${ctx.userDir}/settings.js`);
      return 'ESCAPED';
    },
  },
  {
    name: 'the environment through a folder that becomes a link', wants: 'env',
    run: async (ctx) => {
      const { at, swap } = folder(ctx, '/proc/self');
      fs.writeFileSync(path.join(at, 'environ'), 'mine');
      occupy();
      const reading = fs.promises.readFile(path.join(at, 'environ'), 'latin1');
      reading.catch(() => undefined);
      swap();
      return reading;
    },
  },
];
