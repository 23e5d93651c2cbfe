'use strict';
// The attacker may run these commands, write one folder and see the environment.
const crypto = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');

const { OWN_PASSPORT } = require('./cases/programs.js');

const sha256 = (text) => crypto.createHash('sha256').update(text).digest('hex');

module.exports = ({ base, packageName, nodeBinary }) => {
  const allowedPaths = [path.join(base, 'allowed', packageName)];
  const common = path.join(base, 'common');
  const commands = [
    `touch ${common}/line`, './tool',
    JSON.stringify({ file: 'touch', args: [`${common}/program`] }), JSON.stringify({ file: 'cat', args: ['-'] }),
    JSON.stringify({ file: nodeBinary, args: [`${common}/harmless.js`] }),
  ];
  // A program that does what it is told, in the ways that cases/programs.js starts it.
  for (const file of new Set([nodeBinary, fs.realpathSync(nodeBinary)])) {
    for (const env of [undefined, { NODE_OPTIONS: '' }, { NODE_OPTIONS: '', NRG_SENTINEL_CHILD: OWN_PASSPORT }]) {
      commands.push(JSON.stringify({ file, args: [`${common}/server.js`], ...(env && { env, clearEnv: true }) }));
    }
  }
  return {
    capabilities: ['fs:read', 'fs:write', 'process:exec', 'process:env:read'],
    capabilityConfig: {
      'fs:read': { allowedPaths: [...allowedPaths, common] }, 'fs:write': { allowedPaths },
      'process:exec': { allowedCommands: commands.map(sha256) },
    },
  };
};
