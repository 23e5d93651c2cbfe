'use strict';
// `http2`.

module.exports = {
  __proto__: null,
  'judged where it connects, for each request, and where a stream sends a file': `
    http2: constants getDefaultSettings getPackedSettings getUnpackedSettings sensitiveHeaders
    http2: Http2ServerRequest Http2ServerResponse
    http2.connect.@nodejs.util.promisify: custom
    http2.Http2ServerRequest.prototype: aborted complete stream headers rawHeaders trailers rawTrailers httpVersionMajor httpVersionMinor httpVersion socket
    http2.Http2ServerRequest.prototype: connection _read method authority scheme url setTimeout
    http2.Http2ServerResponse.prototype: _header writableEnded finished socket connection stream headersSent sendDate statusCode writableCorked
    http2.Http2ServerResponse.prototype: writableHighWaterMark writableFinished writableLength setTrailer addTrailers getHeader getHeaderNames getHeaders
    http2.Http2ServerResponse.prototype: hasHeader removeHeader setHeader appendHeader statusMessage flushHeaders writeHead cork uncork write end destroy
    http2.Http2ServerResponse.prototype: setTimeout createPushResponse writeContinue writeEarlyHints @setHeader @appendHeader @begin-send writableObjectMode
    http2.Http2ServerResponse.prototype: writableNeedDrain writeInformation
  `,
};
