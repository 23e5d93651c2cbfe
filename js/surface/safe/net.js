'use strict';
// `net` and the handles behind it.

module.exports = {
  __proto__: null,
  'a socket of one\'s own: where it connects, listens, sends and what it opens is judged': `
    net: _normalizeArgs _setSimultaneousAccepts createServer Server Socket Stream getDefaultAutoSelectFamily
    net: setDefaultAutoSelectFamily getDefaultAutoSelectFamilyAttemptTimeout setDefaultAutoSelectFamilyAttemptTimeout BoundSocket _TransferredBoundSocket
    net.Server.prototype: listening address getConnections close _emitCloseIfDrained _setupWorker ref unref @messaging_transfer_list_symbol
    net.Server.prototype: @messaging_transfer_symbol @messaging_deserialize_symbol @asyncDispose
    net.Server.prototype.@nodejs: asyncDispose rejection
    net.Socket.prototype: _unrefTimer _final setTimeout _onTimeout setNoDelay setKeepAlive address _connecting pending readyState bufferSize _read end
    net.Socket.prototype: resetAndDestroy pause resume read destroySoon _destroy _reset _getpeername bytesRead remoteAddress remoteFamily remotePort
    net.Socket.prototype: _getsockname localAddress localPort localFamily _writeGeneric _writev _write _bytesDispatched bytesWritten ref unref _handle
    net.Socket.prototype: @kUpdateTimer @kAfterAsyncWrite @kReinitializeHandle setTypeOfService getTypeOfService @messaging_transfer_list_symbol
    net.Socket.prototype: @messaging_transfer_symbol @messaging_deserialize_symbol
    _stream_wrap.prototype: isClosing readStart readStop doShutdown finishShutdown doWrite finishWrite doClose undefined
    _stream_wrap: StreamWrap
    handle.ChannelWrap: getServers
    handle.ChannelWrap: cancel constructor
    handle.ConnectionsList: all idle active expired constructor
    handle.JSStream: finishWrite finishShutdown readBuffer emitEOF fd _externalStream bytesRead bytesWritten readStart readStop shutdown useUserBuffer writev
    handle.JSStream: writeBuffer writeAsciiString writeUtf8String writeUcs2String writeLatin1String constructor onread
    handle.Pipe: constructor
    handle.LibuvStreamWrap.prototype: writeQueueSize setBlocking fd _externalStream bytesRead bytesWritten readStart readStop shutdown useUserBuffer
    handle.LibuvStreamWrap.prototype: onread constructor writev writeBuffer writeAsciiString writeUtf8String writeUcs2String writeLatin1String
    handle.TCP: getsockname getpeername setNoDelay setKeepAlive reset constructor owner setTypeOfService
    handle.TCP: getTypeOfService
    handle.TTY: getWindowSize setRawMode
    handle.UDP: open bind bind6 connect connect6 send send6
    handle.UDP: fd recvStart recvStop disconnect getpeername getsockname addMembership dropMembership
    handle.UDP: addSourceSpecificMembership dropSourceSpecificMembership setMulticastInterface setMulticastTTL setMulticastLoopback setBroadcast setTTL
    handle.UDP: bufferSize getSendQueueSize getSendQueueCount constructor owner
    net.BoundSocket.prototype: address fd close isPipe @kBoundSocketPath @dispose @kBoundSocketConsume
    net._TransferredBoundSocket.prototype: constructor address fd close isPipe @kBoundSocketPath @dispose @kBoundSocketConsume @messaging_transfer_list_symbol
    net._TransferredBoundSocket.prototype: @messaging_transfer_symbol @messaging_deserialize_symbol
    net.JSTransferable.prototype: constructor
  `,
  'computes on what it is given': `
    net: BlockList SocketAddress isIP isIPv4 isIPv6
    net.BlockList.prototype: addAddress addRange addSubnet check rules @messaging_clone_symbol @messaging_deserialize_symbol toJSON fromJSON addAddresses
    net.BlockList.prototype: addCIDR addCIDRs removeAddress removeRange removeSubnet removeCIDR clear size
    net.BlockList.prototype.@nodejs.util.inspect: custom
    net.SocketAddress.prototype: address port family flowlabel toJSON @messaging_clone_symbol @messaging_deserialize_symbol
    net.SocketAddress.prototype.@nodejs.util.inspect: custom
    net.SocketAddress: isSocketAddress parse
    net.BlockList: isBlockList
  `,
};
