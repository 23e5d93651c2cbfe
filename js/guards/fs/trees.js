'use strict';
// Operations of `fs` that walk directories. The root is judged like any path; entries are judged as they come,
// because a directory that may be read can hold links to places that may not.

const {
  Array, ArrayIsArray, ArrayPrototypePush, PromisePrototypeThen, ReflectApply, SafeMap,
} = require('../../boot/primordials');
const { fs, path: nodePath } = require('../../boot/builtins');
const { snapshotOptions } = require('../../core/args');
const { callbackAt } = require('../../core/lists');
const { isOverflow } = require('../../core/overflow');
const { judgePath, readPath, symlink } = require('./judges');

const READ = 'fs:read';
const WRITE = 'fs:write';

/** cp(source, destination, options): every entry is judged through the filter that cp asks before it copies. */
function copy(principal, args) {
  const from = readPath(principal, args, 0);
  const to = readPath(principal, args, 1);
  const hasCallback = typeof args[2] === 'function';
  const options = hasCallback || args[2] === undefined ? {} : snapshotOptions(args[2]);
  // Node.js says of them that they are none.
  if (typeof options !== 'object' || options === null || from === undefined || to === undefined) return undefined;
  const { filter } = options;
  options.filter = (source, destination) => {
    const refused = judgePath(principal, READ, source, 0) ?? judgePath(principal, WRITE, destination, 0);
    if (refused !== undefined || !mayCopyLink(principal, source, destination, options)) return false;
    return typeof filter === 'function' ? filter(source, destination) : true;
  };
  if (hasCallback) args[3] = args[2];
  args[2] = options;
  return judgePath(principal, READ, from, 0) ?? judgePath(principal, WRITE, to, 0);
}

/** A copied link is a new link: it leads where the package may read and write, as one made by symlink() does. */
function mayCopyLink(principal, source, destination, { dereference, verbatimSymlinks }) {
  if (dereference === true) return true;
  let target;
  try {
    target = fs.readlinkSync(source);
  } catch (error) {
    if (isOverflow(error)) throw error;
    return true;
  }
  if (verbatimSymlinks !== true) target = nodePath.resolve(nodePath.dirname(source), target);
  return symlink(principal, [target, destination]) === undefined;
}

/** readdir and opendir: the options decide whether it is one directory or a tree, so they are read once. */
function list(principal, args) {
  const target = readPath(principal, args, 0);
  args[1] = snapshotOptions(args[1]);
  return judgePath(principal, READ, target, 0);
}

/** readdir: a recursive listing follows links; entries whose directory may not be read are left out. */
function runList(original, self, args, principal) {
  if (args[1]?.recursive !== true) return ReflectApply(original, self, args);
  const keep = filterBelow(principal, args[0]);
  return deliver(original, self, args, keep);
}

function filterBelow(principal, root) {
  const known = new SafeMap();
  const mayRead = (directory) => {
    let answer = known.get(directory);
    if (answer === undefined) {
      answer = judgePath(principal, READ, directory, 0) === undefined;
      known.set(directory, answer);
    }
    return answer;
  };
  return (entries) => {
    if (!ArrayIsArray(entries)) return entries;
    const kept = new Array();
    for (let i = 0; i < entries.length; i++) {
      const entry = entries[i];
      const directory = typeof entry === 'object' && entry !== null && entry.parentPath !== undefined
        ? entry.parentPath
        : nodePath.dirname(nodePath.resolve(root, `${entry}`));
      if (mayRead(`${directory}`)) ArrayPrototypePush(kept, entry);
    }
    return kept;
  };
}

// The result comes back, or to the callback, or from the promise.
function deliver(original, self, args, change) {
  const at = callbackAt(args);
  const callback = args[at];
  if (at !== -1) {
    args[at] = function delivered(error, entries) {
      return ReflectApply(callback, this, [error, change(entries)]);
    };
  }
  const result = ReflectApply(original, self, args);
  if (ArrayIsArray(result)) return change(result);
  if (typeof result === 'object' && result !== null && typeof result.then === 'function') return PromisePrototypeThen(result, change);
  return result;
}

module.exports = { copy, deliver, list, runList };
