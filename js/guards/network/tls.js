'use strict';
// `tls`, and Node's own parts of it. A TLS socket connects through `net.Socket.prototype.connect`.

const { judge } = require('../../core/decide');
const { CONNECTORS } = require('./connect');
const { lockTls } = require('./handles');
const { inItsName } = require('./net');

const JUDGED = 'judged when it connects or listens';

const parts = {
  internals: CONNECTORS,
  isLocked: true,
  rows: {
    __proto__: null,
    connect: inItsName,
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
module.exports = { parts, whole: { __proto__: parts, complete: (values, native) => lockTls(native, values) } };
