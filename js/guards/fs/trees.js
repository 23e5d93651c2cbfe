'use strict';
// Operations of `fs` that walk directories. The root is judged like any path; entries are judged as they come,
// because a directory that may be read can hold links to places that may not.

const {
  Array, ArrayIsArray, PromisePrototypeThen, ReflectApply, SafeMap, ArrayPrototypePush, ObjectDefineProperty, SymbolAsyncIterator,
} = require('../../boot/primordials');
const { path: nodePath } = require('../../boot/builtins');
const { snapshotList, snapshotOptions, toPath } = require('../../core/args');
const { judgePath } = require('../../core/decide');

const READ = 'fs:read';
const WRITE = 'fs:write';

/** cp(source, destination, options): every entry is judged through the filter that cp asks before it copies. */
function copy(principal, args) {
  args[0] = toPath(args[0]);
  args[1] = toPath(args[1]);
  const hasCallback = typeof args[2] === 'function';
  const options = snapshotOptions(hasCallback ? undefined : args[2]) ?? {};
  const { filter } = options;
  options.filter = (source, destination) => {
    const refused = judgePath(principal, READ, source, 0) ?? judgePath(principal, WRITE, destination, 0);
    if (refused !== undefined) return false;
    return typeof filter === 'function' ? filter(source, destination) : true;
  };
  if (hasCallback) args[3] = args[2];
  args[2] = options;
  return judgePath(principal, READ, args[0], 0) ?? judgePath(principal, WRITE, args[1], 0);
}

/** readdir and opendir: the options decide whether it is one directory or a tree, so they are read once. */
function list(principal, args) {
  args[0] = toPath(args[0]);
  args[1] = snapshotOptions(args[1]);
  return judgePath(principal, READ, args[0], 0);
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
  const last = args.length - 1;
  const callback = args[last];
  if (typeof callback === 'function') {
    args[last] = function delivered(error, entries) {
      return ReflectApply(callback, this, [error, change(entries)]);
    };
  }
  const result = ReflectApply(original, self, args);
  if (ArrayIsArray(result)) return change(result);
  if (typeof result === 'object' && result !== null && typeof result.then === 'function') return PromisePrototypeThen(result, change);
  return result;
}

/** glob(pattern, options): the directory it starts in must be readable; so must every match it reports. */
function glob(principal, args) {
  args[0] = ArrayIsArray(args[0]) ? snapshotList(args[0]) : args[0];
  if (typeof args[0] === 'object' && !ArrayIsArray(args[0])) args[0] = undefined;
  const hasOptions = typeof args[1] === 'object' && args[1] !== null;
  if (hasOptions) args[1] = snapshotOptions(args[1]);
  const cwd = hasOptions && args[1].cwd !== undefined ? toPath(args[1].cwd) : '.';
  if (hasOptions && args[1].cwd !== undefined) args[1].cwd = cwd;
  return judgePath(principal, READ, cwd, 0);
}

function runGlob(original, self, args, principal) {
  const cwd = typeof args[1] === 'object' && args[1] !== null && args[1].cwd !== undefined ? args[1].cwd : '.';
  const mayRead = (match) => {
    const target = typeof match === 'object' && match !== null ? nodePath.join(match.parentPath, match.name) : nodePath.resolve(cwd, `${match}`);
    return judgePath(principal, READ, target, 0) === undefined;
  };
  const filter = (matches) => {
    if (!ArrayIsArray(matches)) return matches;
    const kept = new Array();
    for (let i = 0; i < matches.length; i++) if (mayRead(matches[i])) ArrayPrototypePush(kept, matches[i]);
    return kept;
  };
  const result = deliver(original, self, args, filter);
  return typeof result === 'object' && result !== null && !ArrayIsArray(result) ? filteredIterator(result, mayRead) : result;
}

// fs.promises.glob gives an async iterator.
function filteredIterator(inner, mayRead) {
  const { next: advance, return: end } = inner;
  const next = () => PromisePrototypeThen(ReflectApply(advance, inner, []), (step) => (step.done || mayRead(step.value) ? step : next()));
  const iterator = { next, return: () => ReflectApply(end, inner, []) };
  ObjectDefineProperty(iterator, SymbolAsyncIterator, { __proto__: null, value: () => iterator });
  return iterator;
}

module.exports = { copy, glob, list, runGlob, runList };
