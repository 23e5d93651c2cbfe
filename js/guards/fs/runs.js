'use strict';
// Operations of `fs` whose allowed call needs more than the original: descriptors are noted and forgotten.

const { ReflectApply } = require('../../boot/primordials');
const { judgePath } = require('../../core/decide');
const { toPath } = require('../../core/args');
const { forgetDescriptor, noteOpened } = require('./descriptors');

const WRITE = 'fs:write';

// Whether the package may write the file it just opened: asked once, so that later metadata writes need no path.
const isWritable = (principal, args) => judgePath(principal, WRITE, args[0], 0) === undefined;

/** open and openSync: the new descriptor belongs to the package that opened it. */
function open(original, self, args, principal) {
  const last = args.length - 1;
  const callback = args[last];
  if (typeof callback !== 'function') {
    const descriptor = ReflectApply(original, self, args);
    if (typeof descriptor === 'number') noteOpened(principal, descriptor, isWritable(principal, args));
    return descriptor;
  }
  args[last] = function opened(error, descriptor) {
    if (typeof descriptor === 'number') noteOpened(principal, descriptor, isWritable(principal, args));
    return ReflectApply(callback, this, [error, descriptor]);
  };
  return ReflectApply(original, self, args);
}

/** close and closeSync: the number is free for the next file. */
function close(original, self, args) {
  forgetDescriptor(args[0]);
  return ReflectApply(original, self, args);
}

/** unwatchFile without a listener would silence everyone who watches the file: it needs the right to read it. */
function judgeUnwatch(principal, args) {
  args[0] = toPath(args[0]);
  return judgePath(principal, 'fs:read', args[0], 0);
}

/** The stream behind a redirected standard output writes to the descriptor in its `fd`, which anyone can set. */
function isStandardOutput(args) {
  return args[0] === 1 || args[0] === 2;
}

module.exports = { close, isStandardOutput, judgeUnwatch, open };
