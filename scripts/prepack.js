'use strict';
/** Runs before `npm pack`: refuses to make a package in which something named in `files` is missing. */
const fs = require('node:fs');
const path = require('node:path');
const { root, addonPath } = require('./lib/platform');

const { files } = require('../package.json');
const missing = files
  .filter((entry) => !entry.includes('*') && !fs.existsSync(path.join(root, entry)))
  .concat(fs.existsSync(addonPath()) ? [] : [path.relative(root, addonPath())]);

if (missing.length > 0) {
  console.error(`pack: missing ${missing.join(', ')}; run \`npm run build\` first`);
  process.exitCode = 1;
}
