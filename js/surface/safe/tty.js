'use strict';
// `tty`: terminals one has.

module.exports = {
  __proto__: null,
  'terminals one has': `
    tty: isatty
    tty.ReadStream.prototype: setRawMode
    tty.WriteStream.prototype: getColorDepth hasColors _refreshSize cursorTo moveCursor clearLine clearScreenDown getWindowSize
  `,
};
