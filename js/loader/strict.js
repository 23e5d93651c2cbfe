'use strict';
// `sentinel.server.strictModules`: these modules are refused when they are required, not at the first use [G5].

const { CAP } = require('../generated/capabilities');
const { allowed } = require('../core/decide');
const { refusal } = require('../core/deny');

const STRICT = { __proto__: null, vm: 'vm:execute', worker_threads: 'threads:spawn' };

/** @throws {SentinelError} when `name` needs a capability that the principal lacks */
function checkStrict(principal, name) {
  const capability = STRICT[name];
  if (capability !== undefined && !allowed(principal, CAP[capability], undefined)) throw refusal(principal, capability, `require('node:${name}')`, 'strictModules');
}

module.exports = { checkStrict };
