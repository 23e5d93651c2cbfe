'use strict';
const fs = require('fs');

module.exports = require('./probe.js')('scene-linked', {
  readOwn: ({ path }) => fs.readFileSync(path, 'utf8'),
  readLater: async ({ path }) => { await null; return fs.promises.readFile(path, 'utf8'); },
  touch: ({ marker }) => { require('child_process').execFileSync('touch', [marker]); },
});
