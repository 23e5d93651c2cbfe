'use strict';
// FileHandle: an object with the descriptor inside. Its methods look at `this.fd`, again after every wait, so an object
// that merely inherits from a handle, or a handle somebody changed, could carry any number.

const {
  ObjectGetOwnPropertyDescriptor, ObjectGetPrototypeOf, ObjectPrototype, PromisePrototypeThen, PromiseResolve, ReflectApply, ReflectOwnKeys, StringPrototypeStartsWith,
} = require('../../boot/primordials');
const { fsPromises, process } = require('../../boot/builtins');
const { conceal } = require('../../core/conceal');
const { hardenPrototype, replaceMember } = require('../../core/harden');
const { isOneOf } = require('../../core/lists');
const { guardReading } = require('../../core/onread');
const { during, isFileHandle, remember } = require('../../core/open-files');
const { guard, guardConstructor } = require('../../core/wrap');
const { innerLoaded, publicBinding } = require('../../core/inner');
const EventEmitter = require('events');
const { judgeDescriptor } = require('./descriptors');

/** Resolves when the class is guarded, where that takes an open file; a worker thread runs its package before that. */
let locked;

/** Gives `handle` when it can be handed out. */
const whenLocked = (handle) => (locked === undefined ? handle : PromisePrototypeThen(locked, () => handle));

const forged = () => ({ capability: 'all', resource: 'a file handle of its own making' });
const genuine = (principal, args, self) => (isFileHandle(self) ? undefined : forged());
/** Owner, mode and times can be changed whatever the handle was opened for. */
const writable = (principal, args, self) => genuine(principal, args, self) ?? judgeDescriptor(principal, [self.fd], 0, 'fs:write');
const WRITING = ['chmod', 'chown', 'utimes'];

/** In another thread nobody knows whose file it is. */
const transfer = () => ({ capability: 'all', resource: 'an open file for another thread' });

/** They give a promise, and the number stays open until it is settled. */
const WORKING = ['appendFile', 'chmod', 'chown', 'datasync', 'read', 'readFile', 'readv', 'stat', 'sync', 'truncate', 'utimes', 'write', 'writeFile', 'writev'];

/** The same method, whoever calls: Node's streams and readers do so, too. */
function working(original) {
  const holder = {
    work(...args) {
      return isFileHandle(this) ? during(this.fd, () => ReflectApply(original, this, args)) : ReflectApply(original, this, args);
    },
  };
  return conceal(holder.work, original);
}

const hasOldStreams = StringPrototypeStartsWith(process.versions.node, '20.');

/**
 * Node.js 20 makes a stream of the object of C++ behind the file unless it is asked for bytes, which later versions always give. That object ends the process
 * when such a stream is cancelled while the file closes, and takes no calls as a stream (core/believed-args.js).
 */
function readsBytes(original) {
  const holder = {
    readableWebStream(options = { __proto__: null }) {
      const { type } = options;
      return ReflectApply(original, this, [{ __proto__: null, type: type === undefined || typeof type === 'string' ? 'bytes' : type }]);
    },
  };
  return conceal(holder.readableWebStream, original);
}

function standFor(name, original) {
  if (name === 'readableWebStream' && hasOldStreams) return readsBytes(original);
  return isOneOf(WORKING, name) ? working(original) : original;
}

function judgeOf(name) {
  if (typeof name === 'symbol' && (name.description === 'messaging_transfer_symbol' || name.description === 'messaging_transfer_list_symbol')) return transfer;
  for (let i = 0; i < WRITING.length; i++) if (WRITING[i] === name) return writable;
  return genuine;
}

/** Guards the class that Node keeps to itself. Where its own modules are out of reach, an open file is needed to get at it. */
function lock(native) {
  const internals = native.internals(['node:internal/fs/promises', 'node:internal/fs/streams', 'node:internal/fs/dir', 'node:internal/webstreams/readablestream']);
  const { FileHandle } = publicBinding('fs');
  remember(FileHandle);
  // Before a guard stands for the class, which keeps the prototype that it finds.
  guardReading(FileHandle);
  replaceMember(FileHandle.prototype, 'constructor', guardConstructor(FileHandle, { judge: forged }, 'FileHandle()', { internals }));
  const found = innerLoaded('internal/fs/promises').FileHandle;
  if (found !== undefined) {
    lockClass(found.prototype, internals);
    return PromiseResolve();
  }
  locked = lockOpened(internals);
  return PromisePrototypeThen(locked, () => {
    locked = undefined;
  });
}

async function lockOpened(internals) {
  const handle = await fsPromises.open('/dev/null', 'r');
  lockClass(ObjectGetPrototypeOf(handle), internals);
  await handle.close();
}

function lockClass(prototype, internals) {
  const names = ReflectOwnKeys(prototype);
  for (let i = 0; i < names.length; i++) {
    const { value } = ObjectGetOwnPropertyDescriptor(prototype, names[i]);
    if (typeof value !== 'function') continue;
    const api = `FileHandle.${typeof names[i] === 'string' ? names[i] : names[i].description}()`;
    if (names[i] === 'constructor') replaceMember(prototype, 'constructor', guardConstructor(value, { judge: forged }, api, { internals }));
    else replaceMember(prototype, names[i], guard(standFor(names[i], value), { judge: judgeOf(names[i]) }, api, { internals }));
  }
  // Node.js 20 has a class of its own in between.
  for (let level = prototype; level !== ObjectPrototype && level !== EventEmitter.prototype; level = ObjectGetPrototypeOf(level)) hardenPrototype(level);
}

module.exports = { isFileHandle, lock, whenLocked };
