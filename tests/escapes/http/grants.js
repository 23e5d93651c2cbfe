'use strict';
// The attacker may ask for what is below `/ok` on 127.0.0.2, and for a proxy there.
module.exports = () => ({
  capabilities: ['network:http', 'network:ws', 'network:listen'],
  capabilityConfig: {
    'network:http': { allowedUrls: ['http://127.0.0.2:*/ok', 'https://127.0.0.2:*/ok'] },
    'network:ws': { allowedUrls: ['ws://127.0.0.2:*/ok'] },
    'network:listen': { allowedPorts: ['127.0.0.1:0', '127.0.0.1:*'] },
  },
});
