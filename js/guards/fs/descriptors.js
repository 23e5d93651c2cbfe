'use strict';
// File descriptors are numbers anyone can guess. A package may use the ones it opened itself, through its guarded
// `open`, as long as they still lead to the same file, and others only where the path behind them is granted.

const { MapPrototypeDelete, MapPrototypeGet, MapPrototypeSet, NumberIsInteger, SafeMap } = require('../../boot/primordials');
const { fs, process } = require('../../boot/builtins');
const { judgePath } = require('../../core/decide');

const opened = new SafeMap();

/**
 * Notes that `principal` opened `descriptor`.
 * @param {boolean} writable whether it was judged for writing
 */
function noteOpened(principal, descriptor, writable) {
  const { dev, ino } = fs.fstatSync(descriptor);
  MapPrototypeSet(opened, descriptor, { __proto__: null, principal, writable, dev, ino });
}

function forgetDescriptor(descriptor) {
  MapPrototypeDelete(opened, descriptor);
}

// The number may have been closed and given to another file since: the file decides, not the number.
function isOwn(entry, principal, descriptor, capability) {
  if (entry === undefined || entry.principal !== principal) return false;
  if (capability === 'fs:write' && !entry.writable) return false;
  try {
    const { dev, ino } = fs.fstatSync(descriptor);
    return dev === entry.dev && ino === entry.ino;
  } catch {
    return false;
  }
}

/** Where a descriptor leads, as a path the engine can judge. */
function pathOf(descriptor) {
  return process.platform === 'linux' ? `/proc/self/fd/${descriptor}` : `/dev/fd/${descriptor}`;
}

/**
 * Judges the descriptor at `args[at]`.
 * @param {boolean} [printing] the call only appends data: everyone may do that to standard output and error, as console.log does
 */
function judgeDescriptor(principal, args, at, capability, printing = false) {
  const descriptor = args[at];
  if (!NumberIsInteger(descriptor)) {
    // Not a descriptor: the original reports the type error, and must not be handed something that changes its mind.
    if (typeof descriptor === 'object' && descriptor !== null) args[at] = undefined;
    return undefined;
  }
  if (isOwn(MapPrototypeGet(opened, descriptor), principal, descriptor, capability)) return undefined;
  if (printing && (descriptor === 1 || descriptor === 2)) return undefined;
  return judgePath(principal, capability, pathOf(descriptor), 0) && { capability, resource: describe(descriptor) };
}

function describe(descriptor) {
  try {
    return fs.readlinkSync(pathOf(descriptor));
  } catch {
    return `file descriptor ${descriptor}`;
  }
}

module.exports = { forgetDescriptor, judgeDescriptor, noteOpened, pathOf };
