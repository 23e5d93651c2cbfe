'use strict';
// `tls`, and Node's own parts of it. A TLS socket connects through `net.Socket.prototype.connect`.

const { ObjectAssign, ReflectApply } = require('../../boot/primordials');
const { snapshotOptions } = require('../../core/args');
const { judge } = require('../../core/decide');
const { CONNECTORS, normalize } = require('./connect');
const { lockTls } = require('./handles');
const { addFunctions, hasFunctions, install, membersFor } = require('./tls-defaults');
const { speakingFor } = require('./vouch');

const JUDGED = 'judged when it connects or listens';

/** The arguments of `connect` with the functions that the package has put into the place of Node's. */
function argumentsFor(principal, args) {
  if (!hasFunctions(principal)) return args;
  const { 0: given, 1: callback } = normalize(args);
  const options = snapshotOptions(given);
  const more = typeof args[1] === 'object' && args[1] !== null ? args[1] : args[2];
  if (typeof more === 'object' && more !== null) ObjectAssign(options, snapshotOptions(more));
  addFunctions(principal, options);
  return callback === null ? [options] : [options, callback];
}

/** Everything is judged when the socket connects; here stands only who asked. */
const connecting = { judge: () => undefined, run: (original, self, args, principal) => speakingFor(principal, () => ReflectApply(original, self, argumentsFor(principal, args))) };

function complete(values, native, guards, { real }) {
  lockTls(native, values);
  install(real, values);
}

const parts = {
  internals: CONNECTORS,
  isLocked: true,
  rows: {
    __proto__: null,
    connect: connecting,
    setDefaultCACertificates: { judge: (principal) => judge(principal, 'all', undefined) && { capability: 'all', resource: 'whom every connection of the process trusts' } },
  },
  passes: {
    __proto__: null,
    checkServerIdentity: 'compares', convertALPNProtocols: 'computes', createSecureContext: 'own keys; engines are refused below',
    createSecurePair: JUDGED, createServer: JUDGED, getCACertificates: 'public certificates', getCertificateCompressionAlgorithms: 'names', getCiphers: 'names',
    SecureContext: 'own keys', Server: JUDGED, TLSSocket: JUDGED, translatePeerCertificate: 'computes',
  },
};

/** `_tls_wrap` and `_tls_common` hand out the same. */
module.exports = { parts, whole: { __proto__: parts, complete, own: membersFor } };
