'use strict';
/** Builds the addon when its sources changed; used by build, start, test and bench. */
const crypto = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const { root, addonPath } = require('./platform');
const { run, works } = require('./run');

const INPUTS = ['Cargo.toml', 'Cargo.lock', 'build.rs', 'rust-toolchain.toml', '.cargo', 'src'];

/** Every file below `entry`, sorted, so that the digest does not depend on the order of a directory. */
function filesBelow(entry) {
  const full = path.join(root, entry);
  const stat = fs.statSync(full, { throwIfNoEntry: false });
  if (!stat) return [];
  if (stat.isFile()) return [entry];
  return fs.readdirSync(full).sort().flatMap((name) => filesBelow(path.join(entry, name)));
}

/** Digest of the sources and of the addon made from them. Contents, not times: git sets times as it likes. */
function stateOf(addon) {
  const hash = crypto.createHash('sha256');
  for (const file of INPUTS.flatMap(filesBelow)) {
    const content = fs.readFileSync(path.join(root, file));
    hash.update(`${file}\0${content.length}\0`).update(content);
  }
  return hash.update('addon\0').update(fs.readFileSync(addon)).digest('hex');
}

/** Puts the new addon in place in one step: a running Node-RED keeps the old file it has mapped. */
function place(from, to) {
  fs.mkdirSync(path.dirname(to), { recursive: true });
  const temporary = `${to}.${process.pid}.tmp`;
  fs.copyFileSync(from, temporary);
  fs.renameSync(temporary, to);
}

/** The library cargo made, as cargo itself tells it. */
function artifactIn(output) {
  for (const line of output.split('\n').reverse()) {
    if (!line.startsWith('{"reason":"compiler-artifact"')) continue;
    const message = JSON.parse(line);
    if (!message.target.kind.includes('cdylib')) continue;
    return message.filenames.find((name) => /\.(so|dylib|dll)$/.test(name));
  }
  return undefined;
}

/**
 * Makes sure native/ holds an addon made from these sources.
 * @returns {Promise<{addon: string, built: boolean}>} rejects with one clear line when it cannot be built
 */
async function ensureAddon({ force = false, log = console.log } = {}) {
  const addon = addonPath();
  const stamp = `${addon}.inputs`;
  const known = fs.existsSync(addon) && fs.existsSync(stamp) ? fs.readFileSync(stamp, 'utf8') : '';
  if (!force && known && known === stateOf(addon)) return { addon, built: false };
  if (!works('cargo', ['--version'])) {
    throw new Error('the addon has to be built and `cargo` is not installed: install Rust (stable) and run again');
  }
  log('building the addon (cargo build --release) …');
  const started = Date.now();
  const { code, output } = await run(
    'cargo',
    ['build', '--release', '--locked', '--lib', '--message-format=json-render-diagnostics'],
    { quiet: true },
  );
  const library = code === 0 ? artifactIn(output) : undefined;
  if (!library) {
    const readable = output.split('\n').filter((line) => !line.startsWith('{"reason"')).join('\n');
    throw new Error(`cargo build failed (${code})\n${readable}`);
  }
  place(library, addon);
  fs.writeFileSync(stamp, stateOf(addon));
  log(`built ${path.relative(root, addon)} in ${((Date.now() - started) / 1000).toFixed(1)} s`);
  return { addon, built: true };
}

module.exports = { ensureAddon };
