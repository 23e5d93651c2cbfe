'use strict';
// The attacker may run four commands, write one folder and see the environment.
const crypto = require('node:crypto');
const path = require('node:path');

const sha256 = (text) => crypto.createHash('sha256').update(text).digest('hex');

module.exports = ({ base, packageName, nodeBinary }) => {
  const allowedPaths = [path.join(base, 'allowed', packageName)];
  const common = path.join(base, 'common');
  const commands = [
    `touch ${common}/line`, './tool',
    JSON.stringify({ file: 'touch', args: [`${common}/program`] }), JSON.stringify({ file: 'cat', args: ['-'] }),
    JSON.stringify({ file: nodeBinary, args: [`${common}/harmless.js`] }),
  ];
  return {
    capabilities: ['fs:read', 'fs:write', 'process:exec', 'process:env:read'],
    capabilityConfig: {
      'fs:read': { allowedPaths: [...allowedPaths, common] }, 'fs:write': { allowedPaths },
      'process:exec': { allowedCommands: commands.map(sha256) },
    },
  };
};
