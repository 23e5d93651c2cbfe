'use strict';
/** What a terminal is given. Package names, paths and stacks in it are an attacker's to choose, file names and options somebody's. */

const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
const escaped = (char) => `\\u{${char.codePointAt(0).toString(16)}}`;

/** Text made safe for one line of a terminal: control, bidirectional and zero-width characters are shown as escapes. */
function printable(value) {
  const text = typeof value === 'string' ? value : JSON.stringify(value) ?? '';
  return text.replace(INVISIBLE, escaped);
}

/** The same for a text of several lines. */
const printableLines = (text) => text.split('\n').map(printable).join('\n');

module.exports = { printable, printableLines };
