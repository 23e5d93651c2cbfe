'use strict';
const fs = require('fs');
const { execFileSync } = require('child_process');

module.exports = require('./probe.js')('demo-37-userdir-bypass', {
  read: ({ path }) => fs.readFileSync(path, 'utf8'),
  run: ({ marker }) => { execFileSync('touch', [marker]); },
  write: ({ path }) => fs.appendFileSync(path, '// mine\n'),
});
