'use strict';
// The tables of what is safe: every name that a package may use without being judged, with the reason. A name that is in
// no table and behind no guard is not classified: it is refused, see refuse.js.
//
// A table is `{ reason: names }`; a line of names is `Class.prototype: member member`. One file for each module and its
// relatives. `@iterator` stands for `Symbol.iterator`.

const { ObjectKeys, SafeMap } = require('../boot/primordials');
const { splitText } = require('../core/lists');

const TABLES = [
  require('./safe/assert'), require('./safe/async_hooks'), require('./safe/buffer'), require('./safe/child_process'), require('./safe/cluster'),
  require('./safe/console'), require('./safe/constants'), require('./safe/crypto'), require('./safe/dgram'), require('./safe/diagnostics_channel'),
  require('./safe/dns'), require('./safe/domain'), require('./safe/events'), require('./safe/fetch'), require('./safe/ffi'), require('./safe/fs'), require('./safe/http'),
  require('./safe/http2'), require('./safe/inspector'), require('./safe/intl'), require('./safe/language'), require('./safe/module'), require('./safe/net'),
  require('./safe/os'), require('./safe/path'), require('./safe/perf'), require('./safe/process'), require('./safe/readline'), require('./safe/repl'),
  require('./safe/sea'), require('./safe/sqlite'), require('./safe/stream'), require('./safe/temporal'), require('./safe/test'), require('./safe/timers'),
  require('./safe/tls'), require('./safe/tty'), require('./safe/url'), require('./safe/util'), require('./safe/v8'), require('./safe/vm'),
  require('./safe/wasi'), require('./safe/web'), require('./safe/webassembly'), require('./safe/worker_threads'), require('./safe/zlib'),
];

/** Calls `take(name)` for every name in a text of lines `prefix: key key`. */
function eachName(text, take) {
  const lines = splitText(text, '\n');
  for (let i = 0; i < lines.length; i++) {
    const words = splitText(lines[i], ' ');
    let prefix;
    for (let w = 0; w < words.length; w++) {
      const word = words[w];
      if (word === '') continue;
      // The first word ends in a colon, and holds none else that matters.
      if (prefix === undefined) prefix = withoutLast(word);
      else take(`${prefix}.${word}`);
    }
  }
}

function withoutLast(word) {
  let text = '';
  for (let i = 0; i < word.length - 1; i++) text += word[i];
  return text;
}

let reasons;

/** Why a name is safe; undefined when no table has it. */
function reasonOf(name) {
  if (reasons === undefined) {
    reasons = new SafeMap();
    for (let i = 0; i < TABLES.length; i++) {
      const why = ObjectKeys(TABLES[i]);
      for (let r = 0; r < why.length; r++) eachName(TABLES[i][why[r]], (found) => reasons.set(found, why[r]));
    }
  }
  return reasons.get(name);
}

/** All names in the tables. */
function names() {
  reasonOf('');
  const result = [];
  reasons.forEach((reason, name) => {
    result[result.length] = name;
  });
  return result;
}

module.exports = { eachName, names, reasonOf };
