'use strict';
// The attacker may go wherever it likes, by every way there is, except to Node-RED itself: nothing names that.
module.exports = () => ({
  capabilities: ['network:http', 'network:ws', 'network:tcp', 'network:udp', 'network:dns', 'network:listen'],
  capabilityConfig: { 'network:tcp': { allowedHosts: ['*:*', '0.0.0.0/0', '::/0'] } },
});

/** Who names it may go there. */
module.exports.granted = {
  'network:http': { allowedUrls: ['http://127.0.0.1:*', 'http://localhost:*'] },
  'network:ws': { allowedUrls: ['ws://127.0.0.1:*'] },
  'network:tcp': { allowedHosts: ['127.0.0.1:*', 'localhost:*'] },
};
