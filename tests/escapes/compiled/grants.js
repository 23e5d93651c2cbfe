'use strict';
// The attacker may use vm, and one WebAssembly module; nothing else.
const crypto = require('node:crypto');
const { moduleOf } = require('./cases/wasm.js');

module.exports = () => ({
  capabilities: ['vm:execute', 'native:wasm'],
  capabilityConfig: { 'native:wasm': { allowedModules: [crypto.createHash('sha256').update(moduleOf(42)).digest('hex')] } },
});
