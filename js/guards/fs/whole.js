'use strict';
// Whole files in the name of core. Node reads and writes them in steps, each through an export of `fs`, whose guard would look
// at the stack anew. Once the stack has been judged, the steps are taken here with the captured originals: there is nothing in
// between that code of others could use, for no guard is told that a call of core is at work. What is unusual (descriptors,
// flags, modes, a buffer to fill) and what core has replaced goes the ordinary way.

const {
  BufferAlloc, BufferFrom, BufferPrototypeToString, ObjectFreeze, ObjectGetOwnPropertyDescriptor, ObjectGetPrototypeOf, ObjectPrototype, ReflectApply, ReflectOwnKeys,
  TypedArrayPrototypeBufferGet, TypedArrayPrototypeByteLengthGet, TypedArrayPrototypeSet, TypedArrayPrototypeSymbolToStringTagGet,
} = require('../../boot/primordials');
const { fs } = require('../../boot/builtins');
const { define } = require('../../core/args');

const { closeSync, fstatSync, ftruncateSync, openSync, readSync, writeFileSync, writeSync, constants: { S_IFMT, S_IFREG } } = fs;

const MODE = 0o666;
/** Node refuses to read more at once. */
const MOST = 2 ** 31 - 1;
/** What Node asks for when the size of a file says nothing. */
const CHUNK = 8192;
/** Text that Node reads and writes in one step of its own. */
const ONE_STEP = { __proto__: null, utf8: true, 'utf-8': true };
const ENCODINGS = { __proto__: null, ...ONE_STEP, ascii: true, base64: true, base64url: true, binary: true, hex: true, latin1: true, ucs2: true, 'ucs-2': true, utf16le: true, 'utf-16le': true };

/** The shared `fs`, and the guards that stand there for the steps. */
let shared;
let placed;

/** @param {object} module the shared `fs`, with its guards in place */
function configure(module) {
  shared = module;
  placed = { __proto__: null, open: module.openSync, read: module.readSync, write: module.writeSync, truncate: module.ftruncateSync, all: module.writeFileSync };
}

/** Are the steps Node would take the guarded originals? `closeSync` is not asked about: graceful-fs counts descriptors of its own with it. */
function isUntouched() {
  return shared.openSync === placed.open && shared.readSync === placed.read && shared.writeSync === placed.write
    && shared.ftruncateSync === placed.truncate && shared.writeFileSync === placed.all;
}

/** The encoding in the options: `null` for none, `undefined` when there is anything else in them. */
function encodingIn(options) {
  if (options === undefined || options === null) return null;
  if (typeof options === 'string') return ENCODINGS[options] === true ? options : undefined;
  if (typeof options !== 'object' || ObjectGetPrototypeOf(options) !== ObjectPrototype) return undefined;
  const keys = ReflectOwnKeys(options);
  if (keys.length !== 1 || keys[0] !== 'encoding') return keys.length === 0 ? null : undefined;
  const value = ObjectGetOwnPropertyDescriptor(options, 'encoding')?.value;
  return value === null || (typeof value === 'string' && ENCODINGS[value] === true) ? value : undefined;
}

/** Calls `use` with the descriptor of an open file and closes it. */
function withFile(path, flag, use) {
  const descriptor = openSync(path, flag, MODE);
  try {
    return use(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** The first bytes of a buffer of our own, as a buffer. Not `subarray`: that asks the class of the buffer. */
const first = (bytes, length) => BufferFrom(TypedArrayPrototypeBufferGet(bytes), 0, length);

/** As many bytes as the file has at first, or fewer when it becomes shorter. */
function readSized(descriptor, size) {
  const bytes = BufferAlloc(size);
  let at = 0;
  for (let count = -1; count !== 0 && at < size; at += count) count = readSync(descriptor, bytes, at, size - at);
  return at < size ? first(bytes, at) : bytes;
}

/** Until there is nothing more: files whose size is not known (`/proc`), pipes, devices. */
function readUnsized(descriptor) {
  const chunks = [];
  let total = 0;
  for (let count = -1; count !== 0; total += count) {
    const chunk = BufferAlloc(CHUNK);
    count = readSync(descriptor, chunk, 0, CHUNK);
    if (count !== 0) define(chunks, chunks.length, first(chunk, count));
  }
  const bytes = BufferAlloc(total);
  for (let i = 0, at = 0; i < chunks.length; i++) {
    TypedArrayPrototypeSet(bytes, chunks[i], at);
    at += chunks[i].length;
  }
  return bytes;
}

/** The bytes of a file; `undefined`: more than Node reads at once. */
const readBytes = (path) => withFile(path, 'r', readOpen);

function readOpen(descriptor) {
  const { mode, size } = fstatSync(descriptor);
  const known = (mode & S_IFMT) === S_IFREG ? size : 0;
  if (known > MOST) return undefined;
  return known === 0 ? readUnsized(descriptor) : readSized(descriptor, known);
}

function writeBytes(path, flag, bytes) {
  const length = TypedArrayPrototypeByteLengthGet(bytes);
  withFile(path, flag, (descriptor) => {
    for (let at = 0; at < length;) at += writeSync(descriptor, bytes, at, length - at);
  });
}

/** Answer of steps that do not take a call. */
const UNUSUAL = ObjectFreeze({ __proto__: null });

/**
 * What core's call of a row's `Sync` form does.
 * @param {(args: any[], original: Function, self: any) => any} steps UNUSUAL, or the value of the call
 */
const whole = (steps) => (otherwise) => (original, self, args) => {
  const value = typeof args[0] === 'string' && isUntouched() ? steps(args, original, self) : UNUSUAL;
  return value === UNUSUAL ? otherwise(original, self, args) : value;
};

const readFile = whole((args, original, self) => {
  const encoding = encodingIn(args[1]);
  if (encoding === undefined) return UNUSUAL;
  if (ONE_STEP[encoding] === true) return ReflectApply(original, self, [args[0], encoding]);
  const bytes = readBytes(args[0]);
  if (bytes === undefined) return UNUSUAL;
  return encoding === null ? bytes : BufferPrototypeToString(bytes, encoding);
});

const writing = (flag) => whole((args) => {
  const { 0: path, 1: data } = args;
  const encoding = encodingIn(args[2]);
  if (encoding === undefined) return UNUSUAL;
  if (typeof data === 'string') {
    if (encoding === null || ONE_STEP[encoding] === true) return writeFileSync(path, data, { __proto__: null, encoding: 'utf8', mode: MODE, flag });
    return writeBytes(path, flag, BufferFrom(data, encoding));
  }
  return TypedArrayPrototypeSymbolToStringTagGet(data) === 'Uint8Array' ? writeBytes(path, flag, data) : UNUSUAL;
});

const truncate = whole((args) => {
  const length = args[1] === undefined ? 0 : args[1];
  return typeof length === 'number' ? withFile(args[0], 'r+', (descriptor) => ftruncateSync(descriptor, length)) : UNUSUAL;
});

module.exports = { appendFile: writing('a'), configure, readFile, truncate, writeFile: writing('w') };
