'use strict';
// The attacker may connect, send and listen, but not to where the servers outside are: 127.0.0.2 and a folder of its own.
const path = require('node:path');

module.exports = ({ base, packageName }) => {
  const allowed = path.join(base, 'allowed', packageName);
  return {
    capabilities: ['network:tcp', 'network:udp', 'network:dns', 'network:listen', 'fs:read', 'fs:write'],
    capabilityConfig: {
      'network:tcp': { allowedHosts: ['127.0.0.2:*', 'allowed.example:*', '10.0.0.0/8', `unix:${allowed}`] },
      'network:udp': { allowedHosts: ['127.0.0.2:*', 'allowed.example:*'] },
      'network:dns': { allowedNames: ['127.0.0.1', 'allowed.example'] },
      'network:listen': { allowedPorts: ['127.0.0.2:0', '127.0.0.2:*', `unix:${allowed}`] },
      'fs:read': { allowedPaths: [allowed] },
      'fs:write': { allowedPaths: [allowed] },
    },
  };
};
