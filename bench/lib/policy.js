'use strict';
// A policy of 1,000 packages and 10,000 list entries. One of the packages is the one that measures.

/**
 * @param {string} name the package that measures
 * @param {string} dir what it may read
 * @returns {object} content of `.sentinel-grants.json`
 */
function largePolicy(name, dir) {
  const packages = {
    [name]: {
      capabilities: ['fs:read', 'process:env:read', 'http:admin:global', 'registry:write', 'network:http', 'network:ws', 'network:tcp', 'network:udp', 'network:dns', 'network:listen', 'node:receive', 'node:send'],
      capabilityConfig: {
        'http:admin:global': { allowedPaths: ['/bench'] },
        'network:http': { allowedUrls: ['http://127.0.0.2:*/bench', 'http://127.0.0.3:*', 'https://127.0.0.3:*'] },
        'network:tcp': { allowedHosts: [...Array.from({ length: 9 }, (_, i) => `host-${i}.example.com:*`), '127.0.0.1:*', '127.0.0.3:*'] },
        'fs:read': { allowedPaths: [...Array.from({ length: 9 }, (_, i) => `/srv/other-${i}/**`), `${dir}/**`] },
      },
    },
    [`${name}-other`]: { capabilities: ['registry:write'] },
  };
  for (let i = 2; i < 1_000; i++) {
    packages[`node-red-contrib-number-${i}`] = {
      capabilities: ['fs:read', 'network:http'],
      capabilityConfig: {
        'fs:read': { allowedPaths: Array.from({ length: 5 }, (_, n) => `/srv/${i}/folder-${n}/**`) },
        'network:http': { allowedUrls: Array.from({ length: 5 }, (_, n) => `https://host-${n}.example-${i}.com/api`) },
      },
    };
  }
  return { server: { packages } };
}

module.exports = { largePolicy };
