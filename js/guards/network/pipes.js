'use strict';
// Files that HTTP/2 sends are read by their numbers until the stream is over (sending.js). Node.js takes the number that it was given, or that it got for a path, and may call the package
// before they are read; so it is looked at where a file and a stream are joined.

const { ObjectDefineProperty, ReflectDefineProperty, SafeWeakMap } = require('../../boot/primordials');
const { CORE, UNKNOWN } = require('../../core/caller');
const { conceal } = require('../../core/conceal');
const { refusal } = require('../../core/deny');
const { entryOf, noteSent, numberOf, release } = require('../../core/open-files');
const { innerBinding } = require('../../core/inner');
const { describe, isOwn } = require('../fs/descriptors');
const { noteParts, sending } = require('./sending');

const API = 'http2.ServerHttp2Stream.respondWithFD()';

/** The object of C++ behind a stream -> who has it send a file. */
const senders = new SafeWeakMap();
const noteSender = (stream, principal) => senders.set(stream, principal);

/** Before packages have streams nobody notes who sends. */
let isWatched = false;
function watchPipes() {
  isWatched = true;
}

/**
 * From here on what has the number is read, until the stream is over. Since somebody asked for it the package has been called, and its file may have been closed.
 * @param {object} file
 * @param {object} stream both of C++
 */
function beforeSending(file, stream) {
  const principal = senders.get(stream);
  if (!isWatched || principal === CORE) return;
  const descriptor = numberOf(file);
  if (principal !== undefined && isOwn(entryOf(descriptor), principal, descriptor, 'fs:read')) {
    noteSent(stream, descriptor);
    return;
  }
  release(file);
  throw refusal(principal ?? UNKNOWN, 'all', API, describe(descriptor));
}

/** What joins a file and a stream. Called at start, before the script of Node's that takes it from here is loaded. */
function guardPipes() {
  const binding = innerBinding('stream_pipe');
  const { StreamPipe } = binding;
  if (typeof StreamPipe !== 'function') return;
  noteParts();
  function stand(...args) {
    beforeSending(args[0], args[1]);
    return sending(args[0], args[1]);
  }
  conceal(stand, StreamPipe);
  ObjectDefineProperty(stand, 'prototype', { __proto__: null, value: StreamPipe.prototype, writable: false, enumerable: false, configurable: false });
  ReflectDefineProperty(binding, 'StreamPipe', { __proto__: null, value: stand, writable: true, enumerable: true, configurable: true });
}

module.exports = { API, guardPipes, noteSender, watchPipes };
