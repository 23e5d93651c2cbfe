'use strict';
// `http`, `https` and their parts.

module.exports = {
  __proto__: null,
  'requests are judged when they are made and on the wire, connections where they connect and listen; the rest parses and formats': `
    http: _connectionListener METHODS STATUS_CODES IncomingMessage OutgoingMessage Server ServerResponse createServer validateHeaderName
    http: validateHeaderValue maxHeaderSize CloseEvent MessageEvent
    http.Agent.prototype: getName addRequest removeSocket keepSocketAlive reuseSocket destroy
    http.ClientRequest.prototype: _finish _implicitHeader abort destroy onSocket _deferToConnect setTimeout setNoDelay setSocketKeepAlive clearTimeout path
    http.OutgoingMessage.prototype: errored closed writableFinished writableObjectMode writableLength writableHighWaterMark writableCorked _headers connection
    http.OutgoingMessage.prototype: _headerNames _renderHeaders cork uncork setTimeout destroy _send _writeRaw _storeHeader setHeader setHeaders appendHeader
    http.OutgoingMessage.prototype: getHeader getHeaderNames getRawHeaderNames getHeaders hasHeader removeHeader _implicitHeader headersSent writableEnded
    http.OutgoingMessage.prototype: writableNeedDrain write addTrailers end _finish _flush _flushOutput flushHeaders pipe socket _isLenientHeaderValidation
    http.OutgoingMessage.prototype: constructor
    http.OutgoingMessage.prototype.@nodejs: rejection
    http.IncomingMessage.prototype: connection headers headersDistinct trailers trailersDistinct setTimeout _read _destroy _addHeaderLines _addHeaderLine
    http.IncomingMessage.prototype: _addHeaderLineDistinct _dump signal _dumpAndCloseReadable @kAttachAbortSignal @kDetachAbortSignal
    http.Server.prototype: close closeAllConnections closeIdleConnections setTimeout @asyncDispose
    http.Server.prototype.@nodejs: asyncDispose rejection
    http.ServerResponse.prototype: _finish assignSocket detachSocket writeContinue writeProcessing writeEarlyHints _implicitHeader writeHead writeHeader
    http.ServerResponse.prototype: writeInformation
    http.validateHeaderName: withoutStackTrace
    http.validateHeaderValue: withoutStackTrace
    https: Server createServer
    https.Agent.prototype: getName _getSession _cacheSession _evictSession keepSocketAlive
    https.Server.prototype: closeAllConnections closeIdleConnections setTimeout close @asyncDispose
    https.Server.prototype.@nodejs: asyncDispose
    _http_common: _checkInvalidHeaderChar _checkIsHttpToken chunkExpression continueExpression CRLF methods kIncomingMessage
    _http_common: isLenient kSkipPendingData calculateLenientFlags
    _http_common.FreeList.prototype: alloc free constructor
    _http_common.HTTPParser.prototype: close free remove execute finish initialize pause resume consume unconsume getCurrentBuffer duration headersCompleted
    _http_common.AsyncWrap.prototype: getAsyncId asyncReset getProviderType getAsyncContextFrameForDebuggingOnly constructor
    _http_incoming: IncomingMessage readStart readStop kDetachAbortSignal
    _http_outgoing: kHighWaterMark kUniqueHeaders parseUniqueHeadersOption validateHeaderName validateHeaderValue OutgoingMessage
    _http_server: STATUS_CODES Server ServerResponse setupConnectionsTracking storeHTTPOptions _connectionListener kServerResponse httpServerPreClose
    _http_server: kConnectionsCheckingInterval
    http.CloseEvent.prototype: wasClean code reason
  `,
};
