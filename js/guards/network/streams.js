'use strict';
// The class of the streams that an HTTP/2 server gets. Node exports it nowhere: it is found when the first of them is made,
// before anybody has it.

const { ObjectGetPrototypeOf, ObjectHasOwn, ObjectPrototype, ReflectApply } = require('../../boot/primordials');
const { CORE, callerOf } = require('../../core/caller');
const { conceal } = require('../../core/conceal');
const { verdict } = require('../../core/decide');
const { lockMember } = require('../../core/harden');
const { lockMade } = require('../../realm/made');
const { judgeDescriptor } = require('../fs/descriptors');
const { watchEmitters } = require('../emitters');
const { isFileHandle } = require('../fs/handles');
const { guardTimeouts } = require('./timeouts');

const API = 'http2.ServerHttp2Stream.respondWithFD()';

let isDone = false;

function guardRespond(original) {
  const holder = {
    respondWithFD(...args) {
      const principal = callerOf(0);
      if (principal === CORE) return ReflectApply(original, this, args);
      // A handle that Node opened for a package carries its own file.
      if (!isFileHandle(args[0])) {
        const error = verdict(() => judgeDescriptor(principal, args, 0, 'fs:read'), principal, args, API, this);
        if (error !== undefined) throw error;
      }
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
