'use strict';
// File descriptors are numbers anyone can guess. A package may use the ones it opened itself, through its guarded
// `open`, as long as they still lead to the same file (core/open-files.js), and others only where the path behind them is granted: at once, or what its addon has opened.

const { NumberIsInteger, String } = require('../../boot/primordials');
const { fs, process } = require('../../boot/builtins');
const { state } = require('../../boot/state');
const { holds, judgePath, settlePath } = require('../../core/decide');
const { mistaken } = require('../../core/mistaken');
const { entryOf, handOver, isHeld, noteEntry } = require('../../core/open-files');

const READ = 'fs:read';
/** Node.js says of what is no such number that it is none. No system has as many files open. */
const MOST = 2 ** 31 - 1;

/**
 * Notes that `principal` opened `descriptor`.
 * @param {boolean} writable whether it was judged for writing
 */
function noteOpened(principal, descriptor, writable) {
  const { dev, ino } = fs.fstatSync(descriptor);
  noteEntry(descriptor, { __proto__: null, principal, writable, dev, ino, handle: undefined });
}

/**
 * Has the package opened that file? The number may have been closed and given to another one since: the file decides, not the number.
 * @param {object|undefined} entry of the number
 */
function isOwn(entry, principal, descriptor, capability) {
  if (entry === undefined || entry.principal !== principal || !isHeld(entry)) return false;
  if (capability === 'fs:write' && !entry.writable) return false;
  try {
    const { dev, ino } = fs.fstatSync(descriptor);
    return dev === entry.dev && ino === entry.ino;
  } catch {
    return false;
  }
}

/** The call has a callback: it is carried out later. */
function waits(args) {
  for (let i = args.length - 1; i > 0; i--) if (typeof args[i] === 'function') return true;
  return false;
}

/** No descriptor: the original reports that, and must not be handed something that changes its mind. */
function isNone(args, at) {
  const descriptor = args[at];
  if (NumberIsInteger(descriptor)) return descriptor < 0 || descriptor > MOST;
  // A symbol in the words of Node.js 20 ends the process.
  if (typeof descriptor === 'symbol') args[at] = String(descriptor);
  else if (typeof descriptor !== 'number') args[at] = mistaken(descriptor);
  return true;
}

/** Only who opened a file may close its number: for everyone else it is the file somebody works with. */
function judgeClose(principal, args) {
  if (isNone(args, 0)) return undefined;
  const descriptor = args[0];
  const entry = entryOf(descriptor);
  if (entry === undefined && !isOpen(descriptor)) {
    // EBADF, also when somebody has opened a file by the time the call gets its turn.
    args[0] = MOST;
    return undefined;
  }
  return isOwn(entry, principal, descriptor, READ) ? undefined : { capability: 'all', resource: describe(descriptor) };
}

function isOpen(descriptor) {
  try {
    fs.fstatSync(descriptor);
    return true;
  } catch {
    return false;
  }
}

/** Where a descriptor leads, as a path the engine can judge. */
function pathOf(descriptor) {
  return process.platform === 'linux' ? `/proc/self/fd/${descriptor}` : `/dev/fd/${descriptor}`;
}

/**
 * May an addon of the package have opened it, as that of a serial port does? Who holds `native:addon` could exchange the file behind any number by itself; it is not
 * what someone else is known to have opened.
 */
function isOfAddon(principal, descriptor) {
  const entry = entryOf(descriptor);
  return holds(principal, 'native:addon') && (entry === undefined || !isOwn(entry, entry.principal, descriptor, READ));
}

/**
 * Judges the descriptor at `args[at]`.
 * @param {boolean} [printing] the call only appends data, or waits for it: everyone may do that to standard output and error, as console.log does
 * @param {boolean} [asOpened] the package may also have opened it for less: the file keeps to what it was opened for
 */
function judgeDescriptor(principal, args, at, capability, printing = false, asOpened = false) {
  if (isNone(args, at)) return undefined;
  const descriptor = args[at];
  if (isOwn(entryOf(descriptor), principal, descriptor, asOpened ? READ : capability)) return undefined;
  if (printing && (descriptor === 1 || descriptor === 2)) return undefined;
  // Another thread can close a number and open another file under it at any time.
  if (state.confined !== undefined) return { capability: 'all', resource: describe(descriptor) };
  // A number that is not the package's own may mean another file by the time its operation gets its turn.
  if (descriptor > 2 && waits(args) && !isOfAddon(principal, descriptor)) return { capability: 'all', resource: describe(descriptor) };
  return judgePath(principal, capability, settlePath(pathOf(descriptor), 0), 0) && { capability, resource: describe(descriptor) };
}

function describe(descriptor) {
  try {
    return fs.readlinkSync(pathOf(descriptor));
  } catch {
    return `file descriptor ${descriptor}`;
  }
}

/** The same of what is given to a stream of Node's, which closes it. */
function judgeGiven(principal, args, at, capability, printing = false) {
  const refused = judgeDescriptor(principal, args, at, capability, printing);
  if (refused === undefined) handOver(args[at]);
  return refused;
}

module.exports = { describe, isOwn, judgeClose, judgeDescriptor, judgeGiven, noteOpened };
