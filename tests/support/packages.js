'use strict';
// Small packages made for a test.
const fs = require('node:fs');
const path = require('node:path');
const { writeFiles } = require('./userdir.js');
const { PROBE_FILE } = require('./probe.js');

/**
 * Writes a package into `<dir>/<name>` and returns that folder.
 * @param {string} dir
 * @param {object} spec
 * @param {string} spec.name
 * @param {Record<string, string>} [spec.nodes] the `node-red.nodes` section; each file gets an html half
 * @param {Record<string, string|Buffer|object>} [spec.files]
 * @param {object} [spec.manifest] further fields of package.json
 * @param {boolean} [spec.probe] false: no probe.js in it
 */
function writePackage(dir, { name, nodes, files = {}, manifest = {}, probe = true }) {
  const root = path.join(dir, name);
  const section = nodes ? { 'node-red': { nodes } } : {};
  const content = { ...files, 'package.json': { name, version: '1.0.0', ...section, ...manifest } };
  for (const file of Object.values(nodes ?? {})) content[file.replace(/\.[^.]+$/, '.html')] ??= '<!-- no editor half -->\n';
  if (probe) content['probe.js'] = fs.readFileSync(PROBE_FILE, 'utf8');
  writeFiles(root, content);
  return root;
}

/**
 * A palette package whose calls are given as source text: `{ read: "(a) => require('fs').readFileSync(a.path)" }`.
 * The expressions see `RED`, `require` and `module` of the package, and what `head` declares; `after` comes last.
 */
function probePackage(dir, { name, calls, files = {}, manifest = {}, head = '', after = '' }) {
  const members = Object.entries(calls).map(([call, source]) => `  ${JSON.stringify(call)}: ${source},`);
  const source = [
    "'use strict';", 'let RED;', head,
    `const calls = {\n${members.join('\n')}\n};`,
    `module.exports = require('./probe.js')(${JSON.stringify(name)}, calls, (given) => { RED = given; });`, after, '',
  ].join('\n');
  return writePackage(dir, { name, nodes: { probe: 'probe-nodes.js' }, files: { 'probe-nodes.js': source, ...files }, manifest });
}

module.exports = { writePackage, probePackage };
