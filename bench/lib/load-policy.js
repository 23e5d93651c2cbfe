'use strict';
// Runs by itself, without Node-RED: loads the large policy again and again, then asks about paths.
const fs = require('node:fs');
const path = require('node:path');
const { addonPath } = require('../../js/boot/native.js');
const { toJson } = require('../../js/boot/settings.js');
const { CAP } = require('../../js/generated/capabilities.js');
const { tempDir } = require('../../tests/support/userdir.js');
const { largePolicy } = require('./policy.js');

const NAME = 'node-red-contrib-bench';
const holder = { exports: {} };
process.dlopen(holder, addonPath());
const native = holder.exports.claim();
const userDir = tempDir('nrgs-bench-');

function time(n, once) {
  const times = [];
  for (let i = 0; i < n; i++) {
    const start = performance.now();
    once();
    times.push(performance.now() - start);
  }
  return times;
}

try {
  native.configure(JSON.stringify({ userDir, settingsFile: null, sentinelDir: path.join(__dirname, '..', '..'), coreDirs: [], coreFiles: [], pathNamedDirs: [], neverWrite: [] }));
  const policy = largePolicy(NAME, userDir);
  const grants = path.join(userDir, '.sentinel-grants.json');
  /** Loads all of it, or says that it did not. */
  const load = (...from) => {
    const { packages } = JSON.parse(native.loadPolicy(...from));
    if (packages !== Object.keys(policy.server.packages).length) throw new Error(`${packages} packages were loaded`);
  };
  const settings = time(15, () => load(toJson({ sentinel: policy }, 'settings.js'), 'settings.js', null, null));
  fs.writeFileSync(grants, JSON.stringify(policy));
  const file = time(15, () => load(null, null, grants, null));
  const principal = native.principal(NAME);
  const files = Array.from({ length: 1_000 }, (_, i) => path.join(userDir, `file-${i}`));
  for (const name of files) fs.writeFileSync(name, '');
  const resolve = [];
  const decidePath = [];
  for (let round = 0; round < 200; round++) {
    resolve.push(time(1, () => { for (let i = 0; i < 1_000; i++) native.resolvePath(files[i], 0); })[0] * 1_000);
    decidePath.push(time(1, () => { for (let i = 0; i < 1_000; i++) if (native.decidePath(principal, CAP['fs:read'], files[i], 0) !== 1) throw new Error('refused'); })[0] * 1_000);
  }
  console.log(JSON.stringify({ settings, file, resolve, decidePath }));
} finally {
  fs.rmSync(userDir, { recursive: true, force: true });
}
