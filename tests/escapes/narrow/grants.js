'use strict';
// The attacker may write one folder, and read one below it.
const path = require('node:path');

module.exports = ({ base, packageName }) => {
  const folder = path.join(base, 'allowed', packageName);
  return { capabilities: ['fs:read', 'fs:write'], capabilityConfig: { 'fs:read': { allowedPaths: [`${folder}/*/in/read`] }, 'fs:write': { allowedPaths: [folder] } } };
};
