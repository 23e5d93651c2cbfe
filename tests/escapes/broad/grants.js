'use strict';
// The attacker may read and write every file there is.
module.exports = () => ({ capabilities: ['fs:read', 'fs:write'], capabilityConfig: { 'fs:read': { allowedPaths: ['/'] }, 'fs:write': { allowedPaths: ['/'] } } });
