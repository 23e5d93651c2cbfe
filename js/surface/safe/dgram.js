'use strict';
// `dgram`: datagram sockets.

module.exports = {
  __proto__: null,
  'a socket of one\'s own: where it connects, listens, sends and what it opens is judged': `
    dgram.Socket.prototype: disconnect sendto close address remoteAddress setBroadcast setTTL setMulticastTTL setMulticastLoopback
    dgram.Socket.prototype: setMulticastInterface dropMembership dropSourceSpecificMembership ref unref
    dgram.Socket.prototype: setRecvBufferSize setSendBufferSize getRecvBufferSize getSendBufferSize getSendQueueSize getSendQueueCount _handle _receiving
    dgram.Socket.prototype: _bindState _queue _reuseAddr _healthCheck _stopReceiving @asyncDispose
    dgram.Socket.prototype._healthCheck.prototype: constructor
    dgram.Socket.prototype._stopReceiving.prototype: constructor
    dgram.Socket.prototype.@nodejs: asyncDispose
  `,
};
