'use strict';
// How the arguments of `fs` functions are judged. A judge replaces what it judged by the primitive it judged and
// returns undefined (allowed) or what is lacking.

const { Number, StringPrototypeIncludes, StringPrototypeLastIndexOf, StringPrototypeSlice } = require('../../boot/primordials');
const { fs, path: nodePath } = require('../../boot/builtins');
const { snapshotOptions, toPath } = require('../../core/args');
const { mistaken } = require('../../core/mistaken');
const { isOverflow } = require('../../core/overflow');
const { ABOVE, NO_FOLLOW, PART, TREE, forgetPaths, holds, judgePath: judgeAny, toFile, waysOut } = require('../../core/decide');
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

/**
 * Puts the path that is judged and used in the place of an argument.
 * @param {number} [flags] see toFile()
 * @returns {string|undefined} undefined where it is none, of which the original says so
 */
function readPath(principal, args, at, flags = 0) {
  const given = args[at];
  const found = toFile(given, principal, flags);
  // What takes a descriptor has asked for one before.
  args[at] = found === undefined ? mistaken(given) : found;
  return found;
}

/** For what makes a text of what is no text. */
function named(judge) {
  const judgeNamed = (principal, args) => {
    if (typeof args[0] === 'number') args[0] = `${args[0]}`;
    return judge(principal, args);
  };
  judgeNamed.fast = judge.fast;
  return judgeNamed;
}

/** One path argument, judged where it leads (flags: NO_FOLLOW, TREE). */
function path(at, capability, flags = 0) {
  const judge = (principal, args) => {
    const target = readPath(principal, args, at, flags);
    return judgePath(principal, capability, target, flags);
  };
  // One path in front and nothing else to judge: such a guard may remember allowed paths (see index.js).
  if (at === 0 && (flags & TREE) === 0) judge.fast = { capability, flags };
  return judge;
}

/**
 * Is there anything? The list of a package names the directories above what is in it, too: that these are there is no news to it, and libraries
 * ask for each of them on the way. What else there is to know of them is not told.
 */
const exists = path(0, READ, ABOVE);

/** access(path, mode?): the same where no mode is asked for. The mode may be the callback. */
function access(principal, args) {
  const mode = args[1];
  const isAny = mode === undefined || mode === null || mode === constants.F_OK || typeof mode === 'function';
  return judgePath(principal, READ, readPath(principal, args, 0), isAny ? ABOVE : 0);
}
access.fast = { capability: READ, flags: 0 };

/** mkdir(path): of a directory above what is in the list, and that is there, Node.js says so; nothing is made. */
function makeDirectory(principal, args) {
  const target = readPath(principal, args, 0);
  return judgePath(principal, WRITE, target, holds(principal, WRITE) && isDirectory(target) ? ABOVE : 0);
}

function isDirectory(target) {
  try {
    return (fs.statSync(target).mode & constants.S_IFMT) === constants.S_IFDIR;
  } catch {
    return false;
  }
}

/** All judges in order; the first refusal counts. */
const all = (...judges) => (principal, args, self) => {
  for (let i = 0; i < judges.length; i++) {
    const refused = judges[i](principal, args, self);
    if (refused !== undefined) return refused;
  }
  return undefined;
};

/** copyFile(source, destination): where one of them is no path, Node.js says so. */
function copy(principal, args) {
  const from = readPath(principal, args, 0);
  const to = readPath(principal, args, 1);
  if (from === undefined || to === undefined) return undefined;
  return judgePath(principal, READ, from, 0) ?? judgePath(principal, WRITE, to, 0);
}

/** @param {boolean} [printing] see judgeDescriptor() */
const descriptor = (capability, printing = false) => (principal, args) => judgeDescriptor(principal, args, 0, capability, printing);

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
  const found = readPath(principal, args, 0);
  const flag = args[optionsAt]?.flag;
  return judgePath(principal, capability, found, 0)
    ?? (flag === undefined || flag === null ? undefined : judgeFlags(principal, found, flag));
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
  const target = readPath(principal, args, 0);
  const flags = args[1];
  if (typeof flags === 'object' && flags !== null) args[1] = `${flags}`;
  return judgeFlags(principal, target, typeof flags === 'function' || flags === undefined || flags === null ? 'r' : args[1]);
}

/** mkdtemp(prefix): six characters are added to the prefix. Whoever suggests a grant knows them by these (src/policy/suggest.rs). */
function prefix(principal, args) {
  const target = readPath(principal, args, 0, NO_FOLLOW);
  return target === undefined ? undefined : judgePath(principal, WRITE, `${target}XXXXXX`, 0);
}

/**
 * Moving a file to where the package may read it must not make readable what was not, nor must what lies below a directory that is moved.
 * The refusal of a directory that holds protected files is the engine's (TREE).
 */
function rename(principal, args) {
  const from = readPath(principal, args, 0, NO_FOLLOW);
  const to = readPath(principal, args, 1, NO_FOLLOW);
  if (from === undefined || to === undefined) return undefined;
  forgetPaths();
  return judgePath(principal, WRITE, from, NO_FOLLOW | TREE)
    ?? judgePath(principal, WRITE, to, NO_FOLLOW | TREE)
    ?? (judgePath(principal, READ, to, NO_FOLLOW | PART) === undefined ? judgePath(principal, READ, from, NO_FOLLOW) : undefined)
    ?? moveLink(principal, from, to)
    ?? leadOut(principal, from, true);
}

/** A link that is moved, or given another name, is a new link. */
function moveLink(principal, from, to) {
  let text;
  try {
    text = fs.readlinkSync(from);
  } catch (error) {
    if (isOverflow(error)) throw error;
    return undefined;
  }
  return leadTo(principal, from) ?? (nodePath.isAbsolute(text) ? undefined : leadFrom(principal, to, text));
}

/**
 * May the package make a link that leads there? What it judged by name a moment ago can be carried out behind a link that it has put on
 * the way since, so nothing protected may lie anywhere behind one, and no link of others that leads where the package may not make one to.
 */
const leadTo = (principal, target) => mayLead(principal, target) ?? leadOut(principal, target, false);
const mayLead = (principal, target) => judgePath(principal, READ, target, 0) ?? judgePath(principal, WRITE, target, TREE);

/** A relative link: it leads on from where it lies. One that climbs, moved elsewhere, would lead elsewhere. */
function leadFrom(principal, at, text) {
  if (climbs(text)) return { capability: 'all', resource: `${at} -> ${text} (a relative link that climbs)` };
  return leadTo(principal, parentOf(at) + text);
}

/**
 * The links below a directory that gets another name, by a link or by being moved.
 * @param {boolean} moves
 */
function leadOut(principal, directory, moves) {
  // What is no path Node says itself.
  if (directory === '' || StringPrototypeIncludes(directory, '\0')) return undefined;
  let ways;
  try {
    ways = waysOut(directory, moves);
  } catch {
    return { capability: 'all', resource: `${directory} (with links below that lead nobody knows where)` };
  }
  for (let i = 0; i < ways.length; i++) {
    const refused = mayLead(principal, ways[i]);
    if (refused !== undefined) return refused;
  }
  return undefined;
}

/** A hard link gives all rights to the same file under another name; of a symbolic link it makes another one. */
function link(principal, args) {
  const from = readPath(principal, args, 0, NO_FOLLOW);
  const to = readPath(principal, args, 1, NO_FOLLOW);
  if (from === undefined || to === undefined) return undefined;
  forgetPaths();
  return judgePath(principal, READ, from, 0)
    ?? judgePath(principal, WRITE, from, 0)
    ?? judgePath(principal, WRITE, to, NO_FOLLOW)
    ?? moveLink(principal, from, to);
}

/**
 * A link may be made only to what the package may both read and write, with all that lies below, so that no link it made, and no
 * race with one, leads it out of its own places. A target with `..` is refused: moved elsewhere, it would lead elsewhere.
 */
function symlink(principal, args) {
  const given = args[0];
  const text = toPath(given);
  // A relative target is text: it leads on from where the link lies.
  const target = text !== undefined && nodePath.isAbsolute(text) ? toFile(text, principal) : text;
  args[0] = target === undefined ? mistaken(given) : target;
  const at = readPath(principal, args, 1, NO_FOLLOW);
  if (target === undefined || at === undefined) return undefined;
  forgetPaths();
  return judgePath(principal, WRITE, at, NO_FOLLOW) ?? (nodePath.isAbsolute(target) ? leadTo(principal, target) : leadFrom(principal, at, target));
}

const parentOf = (text) => StringPrototypeSlice(text, 0, StringPrototypeLastIndexOf(text, '/') + 1);

const climbs = (text) => StringPrototypeIncludes(`/${text}/`, '/../');

module.exports = { NO_FOLLOW, READ, TREE, WRITE, access, all, copy, descriptor, exists, file, judgePath, link, makeDirectory, named, open, path, prefix, readPath, rename, symlink, writing };
