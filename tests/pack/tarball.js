'use strict';
/** Makes the npm tarball of this checkout for a test. */
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { execFileSync } = require('node:child_process');
const { toolEnv } = require('../../scripts/lib/run');

const root = path.resolve(__dirname, '..', '..');

/**
 * Runs `npm pack`.
 * @returns {{tarball: string, files: string[], remove: () => void}} file names are relative to the package
 */
function pack() {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'nrg-sentinel-pack-'));
  const out = execFileSync('npm', ['pack', '--json', '--pack-destination', dir], {
    cwd: root, encoding: 'utf8', env: toolEnv(), stdio: ['ignore', 'pipe', 'pipe'],
  });
  // npm 12 gives an object by package name where earlier versions give an array.
  const parsed = JSON.parse(out.slice(out.search(/^[[{]/m)));
  const [{ filename, files }] = Array.isArray(parsed) ? parsed : Object.values(parsed);
  return {
    tarball: path.join(dir, path.basename(filename)),
    files: files.map((file) => file.path),
    remove: () => fs.rmSync(dir, { recursive: true, force: true }),
  };
}

module.exports = { pack };
