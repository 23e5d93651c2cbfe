'use strict';
/** `npm run build`: the addon of this platform into native/. `--force` builds although nothing changed. */
const path = require('node:path');
const { ensureAddon } = require('./lib/addon');
const { root } = require('./lib/platform');

ensureAddon({ force: process.argv.includes('--force') }).then(
  ({ addon, built }) => {
    if (!built) console.log(`${path.relative(root, addon)} is up to date`);
  },
  (error) => {
    console.error(`build: ${error.message}`);
    process.exitCode = 1;
  },
);
