'use strict';
// The class of the streams that an HTTP/2 server gets. Node exports it nowhere: it is found when the first of them is made,
// before anybody has it.

const { ObjectGetPrototypeOf, ObjectHasOwn, ObjectPrototype, ReflectApply, ReflectOwnKeys, SymbolPrototypeDescriptionGet } = require('../../boot/primordials');
const { CORE, callerOf } = require('../../core/caller');
const { conceal } = require('../../core/conceal');
const { verdict } = require('../../core/decide');
const { lockMember } = require('../../core/harden');
const { isFileHandle } = require('../../core/open-files');
const { lockMade } = require('../../realm/made');
const { judgeDescriptor } = require('../fs/descriptors');
const { watchEmitters } = require('../emitters');
const { API, noteSender, watchPipes } = require('./pipes');
const { guardTimeouts } = require('./timeouts');

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

function guardRespond(original, isNumber) {
  const holder = {
    respond(...args) {
      const principal = callerOf(0);
      // A handle that Node opened for a package carries its own file; a path is judged when Node.js opens the file.
      // C++ takes no other number, and Node's script hands on any.
      if (isNumber && typeof args[0] === 'number') args[0] |= 0;
      if (isNumber && principal !== CORE && !isFileHandle(args[0])) {
        const error = verdict(() => judgeDescriptor(principal, args, 0, 'fs:read'), principal, args, API, this);
        if (error !== undefined) throw error;
      }
      const inner = innerOf(this);
      if (inner !== undefined) noteSender(inner, principal);
      return ReflectApply(original, this, args);
    },
  };
  return conceal(holder.respond, original);
}

function look(made) {
  guardTimeouts(made);
  for (let level = ObjectGetPrototypeOf(made); level !== null && level !== ObjectPrototype; level = ObjectGetPrototypeOf(level)) {
    if (!ObjectHasOwn(level, 'respondWithFD')) continue;
    isDone = true;
    watchPipes();
    watchEmitters(undefined);
    lockMember(level, 'respondWithFD', guardRespond(level.respondWithFD, true), false);
    lockMember(level, 'respondWithFile', guardRespond(level.respondWithFile, false), false);
    lockMade(made);
    return;
  }
}

function watchStreams() {
  if (!isDone) watchEmitters(look);
}

module.exports = { watchStreams };
