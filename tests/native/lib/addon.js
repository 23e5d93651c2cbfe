'use strict';
// The built addon for tests of the addon alone: no preload, no guards. It can be claimed once per thread, and
// node:test runs every file in a process of its own.
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const vm = require('node:vm');
const { addonPath } = require('../../../js/boot/native');
const { CAP } = require('../../../js/generated/capabilities');

/** Loads the addon file without claiming its API. */
function open() {
  const holder = { exports: {} };
  process.dlopen(holder, addonPath());
  return holder.exports;
}

/** A real directory of its own, removed when the process ends. */
function tempDir() {
  const dir = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'nrg-native-')));
  process.on('exit', () => fs.rmSync(dir, { recursive: true, force: true }));
  return dir;
}

/**
 * Claims the API and configures it with a userDir of its own.
 * @param {object} [more] further keys of the configuration
 */
function start(more = {}) {
  const api = open().claim();
  const userDir = tempDir();
  const config = {
    userDir, settingsFile: null, sentinelDir: path.join(userDir, 'sentinel'), coreDirs: [], coreFiles: [], pathNamedDirs: [],
    neverWrite: [], grantsFiles: [], ...(typeof more === 'function' ? more(userDir) : more),
  };
  api.configure(JSON.stringify(config));
  return { api, userDir };
}

/** A function whose body is the source, compiled as a script of its own and bound to a principal (`null`: not bound). */
function script(api, principal, source, filename = '/data/node_modules/x/index.js') {
  // Its own text, so that no two tests share a script through V8's compilation cache.
  script.count = (script.count ?? 0) + 1;
  const compiled = vm.compileFunction(`${source}\n// ${script.count}`, ['api', 'arg'], { filename });
  if (principal !== null) api.bindScript(compiled, principal);
  return (arg) => compiled(api, arg);
}

module.exports = { CAP, open, script, start, tempDir };
