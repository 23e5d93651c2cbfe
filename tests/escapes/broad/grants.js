'use strict';
// The attacker may read and write every file there is, and inspect the process.
module.exports = () => ({ capabilities: ['fs:read', 'fs:write', 'inspector:open'], capabilityConfig: { 'fs:read': { allowedPaths: ['/'] }, 'fs:write': { allowedPaths: ['/'] } } });
