'use strict';
// Lays out a throw-away folder for one Node-RED: `<base>/user` is its userDir, `<base>/home` its
// HOME. Tests put what must not be reached beside them, in `<base>`.
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { leanCore } = require('./core-nodes.js');
const { npm } = require('./installs.js');

/** A new empty folder outside the repository, by its real path. */
function tempDir(prefix = 'nrgs-') {
  return fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), prefix));
}

/** Writes `{relative name: text | Buffer | object (as JSON)}` under `dir`. */
function writeFiles(dir, files) {
  for (const [name, content] of Object.entries(files)) {
    const file = path.resolve(dir, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    const raw = typeof content === 'string' || Buffer.isBuffer(content);
    fs.writeFileSync(file, raw ? content : `${JSON.stringify(content, null, 2)}\n`);
  }
}

/** What every Node-RED of ours has, so that it starts fast (the large nodes of core are asked for, see core-nodes.js), alone and in English. */
const BASE_SETTINGS = Object.freeze({
  uiHost: '127.0.0.1',
  flowFile: 'flows.json',
  credentialSecret: 'only-a-test',
  disableEditor: true,
  lang: 'en-US',
  telemetry: { enabled: false, updateNotification: false },
  logging: { console: { level: 'info', metrics: false, audit: false } },
  // For the palette manager every start would run npm and wait for it.
  externalModules: { palette: { allowInstall: false } },
  ...leanCore(),
});

/**
 * Text of a settings.js for an object of plain values; text is passed through. The operator's middleware hands requests to
 * the packages under test (see probe.js), which then need no grant for a route.
 */
function settingsText(settings) {
  if (typeof settings === 'string') return settings;
  return `module.exports = ${JSON.stringify({ ...BASE_SETTINGS, ...settings }, null, 2)};\n${PROBE_SETTINGS}`;
}

const { PROBE_SETTINGS } = require('./probe-settings.js');

const packageName = (dir) => JSON.parse(fs.readFileSync(path.join(dir, 'package.json'), 'utf8')).name;

/**
 * Puts packages into `<userDir>/node_modules`.
 * @param {string} userDir
 * @param {Array<string | {dir?: string, spec?: string, how?: 'copy'|'symlink'|'npm', as?: string}>} packages
 *   a folder (copied), or a folder with the way it is installed; `as` is the name it gets in
 *   node_modules when that is not its own; `spec` is an npm spec (a name with version, a tarball)
 */
async function placePackages(userDir, packages) {
  const entries = packages.map((item) => (typeof item === 'string' ? { dir: item } : item));
  const manifest = path.join(userDir, 'package.json');
  if (!fs.existsSync(manifest)) {
    fs.writeFileSync(manifest, '{ "name": "test-user-dir", "version": "0.0.1", "private": true }\n');
  }
  // npm comes first: it removes from node_modules what package.json does not list
  const specs = entries.filter((e) => e.spec || e.how === 'npm').map((e) => e.spec ?? e.dir);
  if (specs.length > 0) await npm(userDir, ['install', '--ignore-scripts', '--no-audit', '--no-fund', ...specs]);
  for (const { dir, how = 'copy', as } of entries.filter((e) => !e.spec && e.how !== 'npm')) {
    const target = path.join(userDir, 'node_modules', as ?? packageName(dir));
    fs.mkdirSync(path.dirname(target), { recursive: true });
    if (how === 'symlink') fs.symlinkSync(dir, target, 'dir');
    else fs.cpSync(dir, target, { recursive: true, verbatimSymlinks: true });
  }
}

/**
 * Copies Sentinel into a userDir as an install would: what package.json publishes and no more.
 * @returns {string} the installed folder
 */
function installSentinel(repo, userDir) {
  const target = path.join(userDir, 'node_modules', '@nrg', 'sentinel');
  const manifest = path.join(repo, 'package.json');
  const published = fs.existsSync(manifest) ? JSON.parse(fs.readFileSync(manifest, 'utf8')).files : undefined;
  const parts = (published ?? ['js', 'native']).map((part) => part.replace(/\/\*.*$|\/$/, ''));
  fs.mkdirSync(target, { recursive: true });
  for (const part of new Set(['package.json', ...parts])) {
    const source = path.join(repo, part);
    if (!part.startsWith('!') && fs.existsSync(source)) fs.cpSync(source, path.join(target, part), { recursive: true });
  }
  return target;
}

module.exports = { tempDir, writeFiles, settingsText, placePackages, installSentinel, packageName, BASE_SETTINGS };
