'use strict';
// What is written on a handle, as text in which each letter is one byte.

const { ArrayIsArray, BufferByteLength, BufferFrom, BufferPrototypeLatin1Slice, RegExpPrototypeExec } = require('../../boot/primordials');
const { unjudgeable } = require('../../core/args');

const BEYOND_BYTES = /[^\0-\xff]/;

/** Is this text what its bytes read as, one letter for each? */
function isPlain(text, encoding) {
  const isLatin1 = encoding === 'latin1' || encoding === 'binary';
  if (!isLatin1 && encoding !== 'utf8' && encoding !== 'utf-8') return false;
  // Whatever is beyond ASCII takes more bytes than letters. An expression looks at each letter.
  return BufferByteLength(text, 'utf8') === text.length || (isLatin1 && RegExpPrototypeExec(BEYOND_BYTES, text) === null);
}

function toText(data, encoding) {
  if (typeof data !== 'string') return BufferPrototypeLatin1Slice(BufferFrom(data));
  return isPlain(data, encoding) ? data : BufferPrototypeLatin1Slice(BufferFrom(data, encoding));
}

/** The text of a call of a write method, read once. */
const readers = {
  __proto__: null,
  writeBuffer: (args) => toText(args[1]),
  writeUtf8String: (args) => toText(`${args[1]}`, 'utf8'),
  writeAsciiString: (args) => toText(`${args[1]}`, 'latin1'),
  writeLatin1String: (args) => toText(`${args[1]}`, 'latin1'),
  writeUcs2String: (args) => toText(`${args[1]}`, 'utf16le'),
  writev(args) {
    const list = args[1];
    if (!ArrayIsArray(list)) throw unjudgeable('a list that is none');
    const isOnlyBuffers = args[2] === true;
    let text = '';
    for (let i = 0; i < list.length; i += isOnlyBuffers ? 1 : 2) text += isOnlyBuffers ? toText(list[i]) : toText(list[i], list[i + 1]);
    return text;
  },
};

module.exports = { readers };
