'use strict';
// The attacker may read and write one folder, and change the working directory.
const path = require('node:path');

module.exports = ({ base, packageName }) => {
  const allowedPaths = [path.join(base, 'allowed', packageName)];
  return { capabilities: ['fs:read', 'fs:write', 'process:signal'], capabilityConfig: { 'fs:read': { allowedPaths }, 'fs:write': { allowedPaths } } };
};
