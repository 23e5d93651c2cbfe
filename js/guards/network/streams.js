'use strict';
// The class of the streams that an HTTP/2 server gets. Node exports it nowhere: it is found when the first of them is made,
// before anybody has it.

const { NumberIsInteger, ObjectGetPrototypeOf, ObjectHasOwn, ObjectPrototype, ReflectApply, ReflectOwnKeys, SymbolPrototypeDescriptionGet } = require('../../boot/primordials');
const { CORE, callerOf } = require('../../core/caller');
const { conceal } = require('../../core/conceal');
const { verdict } = require('../../core/decide');
const { lockMember } = require('../../core/harden');
const { isFileHandle, noteSent } = require('../../core/open-files');
const { lockMade } = require('../../realm/made');
const { judgeDescriptor } = require('../fs/descriptors');
const { watchEmitters } = require('../emitters');
const { guardTimeouts } = require('./timeouts');

const API = 'http2.ServerHttp2Stream.respondWithFD()';

let isDone = false;

/** The object of C++ behind a stream that is open. */
function innerOf(stream) {
  const keys = ReflectOwnKeys(stream);
  for (let i = 0; i < keys.length; i++) {
    if (typeof keys[i] !== 'symbol' || SymbolPrototypeDescriptionGet(keys[i]) !== 'kHandle') continue;
    const inner = stream[keys[i]];
    return typeof inner === 'object' && inner !== null ? inner : undefined;
  }
  return undefined;
}

function guardRespond(original) {
  const holder = {
    respondWithFD(...args) {
      const principal = callerOf(0);
      if (principal === CORE) return ReflectApply(original, this, args);
      // A handle that Node opened for a package carries its own file.
      const isHandle = isFileHandle(args[0]);
      if (!isHandle) {
        const error = verdict(() => judgeDescriptor(principal, args, 0, 'fs:read'), principal, args, API, this);
        if (error !== undefined) throw error;
      }
      const inner = innerOf(this);
      if (inner !== undefined && (isHandle || NumberIsInteger(args[0]))) noteSent(inner, isHandle ? args[0].fd : args[0]);
      return ReflectApply(original, this, args);
    },
  };
  return conceal(holder.respondWithFD, original);
}

function look(made) {
  guardTimeouts(made);
  for (let level = ObjectGetPrototypeOf(made); level !== null && level !== ObjectPrototype; level = ObjectGetPrototypeOf(level)) {
    if (!ObjectHasOwn(level, 'respondWithFD')) continue;
    isDone = true;
    watchEmitters(undefined);
    lockMember(level, 'respondWithFD', guardRespond(level.respondWithFD), false);
    lockMade(made);
    return;
  }
}

function watchStreams() {
  if (!isDone) watchEmitters(look);
}

module.exports = { watchStreams };
