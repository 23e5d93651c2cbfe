'use strict';
// Builds the native addon of addon/addon.rs, once for each text of it.
const crypto = require('node:crypto');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { spawnSync } = require('node:child_process');

const SOURCE = path.join(__dirname, 'addon', 'addon.rs');
const sha256 = (bytes) => crypto.createHash('sha256').update(bytes).digest('hex');

/** @returns {Buffer} a shared library that Node.js loads */
function addon() {
  const dir = path.join(os.tmpdir(), `nrgs-addon-${sha256(fs.readFileSync(SOURCE)).slice(0, 12)}`);
  const file = path.join(dir, 'addon.node');
  if (!fs.existsSync(file)) {
    fs.mkdirSync(dir, { recursive: true });
    const made = `${file}.${process.pid}`;
    const { status, stderr } = spawnSync('rustc', ['--edition', '2024', '--crate-type', 'cdylib', '-C', 'strip=symbols', '-o', made, SOURCE], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`rustc: ${stderr}`);
    fs.renameSync(made, file);
  }
  return fs.readFileSync(file);
}

/** The same with other bytes at its end: the loader does not mind, the hash is another one. */
const otherAddon = () => Buffer.concat([addon(), Buffer.from('\n')]);

module.exports = { addon, otherAddon, sha256 };
