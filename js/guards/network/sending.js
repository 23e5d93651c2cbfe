'use strict';
// What a stream of HTTP/2 sends of a file. C++ would read the file and write to the stream by itself; where the stream is over before the file is read, it ends the process. So the file is
// read here, and written as everything else is that a stream of JavaScript sends. Node's script notices nothing: it starts this, and is told when it is over.

const { Proxy, ReflectApply, ReflectConstruct, ReflectDefineProperty, TypeError, TypedArrayPrototypeBufferGet, Uint8Array, dataDescriptor } = require('../../boot/primordials');
const { fs: { read } } = require('../../boot/builtins');
const { isMadeInCpp } = require('../../core/believed-args');
const { makeNote } = require('../../core/given');
const { begin, end, numberOf } = require('../../core/open-files');
const { innerBinding } = require('../../core/inner');

/** As much as C++ reads at once. */
const CHUNK = 65_536;

/** A file, in C++ -> { offset, length } that it was made with: which part of it is to be read. */
const parts = makeNote();

/** Notes which part of a file is to be read. Called before any script of Node's has taken the class from here; where it is changed later, it is the class itself that is. */
function noteParts() {
  const binding = innerBinding('fs');
  const { FileHandle } = binding;
  if (typeof FileHandle !== 'function') return;
  const traps = {
    __proto__: null,
    construct(target, args, newTarget) {
      const file = ReflectConstruct(target, args, newTarget === stand ? target : newTarget);
      parts.put(file, { __proto__: null, offset: args[1] ?? -1, length: args[2] ?? -1 });
      return file;
    },
  };
  const stand = new Proxy(FileHandle, traps);
  ReflectDefineProperty(binding, 'FileHandle', dataDescriptor(stand, true, true, true));
}

/** Writes to a stream. @returns {boolean} false: it takes nothing any more, and `done` is not called */
function write(sink, bytes, done) {
  const { Http2Stream } = innerBinding('http2');
  const { WriteWrap, kLastWriteErr, streamBaseState } = innerBinding('stream_wrap');
  const request = isMadeInCpp() ? null : new WriteWrap();
  if (request !== null) {
    request.handle = sink;
    request.oncomplete = done;
    return ReflectApply(Http2Stream.prototype.writeBuffer, sink, [request, bytes]) === 0;
  }
  const made = ReflectApply(Http2Stream.prototype.writeBuffer, sink, [null, bytes]);
  if (typeof made !== 'object' || made === null || streamBaseState[kLastWriteErr] !== 0) return false;
  made.handle = sink;
  made.oncomplete = done;
  return true;
}

/** Says that nothing more is written. */
function shut(sink) {
  const { Http2Stream } = innerBinding('http2');
  const { ShutdownWrap } = innerBinding('stream_wrap');
  const request = new ShutdownWrap();
  request.handle = sink;
  request.oncomplete = () => undefined;
  ReflectApply(Http2Stream.prototype.shutdown, sink, [request]);
}

/** Tells Node's script, which ends the stream, that the file cannot be read. */
function fail(file, errno) {
  const { kReadBytesOrError, streamBaseState } = innerBinding('stream_wrap');
  streamBaseState[kReadBytesOrError] = errno;
  file.onread();
}

/**
 * What Node's script has instead of an object that joins both in C++.
 * @param {object} file
 * @param {object} sink the stream; both of C++
 */
function sending(file, sink) {
  const part = parts.of(file);
  if (part === undefined) throw new TypeError('a file that no stream of HTTP/2 sends');
  const descriptor = numberOf(file);
  const memory = new Uint8Array(CHUNK);
  let { offset, length } = part;
  let isOver = false;

  const pipe = {
    __proto__: null,
    source: file,
    sink,
    onunpipe: undefined,
    start,
  };

  /** The number is not free before all is over: a stream may be told that it is while the client has still to take what was written, and only then is more read. */
  function start() {
    begin(descriptor);
    next();
  }

  function over() {
    if (isOver) return;
    isOver = true;
    try {
      pipe.onunpipe();
    } finally {
      end(descriptor);
    }
  }

  function next() {
    const most = length >= 0 && length < CHUNK ? length : CHUNK;
    if (most === 0) return finish();
    try {
      read(descriptor, memory, 0, most, offset < 0 ? null : offset, onRead);
    } catch {
      finish();
    }
    return undefined;
  }

  function onRead(error, count) {
    if (error !== null) fail(file, error.errno);
    if (error !== null || count === 0) return finish();
    if (length >= 0) length -= count;
    if (offset >= 0) offset += count;
    if (!write(sink, new Uint8Array(TypedArrayPrototypeBufferGet(memory), 0, count), onWritten)) over();
    return undefined;
  }

  function onWritten(status) {
    if (status === 0) next();
    else over();
  }

  function finish() {
    shut(sink);
    over();
  }

  return pipe;
}

module.exports = { noteParts, sending };
