'use strict';
// `tls` and its parts.

module.exports = {
  __proto__: null,
  'a socket of one\'s own: where it connects, listens, sends and what it opens is judged': `
    tls: CLIENT_RENEG_LIMIT CLIENT_RENEG_WINDOW DEFAULT_CIPHERS DEFAULT_ECDH_CURVE DEFAULT_MIN_VERSION DEFAULT_MAX_VERSION getCiphers rootCertificates
    tls: convertALPNProtocols checkServerIdentity createSecureContext SecureContext TLSSocket Server createServer createSecurePair getCACertificates
    tls: getCertificateCompressionAlgorithms
    tls.TLSSocket.prototype: disableRenegotiation _wrapHandle _destroySSL _init renegotiate exportKeyingMaterial setMaxSendFragment _handleTimeout
    tls.TLSSocket.prototype: _emitTLSError _tlsError _releaseControl _finishInit _start setServername setSession getPeerCertificate getCertificate
    tls.TLSSocket.prototype: getPeerX509Certificate getX509Certificate setKeyCert getCipher getSharedSigalgs getEphemeralKeyInfo getFinished getPeerFinished
    tls.TLSSocket.prototype: getProtocol getSession getTLSTicket isSessionReused enableTrace @kReinitializeHandle
    tls.Server.prototype: setSecureContext _getServerData _setServerData getTicketKeys setTicketKeys setOptions addContext
    tls.Server.prototype.setOptions.prototype: constructor
    tls.Server.prototype.@nodejs: rejection
    tls.createSecurePair.prototype: constructor
    _tls_common: SecureContext createSecureContext translatePeerCertificate
    _tls_wrap: TLSSocket Server createServer
  `,
};
