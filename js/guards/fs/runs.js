'use strict';
// Operations of `fs` whose allowed call needs more than the original: descriptors are noted and forgotten.

const { PromisePrototypeThen, ReflectApply } = require('../../boot/primordials');
const { forgetPaths, judgePath } = require('../../core/decide');
const { callbackAt } = require('../../core/lists');
const { adopt, begin, closeHandle, during, end, forgetDescriptor, isFileHandle, whenIdle } = require('../../core/open-files');
const { noteOpened } = require('./descriptors');
const { files } = require('../../realm/blobs');
const { whenLocked } = require('./handles');

const WRITE = 'fs:write';

// Whether the package may write the file it opens: asked once, so that later metadata writes need no path, and before it is open, when something else may lie there.
const isWritable = (principal, args) => judgePath(principal, WRITE, args[0], 0) === undefined;

/** open in all its forms: the new descriptor belongs to the package that opened it. */
function open(original, self, args, principal) {
  const writable = isWritable(principal, args);
  const note = (descriptor) => {
    if (typeof descriptor === 'number') noteOpened(principal, descriptor, writable);
  };
  const at = callbackAt(args);
  const callback = args[at];
  if (at === -1) {
    const result = ReflectApply(original, self, args);
    if (typeof result !== 'object') {
      note(result);
      return result;
    }
    return PromisePrototypeThen(result, (handle) => {
      note(handle.fd);
      adopt(handle);
      return whenLocked(handle);
    });
  }
  args[at] = function opened(...results) {
    note(results[1]);
    return ReflectApply(callback, this, results);
  };
  return ReflectApply(original, self, args);
}

/** close and closeSync: the number is free for the next file, but not before the last operation on it is over. What has a handle is closed as that is. */
function close(original, self, args) {
  const closed = closeHandle(args[0]);
  if (closed !== undefined) {
    const at = callbackAt(args);
    const done = at === -1 ? () => undefined : args[at];
    PromisePrototypeThen(closed, () => done(null), (error) => done(error));
    return undefined;
  }
  forgetDescriptor(args[0]);
  return whenIdle(args[0], () => ReflectApply(original, self, args));
}

/** An operation on a descriptor with a callback, or on a handle. */
function onDescriptor(original, self, args) {
  const descriptor = args[0];
  if (isFileHandle(descriptor)) return during(descriptor.fd, () => ReflectApply(original, self, args));
  const at = callbackAt(args);
  if (typeof descriptor !== 'number' || at === -1) return ReflectApply(original, self, args);
  const callback = args[at];
  args[at] = function done(...results) {
    end(descriptor);
    return ReflectApply(callback, this, results);
  };
  begin(descriptor);
  try {
    return ReflectApply(original, self, args);
  } catch (error) {
    end(descriptor);
    throw error;
  }
}

/** Operations after which a path may lead elsewhere: what was remembered until they are over is forgotten. */
function moving(original, self, args) {
  const at = callbackAt(args);
  const callback = args[at];
  if (at !== -1) {
    args[at] = function moved(...results) {
      forgetPaths();
      return ReflectApply(callback, this, results);
    };
  }
  try {
    const result = ReflectApply(original, self, args);
    if (typeof result === 'object' && result !== null) PromisePrototypeThen(result, forgetPaths, forgetPaths);
    return result;
  } finally {
    forgetPaths();
  }
}

/** openAsBlob, openAsBlobSync: other blobs are made of it. */
const asBlob = (original, self, args) => files.note(ReflectApply(original, self, args));

module.exports = { asBlob, close, moving, onDescriptor, open };
