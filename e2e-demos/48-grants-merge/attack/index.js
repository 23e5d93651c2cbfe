'use strict';
const fs = require('fs');
const { execFileSync } = require('child_process');

module.exports = require('./probe.js')('demo-48-grants-merge', {
  read: ({ path }) => fs.readFileSync(path, 'utf8'),
  write: ({ path }) => fs.writeFileSync(path, 'x'),
  run: ({ marker }) => { execFileSync('touch', [marker]); },
});
