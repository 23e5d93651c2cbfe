'use strict';
// What Node.js, core and its libraries look for on objects of classes that everybody shares, and do not find there: a package that assigned a member of that name to the class would have everyone's objects have it, and
// be called as a method of requests, connections, streams and texts of others. There it counts for its package alone (personal.js). The lists are what tests/red/looked-for.test.js finds: it fails with a name that is missing.
//
// What Node.js itself looks for before it has put it there is kept in fields.js. Classes of which there are few objects take nothing at all for others (additions.js): what is looked for there needs no list.

const {
  BufferFrom, ObjectGetOwnPropertyDescriptor, ObjectGetOwnPropertySymbols, ObjectGetPrototypeOf, ReflectApply, SymbolAsyncIterator, SymbolFor, SymbolIterator, TypedArrayPrototype, Uint8Array,
} = require('../boot/primordials');
const { fs } = require('../boot/builtins');
const { makeFast, reserveAbsent } = require('../core/harden');
const { innerLoaded } = require('../core/inner');
const { divide } = require('./additions');
const { givePersonal, isPlace } = require('./personal');

/** Of texts, numbers and their like: what core asks of anything, without knowing what it has. Nobody looks whether one of these is `in` a text. */
const OF_PRIMITIVES = [
  '-1', '_jsonata_function', '_jsonata_lambda', '_locale', 'asset', 'auth', 'authenticate', 'cacheBuster', 'cheerio', 'fill', 'forEach', 'hasBasic', 'headers', 'href', 'join', 'length', 'name', 'next', 'path', 'pause', 'protocol', 'readable',
  'remote', 'req', 'res', 'sequence', 'shape', 'status', 'statusCode', 'then', 'toPrecision', 'type', 'value', SymbolAsyncIterator, SymbolIterator,
];

/** Prototypes of the language that stay open, by the names in table.js. */
const LANGUAGE = {
  __proto__: null,
  String: OF_PRIMITIVES, Number: OF_PRIMITIVES, Boolean: OF_PRIMITIVES, Symbol: OF_PRIMITIVES, BigInt: OF_PRIMITIVES,
  // JSONata takes for a generator what has a `next`.
  Promise: ['_jsonata_function', '_jsonata_lambda', 'next', 'sequence'],
  TypedArray: ['ctime'], Uint8Array: ['ctime'], Buffer: ['ctime'],
  // What goes with an answer that says of an error, and what came from elsewhere. On Node.js 20; later each package has errors for itself.
  Error: ['headers', 'remote'],
  // By these Node.js tells what `url.parse` makes, which is no path of a file.
  URL: ['auth', 'path'],
  // A loop that ends early asks for the one, `yield*` for the other: who added it would be handed the list that somebody took the beginning of.
  Iterator: ['return', 'throw'],
};

const OF_STREAMS = [
  '_decoder', '_handle', '_isStdio', 'flush', 'getHeader', 'objectMode', 'open', 'setHeader', 'writableErrored',
  SymbolFor('nodejs.stream.destroyed'), SymbolFor('nodejs.stream.disturbed'), SymbolFor('nodejs.stream.errored'), SymbolFor('nodejs.stream.readable'), SymbolFor('nodejs.stream.writable'),
];

const OF_READABLE = ['_writableState', 'writable', 'writableEnded'];
const OF_WRITABLE = ['_readableState', 'readableErrored'];
const OF_DUPLEX = ['_readableState', 'aborted', 'length', 'readableErrored', 'req'];
const OF_OUTGOING = ['_isStdio', '_readableState', '_writableState', 'fromCache', 'timings'];
const OF_SOCKETS = ['__initial_connection_timings__', '_httpMessage', '_paused', '_sockname', 'blockList', 'isTTY', 'timeout'];

/** Classes of Node.js by module and name. What one inherits stands on it as well: somebody could define it there. What objects of it are given all the time does not. */
const CLASSES = {
  __proto__: null,
  stream: {
    __proto__: null, Readable: [OF_STREAMS, OF_READABLE], Writable: [OF_STREAMS, OF_WRITABLE], Duplex: [OF_STREAMS, OF_DUPLEX], Transform: [OF_STREAMS, OF_DUPLEX], PassThrough: [OF_STREAMS, OF_DUPLEX],
  },
  http: {
    __proto__: null, IncomingMessage: [OF_STREAMS, OF_READABLE, ['_userProperty', 'fromCache']], OutgoingMessage: [OF_OUTGOING], ClientRequest: [OF_OUTGOING, ['req', 'timeout']], ServerResponse: [OF_OUTGOING],
  },
  net: { __proto__: null, Socket: [OF_STREAMS, OF_DUPLEX, OF_SOCKETS] },
  tls: { __proto__: null, TLSSocket: [OF_STREAMS, OF_DUPLEX, OF_SOCKETS] },
};
/** Of those, what only Node's own modules name. */
const OF_CONNECTIONS = ['internal/stream_base_commons', 'kMaybeDestroy', 'internal/stream_base_commons', 'kSession', 'internal/http', 'kWaitForProxyTunnel'];
const MARKS = { __proto__: null, IncomingMessage: ['_http_common', 'kSkipPendingData'], Socket: OF_CONNECTIONS, TLSSocket: OF_CONNECTIONS };

/** Those of which there are few objects. The ones below come after what they inherit. */
const FEW = { __proto__: null, http: ['Agent', 'Server'], https: ['Agent', 'Server'], net: ['Server'], tls: ['SecureContext', 'Server'] };

/** What it has, or inherits, nobody adds: but where that is a place as well. */
function isMissing(prototype, key) {
  for (let level = prototype; level !== null; level = ObjectGetPrototypeOf(level)) {
    if (ObjectGetOwnPropertyDescriptor(level, key) !== undefined) return level !== prototype && isPlace(level, key);
  }
  return true;
}

function giveEach(prototype, keys) {
  for (let i = 0; i < keys.length; i++) if (isMissing(prototype, keys[i])) givePersonal(prototype, keys[i]);
}

function giveAll(prototype, lists, marks = []) {
  for (let i = 0; i < lists.length; i++) giveEach(prototype, lists[i]);
  giveMarks(prototype, marks);
  makeFast(prototype);
}

/** @param {string} name of a prototype of the language that stays open */
const lookedForOf = (name) => LANGUAGE[name];

/** @param {Array<{name: string, values: object}>} modules the builtin modules and what they export, when their classes are locked */
function keepLookedForOf(modules) {
  for (let i = 0; i < modules.length; i++) {
    const { name, values } = modules[i];
    for (const key in CLASSES[name]) giveAll(values[key].prototype, CLASSES[name][key], MARKS[key]);
    if (name === 'zlib') keepMarkOfFlushing(values);
    const few = FEW[name] ?? [];
    for (let k = 0; k < few.length; k++) {
      divide(values[few[k]].prototype, `${few[k]}.prototype`);
      makeFast(values[few[k]].prototype);
    }
  }
  giveAll(fs.ReadStream.prototype, [OF_STREAMS, OF_READABLE]);
  giveAll(fs.WriteStream.prototype, [OF_STREAMS, OF_WRITABLE]);
}

/** Bytes with the mark of those by which a compressor is told to flush would have those of others end early. */
function keepMarkOfFlushing({ Deflate }) {
  let marks = [];
  const holder = {
    _defaultFullFlushFlag: 3,
    _flushBoundIdx: 0,
    write(bytes) {
      marks = ObjectGetOwnPropertySymbols(bytes);
    },
  };
  ReflectApply(Deflate.prototype.flush, holder, []);
  reserveAbsent(TypedArrayPrototype, marks);
  reserveAbsent(Uint8Array.prototype, marks);
  reserveAbsent(ObjectGetPrototypeOf(BufferFrom('')), marks);
}

function giveMarks(prototype, marks) {
  for (let i = 0; i < marks.length; i += 2) {
    const mark = innerLoaded(marks[i])[marks[i + 1]];
    if (typeof mark === 'symbol') giveEach(prototype, [mark]);
  }
}

module.exports = { keepLookedForOf, lookedForOf };
