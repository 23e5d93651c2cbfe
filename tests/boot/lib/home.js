'use strict';
// Folders for one start, and a package that says what it could do.
const fs = require('node:fs');
const path = require('node:path');
const { BASE_SETTINGS, tempDir, writeFiles } = require('../../support/userdir.js');
const { freshSecret } = require('../../support/effects.js');
const installs = require('../../support/installs.js');

/** What a package finds when it reads the two files, as `PROBE {json}` in the log. */
function probeSource(name, files) {
  return `module.exports = function (RED) {
  const read = (file) => { try { return require('fs').readFileSync(file, 'utf8'); } catch (error) { return error.code; } };
  const hooks = () => { try { RED.hooks.add('onSend.probe', (events) => {}); return RED.hooks.has('onSend.probe'); } catch (error) { return error.code; } };
  console.log('PROBE ' + JSON.stringify({ name: ${JSON.stringify(name)}, granted: read(${JSON.stringify(files.granted)}), denied: read(${JSON.stringify(files.denied)}), hooked: hooks() }));
  RED.nodes.registerType(${JSON.stringify(name)}, function () {});
};
`;
}

/** A palette package `name` in `<dir>/node_modules`. */
function placeProbe(dir, name, files) {
  writeFiles(path.join(dir, 'node_modules', name), {
    'package.json': { name, version: '1.0.0', 'node-red': { nodes: { probe: 'probe.js' } } },
    'probe.js': probeSource(name, files),
  });
}

/** `sentinel` for settings.js or a grants file: `name` may read `file`. */
const grant = (name, file) => ({ server: { packages: { [name]: { capabilities: ['fs:read', 'registry:write'], capabilityConfig: { 'fs:read': { allowedPaths: [file] } } } } } });

/**
 * A temporary folder with two secrets. The probe in a userDir made here may read one of them.
 * @param {import('node:test').TestContext} t removes it at the end
 */
function makeHome(t) {
  const base = tempDir();
  t.after(() => fs.rmSync(base, { recursive: true, force: true }));
  const files = { granted: path.join(base, 'granted.txt'), denied: path.join(base, 'denied.txt') };
  const secrets = { granted: freshSecret('granted'), denied: freshSecret('denied') };
  writeFiles(base, { 'granted.txt': secrets.granted, 'denied.txt': secrets.denied, 'home/.keep': '', 'tmp/.keep': '' });
  return {
    base,
    files,
    secrets,
    home: path.join(base, 'home'),
    /** Makes a userDir: settings.js (unless null), grants unless null, the probe package. */
    userDir(name, { settings = {}, grants = grant('boot-probe', files.granted), file = 'settings.js' } = {}) {
      const dir = path.resolve(base, name);
      fs.mkdirSync(dir, { recursive: true });
      const content = {};
      if (settings !== null) content[file] = settingsText(settings);
      if (grants !== null) content['.sentinel-grants.json'] = grants;
      writeFiles(dir, content);
      placeProbe(dir, 'boot-probe', files);
      return dir;
    },
  };
}

/** settings.js from plain values, or from the source text of an object's members. */
function settingsText(settings) {
  const { uiPort, ...base } = BASE_SETTINGS;
  if (typeof settings === 'string') return `module.exports = { ...${JSON.stringify(base)},\n${settings}\n};\n`;
  return `module.exports = ${JSON.stringify({ ...base, ...settings }, null, 2)};\n`;
}

/** red.js of an installed Node-RED. */
const redScript = async (version) => path.join(await installs.nodeRed(version), 'node_modules', 'node-red', 'red.js');

/** The lines of the probes in a log. */
const probes = (output) => [...output.matchAll(/^PROBE (.*)$/gm)].map((match) => JSON.parse(match[1]));

const STARTED = /Started flows/;
const STATUS = /^\[@nrg\/sentinel\] enforcement: .*$/gm;
const REFUSED = /^\[@nrg\/sentinel\] Node-RED was not started: /gm;

module.exports = { REFUSED, STARTED, STATUS, grant, makeHome, placeProbe, probeSource, probes, redScript, settingsText };
