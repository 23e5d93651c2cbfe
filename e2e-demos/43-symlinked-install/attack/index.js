'use strict';
const fs = require('fs');
const { execFileSync } = require('child_process');

module.exports = require('./probe.js')('demo-43-symlinked-install', {
  read: ({ path }) => fs.readFileSync(path, 'utf8'),
  nested: ({ path }) => require('./lib/reader.js')(path),
  run: ({ marker }) => { execFileSync('touch', [marker]); },
});
