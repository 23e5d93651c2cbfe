'use strict';
// What `foreign-tests --armed` needs: a copy of Sentinel that leaves to tests what they patch, a home with a policy and a package, and the program.
const fs = require('node:fs');
const path = require('node:path');
const { root } = require('./platform');

/** Tests put functions on `Node.prototype` (the helper for nodes does) and on the language's; the latter has a variable of its own. */
const LOCKS = `  hardenPrototype(prototype);
  ObjectPreventExtensions(prototype);
  ObjectFreeze(Node);
`;

/** What Node-RED's own tests do in the name of packages: a function node reads variables, and a proxy server runs. */
const GRANTS = {
  server: {
    packages: {
      '<function-node>': { capabilities: ['process:env:read'] },
      // The servers that it leads to are those of tests, which are Node-RED's own: such have to be named.
      proxy: { capabilities: ['process:env:read', 'network:all'], capabilityConfig: { 'network:tcp': { allowedHosts: ['localhost:*'] } } },
    },
  },
};

/** A package that does what it may not: where the tests run unprotected, it says so. */
const PROBE = 'try { module.exports = require("fs").readFileSync(__dirname + "/../../secret", "utf8"); } catch (error) { module.exports = error.code; }\n';

const filesIn = (folder, wanted) => fs.readdirSync(folder, { withFileTypes: true, recursive: true })
  .filter((entry) => entry.isFile() && wanted(entry.name)).map((entry) => path.join(entry.parentPath ?? entry.path, entry.name));

/** The packages that the tests name. */
function requiredBy(folder) {
  const names = new Set();
  for (const file of filesIn(path.join(folder, 'test'), (name) => name.endsWith('.js'))) {
    if (file.includes(`${path.sep}node_modules${path.sep}`)) continue;
    for (const [, name] of fs.readFileSync(file, 'utf8').matchAll(/require\(['"]([^'"./][^'"]*)['"]\)/gu)) names.add(name);
  }
  return [...names].filter((name) => !/^(?:nr-test-utils|node-red$|@node-red\b|node:)/u.test(name));
}

/**
 * @param {string} folder of the tests
 * @param {string} home an empty directory
 */
function prepare(folder, home) {
  const copy = path.join(home, 'sentinel');
  for (const name of ['js', 'native', 'package.json']) fs.cpSync(path.join(root, name), path.join(copy, name), { recursive: true });
  const file = path.join(copy, 'js', 'red', 'nodes', 'prototype.js');
  const text = fs.readFileSync(file, 'utf8');
  if (!text.includes(LOCKS)) throw new Error(`${file} does not lock Node.prototype as it did`);
  fs.writeFileSync(file, text.replace(LOCKS, ''));
  const userDir = path.join(home, '.node-red');
  const probe = path.join(userDir, 'node_modules', 'foreign-probe');
  fs.mkdirSync(probe, { recursive: true });
  fs.writeFileSync(path.join(userDir, '.sentinel-grants.json'), JSON.stringify(GRANTS));
  fs.writeFileSync(path.join(userDir, 'secret'), 'read');
  fs.writeFileSync(path.join(probe, 'package.json'), JSON.stringify({ name: 'foreign-probe', version: '1.0.0', main: 'index.js', 'node-red': { nodes: { probe: 'index.js' } } }));
  fs.writeFileSync(path.join(probe, 'index.js'), PROBE);
  const main = path.join(folder, `.foreign-main-${process.pid}.js`);
  fs.copyFileSync(path.join(__dirname, 'foreign-main.js'), main);
  const candidates = ['packages/node_modules/node-red', 'node_modules/node-red'].map((name) => path.join(folder, name, 'lib', 'red.js'));
  const nodeRed = candidates.find((candidate) => fs.existsSync(candidate));
  if (nodeRed === undefined) throw new Error(`no Node-RED in ${folder}`);
  return { main, early: requiredBy(folder), nodeRed, preload: path.join(copy, 'js', 'preload.js'), probe };
}

module.exports = { filesIn, prepare };
