'use strict';
// How the arguments of `fs` functions are judged. A judge replaces what it judged by the primitive it judged and
// returns undefined (allowed) or what is lacking.

const { Number, StringPrototypeIncludes, StringPrototypeLastIndexOf, StringPrototypeSlice } = require('../../boot/primordials');
const { fs, path: nodePath } = require('../../boot/builtins');
const { snapshotOptions, toPath } = require('../../core/args');
const { NO_FOLLOW, TREE, forgetPaths, judgePath: judgeAny, toFile } = require('../../core/decide');
const { judgeDescriptor } = require('./descriptors');
const { isFileHandle } = require('./handles');

const { constants } = fs;
const READ = 'fs:read';
const WRITE = 'fs:write';

/** A path with a NUL leads nowhere: each function of `fs` has an error of its own for it, before it does anything. */
function judgePath(principal, capability, target, flags) {
  const refused = judgeAny(principal, capability, target, flags);
  return refused !== undefined && StringPrototypeIncludes(target, '\0') ? undefined : refused;
}

/** One path argument, judged where it leads (flags: NO_FOLLOW, TREE). */
function path(at, capability, flags = 0) {
  const judge = (principal, args) => {
    args[at] = toFile(args[at], principal);
    return judgePath(principal, capability, args[at], flags);
  };
  // One path in front and nothing else to judge: such a guard may remember allowed paths (see index.js).
  if (at === 0 && (flags & TREE) === 0) judge.fast = { capability, flags };
  return judge;
}

/** All judges in order; the first refusal counts. */
const all = (...judges) => (principal, args, self) => {
  for (let i = 0; i < judges.length; i++) {
    const refused = judges[i](principal, args, self);
    if (refused !== undefined) return refused;
  }
  return undefined;
};

const descriptor = (capability) => (principal, args) => judgeDescriptor(principal, args, 0, capability);

/**
 * write(descriptor, data, …) and writev: everyone may add to standard output and error, which may be files. At a place of its own
 * choice it is writing the file.
 * @param {number} at where the position stands after bytes
 */
const writing = (at) => (principal, args) => {
  if (typeof args[2] === 'object') args[2] = snapshotOptions(args[2]);
  const position = typeof args[1] === 'string' ? args[2] : args[2]?.position ?? args[at];
  return judgeDescriptor(principal, args, 0, WRITE, !(typeof position === 'number' && position >= 0));
};

/**
 * A path, a descriptor, or in fs.promises a FileHandle, whose options may carry an open flag.
 * @param {boolean} [printing] see judgeDescriptor()
 */
const file = (capability, optionsAt, printing = false) => (principal, args) => {
  const target = args[0];
  if (args.length > optionsAt) args[optionsAt] = snapshotOptions(args[optionsAt]);
  if (typeof target === 'number') return judgeDescriptor(principal, args, 0, capability, printing);
  // A handle was judged when it was opened; its own methods are guarded on their prototype.
  if (isFileHandle(target)) return undefined;
  args[0] = toFile(target, principal);
  const flag = args[optionsAt]?.flag;
  return judgePath(principal, capability, args[0], 0)
    ?? (flag === undefined || flag === null ? undefined : judgeFlags(principal, args[0], flag));
};

const WRITING = constants.O_WRONLY | constants.O_RDWR | constants.O_CREAT | constants.O_TRUNC | constants.O_APPEND;

/** What the flags of `open` ask for, judged. Flags of another type make the original throw. */
function judgeFlags(principal, target, flags) {
  let reads = true;
  let writes = false;
  if (typeof flags === 'number' || typeof flags === 'bigint') {
    const bits = Number(flags);
    writes = (bits & WRITING) !== 0;
    reads = (bits & constants.O_WRONLY) === 0;
  } else if (typeof flags === 'string') {
    reads = flags === 'r' || flags === 'rs' || flags === 'sr' || StringPrototypeIncludes(flags, '+');
    writes = flags !== 'r' && flags !== 'rs' && flags !== 'sr';
  }
  return (reads ? judgePath(principal, READ, target, 0) : undefined)
    ?? (writes ? judgePath(principal, WRITE, target, 0) : undefined);
}

/** open(path, flags?): flags may be the callback. */
function open(principal, args) {
  args[0] = toFile(args[0], principal);
  const flags = args[1];
  if (typeof flags === 'object' && flags !== null) args[1] = `${flags}`;
  return judgeFlags(principal, args[0], typeof flags === 'function' || flags === undefined || flags === null ? 'r' : args[1]);
}

/** mkdtemp(prefix): six characters are added to the prefix. */
function prefix(principal, args) {
  args[0] = toFile(args[0], principal);
  return args[0] === undefined ? undefined : judgePath(principal, WRITE, `${args[0]}XXXXXX`, 0) && { capability: WRITE, resource: args[0] };
}

/**
 * Moving a file to where the package may read it must not make readable what was not.
 * The refusal of a directory that holds protected files is the engine's (TREE).
 */
function rename(principal, args) {
  args[0] = toFile(args[0], principal);
  args[1] = toFile(args[1], principal);
  forgetPaths();
  return judgePath(principal, WRITE, args[0], NO_FOLLOW | TREE)
    ?? judgePath(principal, WRITE, args[1], NO_FOLLOW | TREE)
    ?? (judgePath(principal, READ, args[1], NO_FOLLOW) === undefined ? judgePath(principal, READ, args[0], NO_FOLLOW) : undefined)
    ?? moveLink(principal, args[0]);
}

/** A link that is moved, or given another name, is a new link. */
function moveLink(principal, from) {
  try {
    fs.readlinkSync(from);
  } catch {
    return undefined;
  }
  return leadTo(principal, from);
}

/**
 * May the package make a link that leads there? What it judged by name a moment ago can be carried out behind a link that it has put on
 * the way since, so nothing protected may lie anywhere behind one.
 */
const leadTo = (principal, target) => judgePath(principal, READ, target, 0) ?? judgePath(principal, WRITE, target, TREE);

/** A hard link gives all rights to the same file under another name; of a symbolic link it makes another one. */
function link(principal, args) {
  args[0] = toFile(args[0], principal);
  args[1] = toFile(args[1], principal);
  forgetPaths();
  return judgePath(principal, READ, args[0], 0)
    ?? judgePath(principal, WRITE, args[0], 0)
    ?? judgePath(principal, WRITE, args[1], NO_FOLLOW)
    ?? moveLink(principal, args[0]);
}

/**
 * A link may be made only to what the package may both read and write, with all that lies below, so that no link it made, and no
 * race with one, leads it out of its own places. A target with `..` is refused: moved elsewhere, it would lead elsewhere.
 */
function symlink(principal, args) {
  const given = toPath(args[0]);
  // A relative target is text: it leads on from where the link lies.
  args[0] = given !== undefined && nodePath.isAbsolute(given) ? toFile(given, principal) : given;
  args[1] = toFile(args[1], principal);
  if (args[0] === undefined || args[1] === undefined) return undefined;
  forgetPaths();
  const target = args[0];
  const absolute = nodePath.isAbsolute(target) ? target : parentOf(args[1]) + target;
  return judgePath(principal, WRITE, args[1], NO_FOLLOW)
    ?? (climbs(target) && !nodePath.isAbsolute(target) ? { capability: 'all', resource: `${args[1]} -> ${target} (a relative link that climbs)` } : undefined)
    ?? leadTo(principal, absolute);
}

const parentOf = (text) => StringPrototypeSlice(text, 0, StringPrototypeLastIndexOf(text, '/') + 1);

const climbs = (text) => StringPrototypeIncludes(`/${text}/`, '/../');

module.exports = { NO_FOLLOW, READ, TREE, WRITE, all, descriptor, file, judgePath, link, open, path, prefix, rename, symlink, writing };
