'use strict';
// Installs the palette once into .work/corpus/palette, exactly as locked, without scripts; only
// sqlite's addon is compiled (about a minute), because there is no other way to get it from npm alone.
const crypto = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const { WORK, npm } = require('../support/installs.js');
const { withLock } = require('../support/lock.js');

const CORPUS = path.join(WORK, 'corpus');
const PALETTE = path.join(CORPUS, 'palette');
const ADDON = path.join('node_modules', 'sqlite3', 'build', 'Release', 'node_sqlite3.node');
const LOCKED = path.join(__dirname, 'palette');

/** What the marker must say for the folder to be complete and current. */
function fingerprint() {
  const hash = crypto.createHash('sha256');
  for (const name of ['package.json', 'package-lock.json']) hash.update(fs.readFileSync(path.join(LOCKED, name)));
  return `${hash.digest('hex')}\n`;
}

/**
 * `--nodedir` for node-gyp where the headers of a Node are on this machine; elsewhere it fetches them.
 * The addon speaks Node-API, so the headers of any Node will do.
 */
function headers() {
  const prefixes = [path.resolve(process.execPath, '..', '..'), '/usr/local', '/usr'];
  const found = prefixes.find((prefix) => fs.existsSync(path.join(prefix, 'include', 'node', 'node_api.h')));
  return found ? [`--nodedir=${found}`] : [];
}

/**
 * Makes sure the palette is there.
 * @returns {Promise<string>} the folder, usable as a userDir
 */
async function ensurePalette() {
  const marker = path.join(PALETTE, '.complete');
  const complete = () => fs.existsSync(marker) && fs.readFileSync(marker, 'utf8') === fingerprint();
  if (complete()) return PALETTE;
  await withLock(`${PALETTE}.lock`, async () => {
    if (complete()) return;
    fs.mkdirSync(PALETTE, { recursive: true });
    for (const name of ['package.json', 'package-lock.json']) fs.copyFileSync(path.join(LOCKED, name), path.join(PALETTE, name));
    // not `npm ci`: it misreads the lock where packages bundle dependencies, as two of these do
    await npm(PALETTE, ['install', '--ignore-scripts', '--no-audit', '--no-fund']);
    // its install script first tries to fetch a binary; building straight away does not depend on that
    await npm(path.join(PALETTE, 'node_modules', 'sqlite3'), ['exec', '--offline', '--', 'node-gyp', 'rebuild', ...headers()]);
    if (!fs.existsSync(path.join(PALETTE, ADDON))) throw new Error(`building sqlite3 left no ${ADDON}`);
    fs.writeFileSync(marker, fingerprint());
  });
  return PALETTE;
}

module.exports = { ensurePalette, CORPUS, ADDON };

if (require.main === module) {
  ensurePalette().then(console.log, (error) => { console.error(error.message); process.exitCode = 1; });
}
