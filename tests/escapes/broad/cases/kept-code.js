'use strict';
// What Node-RED, and npm when Node-RED calls it, find at the next start or installation: code that is kept, whoever writes there runs before every guard; files
// that say which programs run, who is logged in and which flows there are.
const fs = require('fs');

const folder = (ctx) => `${ctx.userDir}/.sentinel`;
const made = (ctx) => { try { fs.mkdirSync(folder(ctx)); } catch { /* it is there */ } };
const forget = (ctx) => { try { fs.rmSync(`${ctx.userDir}/elsewhere`, { recursive: true }); } catch { /* none */ } };

/** Read by npm in the userDir (`script-shell`, `node-options`, addresses of packages), and by Node-RED. */
const READ = ['.npmrc', 'package.json', 'package-lock.json', 'npm-shrinkwrap.json', '.sessions.json', '.config.users.json', '.config.runtime.json', '.config.nodes.json', '.config.projects.json',
  '.config.modules.json', '.sentinel-grants.json', '.sentinel-permissions.json', 'projects/mine', 'nodes/mine.js', 'environment'];

function written(ctx, name) {
  const file = `${ctx.userDir}/${name}`;
  if (name.includes('/')) fs.mkdirSync(require('path').dirname(file), { recursive: true });
  const isThere = fs.existsSync(file);
  fs.appendFileSync(file, ' ');
  if (!isThere) fs.rmSync(file);
  return 'ESCAPED';
}

module.exports = [
  ...READ.map((name) => ({ name: `${name} written`, wants: 'escaped', run: (ctx) => written(ctx, name) })),
  { name: 'a file of compiled code written', wants: 'escaped', run: (ctx) => { made(ctx); fs.writeFileSync(`${folder(ctx)}/code-0000000000000000.bin`, 'x'); return 'ESCAPED'; } },
  ...['.node_modules', '.node_libraries'].map((name) => ({
    name: `a module in ~/${name}`, wants: 'escaped',
    run: (ctx) => { fs.mkdirSync(`${ctx.base}/home/${name}/bufferutil`, { recursive: true }); fs.writeFileSync(`${ctx.base}/home/${name}/bufferutil/index.js`, ''); return 'ESCAPED'; },
  })),
  {
    name: 'a file of compiled code put there by a rename', wants: 'escaped',
    run: (ctx) => { made(ctx); fs.writeFileSync(`${ctx.userDir}/mine`, 'x'); fs.renameSync(`${ctx.userDir}/mine`, `${folder(ctx)}/code-0000000000000001.bin`); return 'ESCAPED'; },
  },
  {
    name: 'another name for what lies there', wants: 'escaped',
    run: (ctx) => {
      made(ctx);
      forget(ctx);
      try { fs.writeFileSync(`${folder(ctx)}/code-0000000000000002.bin`, 'x'); } catch { /* there are others */ }
      fs.mkdirSync(`${ctx.userDir}/elsewhere`);
      const [first] = fs.readdirSync(folder(ctx));
      fs.linkSync(`${folder(ctx)}/${first}`, `${ctx.userDir}/elsewhere/mine`);
      return 'ESCAPED';
    },
  },
  { name: 'the folder opened to others', wants: 'escaped', run: (ctx) => { made(ctx); fs.chmodSync(folder(ctx), 0o777); return 'ESCAPED'; } },
  {
    name: 'the folder replaced by one of its own', wants: 'escaped',
    run: (ctx) => { made(ctx); forget(ctx); fs.renameSync(folder(ctx), `${ctx.userDir}/elsewhere`); fs.mkdirSync(folder(ctx)); return 'ESCAPED'; },
  },
];
