'use strict';
// What packages have open. A descriptor is a number, and who opens the next file, a connection or a socket gets the first that is free. So nothing that goes by a number may outlive the
// file: an operation that waits for its turn names a number, and a `FileHandle` keeps one, whoever has closed it.
// - A number is closed only when the last operation on it is over, and with it what C++ reads for a stream of HTTP/2.
// - Whatever closes what a package opened, by its number or by the object of C++ behind a handle, closes both of them.

const {
  ArrayPrototypePush, MapPrototypeDelete, MapPrototypeGet, MapPrototypeSet, ObjectDefineProperty, ObjectGetOwnPropertyDescriptor, Promise, PromisePrototypeThen, PromiseResolve, ReflectApply, ReflectOwnKeys, SafeMap, SafeWeakMap, SymbolPrototypeDescriptionGet,
  WeakRef, accessorDescriptor,
} = require('../boot/primordials');
const { fs: { close, fstat }, util } = require('../boot/builtins');

const { deref } = WeakRef.prototype;

/** Descriptor -> { principal, writable, dev, ino, handle }: whose it is; `handle`: a weak reference to the FileHandle that has it, if one has. */
const opened = new SafeMap();
/** Descriptor -> { count, then, handle }: how many operations of packages are under way, and what waits for their end, which is that it is closed. */
const busy = new SafeMap();
/** FileHandle of a package -> what is behind it. */
const files = new SafeWeakMap();
/** The object of C++ behind it -> the same. */
const ofCpp = new SafeWeakMap();

const entryOf = (descriptor) => MapPrototypeGet(opened, descriptor);
const handleOf = (entry) => (entry?.handle === undefined ? undefined : ReflectApply(deref, entry.handle, []));
const fileOf = (entry) => files.get(handleOf(entry));

/** @param {{principal: number, writable: boolean}} entry whoever opened it */
function noteEntry(descriptor, entry) {
  MapPrototypeSet(opened, descriptor, entry);
}

/** Is it a handle that Node opened for a package? */
const isFileHandle = (value) => typeof value === 'object' && value !== null && files.has(value);

/** Does the handle that has this number, if one has, have it still? Node.js closes the file of one that nobody holds any more. */
const isHeld = (entry) => entry.handle === undefined || fileOf(entry)?.isOpen === true;

/** Notes that an operation on `descriptor` begins. */
function begin(descriptor) {
  const entry = MapPrototypeGet(busy, descriptor);
  if (entry === undefined) MapPrototypeSet(busy, descriptor, { __proto__: null, count: 1, then: [], handle: handleOf(entryOf(descriptor)) });
  else entry.count++;
}

/** Notes that it is over. */
function end(descriptor) {
  const entry = MapPrototypeGet(busy, descriptor);
  entry.count--;
  if (entry.count > 0) return;
  MapPrototypeDelete(busy, descriptor);
  for (let i = 0; i < entry.then.length; i++) {
    try {
      entry.then[i]();
    } catch {
      // Who closed it was answered then.
    }
  }
}

/** Is it closed when what is under way is over? The number is nobody's any more, and not free. */
const isClosing = (descriptor) => (MapPrototypeGet(busy, descriptor)?.then.length ?? 0) > 0;

/** Closes it by `action` when nothing is under way on `descriptor`; at once when nothing is. */
function whenIdle(descriptor, action) {
  const entry = MapPrototypeGet(busy, descriptor);
  if (entry === undefined) return action();
  ArrayPrototypePush(entry.then, action);
  return undefined;
}

/** The same, with a promise for what it gives. */
function idle(descriptor, action) {
  return MapPrototypeGet(busy, descriptor) === undefined ? action() : new Promise((resolve) => {
    whenIdle(descriptor, () => resolve(action()));
  });
}

/** Runs an operation on `descriptor` that gives a promise. */
function during(descriptor, action) {
  begin(descriptor);
  const over = () => end(descriptor);
  let result;
  try {
    result = action();
  } catch (error) {
    over();
    throw error;
  }
  if (util.isPromise(result)) PromisePrototypeThen(result, over, over);
  else over();
  return result;
}

/** Stream of HTTP/2, in C++ -> descriptors of the files that are sent through it. */
const sent = new SafeWeakMap();

/** Notes that C++ reads the file until the stream is over. */
function noteSent(stream, descriptor) {
  begin(descriptor);
  const list = sent.get(stream);
  if (list === undefined) sent.set(stream, [descriptor]);
  else ArrayPrototypePush(list, descriptor);
}

/** What has been asked of Node's threads so far has its turn before what is asked now. */
const endLater = (descriptor) => fstat(descriptor, () => end(descriptor));

/** The stream is over. */
function endSent(stream) {
  const list = sent.get(stream);
  if (list === undefined) return;
  sent.delete(stream);
  for (let i = 0; i < list.length; i++) endLater(list[i]);
}

/** The number is nobody's any more. */
function forgetDescriptor(descriptor) {
  const file = fileOf(entryOf(descriptor));
  if (file !== undefined) file.isOpen = false;
  MapPrototypeDelete(opened, descriptor);
}

/** Methods of C++, as they are before anything stands in their place. */
const cpp = { __proto__: null, close: undefined, fd: undefined, releaseFD: undefined };

/** Called before the class of C++ is guarded. */
function remember({ prototype }) {
  cpp.close = prototype.close;
  cpp.releaseFD = prototype.releaseFD;
  cpp.fd = ObjectGetOwnPropertyDescriptor(prototype, 'fd').get;
}

/** The number of an object of C++. */
const numberOf = (inner) => ReflectApply(cpp.fd, inner, []);

/** It has none any more, and closes nothing when it is collected. */
const release = (inner) => ReflectApply(cpp.releaseFD, inner, []);

/** A member of a handle under a symbol. */
function keyNamed(handle, name) {
  const keys = ReflectOwnKeys(handle);
  for (let i = 0; i < keys.length; i++) if (typeof keys[i] === 'symbol' && SymbolPrototypeDescriptionGet(keys[i]) === name) return keys[i];
  return undefined;
}

/** Fixes the number of a new handle of a package, and what is behind it: from now on it can only be closed. */
function adopt(handle) {
  const descriptor = handle.fd;
  const behind = keyNamed(handle, 'kHandle');
  const file = { __proto__: null, descriptor, isOpen: true, inner: handle[behind] };
  const accessors = {
    get: () => (file.isOpen ? descriptor : -1),
    set(value) {
      if (value === -1 && file.isOpen) forgetDescriptor(descriptor);
    },
  };
  ObjectDefineProperty(handle, keyNamed(handle, 'kFd'), accessorDescriptor(accessors.get, accessors.set, true, false));
  ObjectDefineProperty(handle, 'fd', accessorDescriptor(accessors.get, undefined, false, false));
  ObjectDefineProperty(handle, behind, { __proto__: null, writable: false, configurable: false });
  files.set(handle, file);
  ofCpp.set(file.inner, file);
  const entry = entryOf(descriptor);
  if (entry !== undefined) entry.handle = new WeakRef(handle);
}

/**
 * Closes the handle that has this number.
 * @returns {Promise|undefined} undefined: none has
 */
function closeHandle(descriptor) {
  const file = fileOf(entryOf(descriptor));
  if (file === undefined) return undefined;
  forgetDescriptor(descriptor);
  return idle(descriptor, () => ReflectApply(cpp.close, file.inner, []));
}

/** The number goes to an object that will close it, and no handle has it any more. */
function handOver(descriptor) {
  const entry = entryOf(descriptor);
  const file = fileOf(entry);
  if (file === undefined) return;
  file.isOpen = false;
  entry.handle = undefined;
  release(file.inner);
}

/** `close()` and `closeSync()` of the object of C++, by whichever script of Node's: everything that can be made to call a method of this name would close it. */
function closeInner(original, self) {
  const file = ofCpp.get(self);
  if (file !== undefined) {
    if (file.isOpen) forgetDescriptor(file.descriptor);
    return idle(file.descriptor, () => ReflectApply(cpp.close, self, []));
  }
  const descriptor = numberOf(self);
  if (isClosing(descriptor)) {
    release(self);
    return PromiseResolve();
  }
  if (entryOf(descriptor) === undefined) return ReflectApply(original, self, []);
  // HTTP/2 has made one of its own for a number. A thread closes at its end the numbers that it was not told are closed.
  handOver(descriptor);
  forgetDescriptor(descriptor);
  release(self);
  return new Promise((resolve, reject) => {
    whenIdle(descriptor, () => close(descriptor, (error) => (error ? reject(error) : resolve())));
  });
}

module.exports = { adopt, begin, closeHandle, closeInner, during, end, endSent, entryOf, forgetDescriptor, handOver, isFileHandle, isHeld, noteEntry, noteSent, numberOf, release, remember, whenIdle };
