'use strict';
// What may not be read is moved to where it may.
const fs = require('fs');

/** Others have left a secret where the attacker may write. */
function lay(ctx) {
  fs.mkdirSync(`${ctx.allowed}/other/read`, { recursive: true });
  globalThis.bystanderActs.copies(ctx.secret, `${ctx.allowed}/other/read/secret.txt`);
}

module.exports = [
  {
    name: 'a folder moved in which somebody left something', wants: 'read', before: 'acts', legit: true,
    run(ctx) {
      lay(ctx);
      fs.renameSync(`${ctx.allowed}/other`, `${ctx.allowed}/in`);
      return fs.readFileSync(`${ctx.allowed}/in/read/secret.txt`, 'utf8');
    },
  },
  {
    name: 'the folder itself moved', wants: 'read', before: 'acts',
    run(ctx) {
      lay(ctx);
      fs.mkdirSync(`${ctx.allowed}/in`);
      fs.renameSync(`${ctx.allowed}/other/read`, `${ctx.allowed}/in/read`);
      return fs.readFileSync(`${ctx.allowed}/in/read/secret.txt`, 'utf8');
    },
  },
];
