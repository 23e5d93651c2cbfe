'use strict';
// glob follows links and leaves its directory by `..` and absolute patterns: what may not be read is neither reported
// nor shown to the caller's own `exclude`.

const {
  ArrayIsArray, ArrayPrototypePush, ObjectDefineProperty, ObjectGetPrototypeOf, PromisePrototypeThen, ReflectApply, StringPrototypeIndexOf, StringPrototypeSlice,
  SymbolAsyncIterator,
} = require('../../boot/primordials');
const { fs, path: nodePath } = require('../../boot/builtins');
const { define, snapshotList, snapshotOptions } = require('../../core/args');
const { isBelow } = require('../../core/caller');
const { judgePath, toFile } = require('../../core/decide');
const { deliver } = require('./trees');

const READ = 'fs:read';

/** glob(pattern, options): the directories it starts in must be readable; so must every match it reports. */
function judge(principal, args) {
  if (ArrayIsArray(args[0])) args[0] = snapshotList(args[0]);
  else if (typeof args[0] === 'object') args[0] = undefined;
  const hasOptions = typeof args[1] === 'object' && args[1] !== null;
  const options = hasOptions ? snapshotOptions(args[1]) : {};
  const cwd = toFile(options.cwd ?? '.', principal);
  options.cwd = cwd;
  if (!hasOptions && typeof args[1] === 'function') define(args, 2, args[1]);
  define(args, 1, options);
  const patterns = ArrayIsArray(args[0]) ? args[0] : [args[0]];
  for (let i = 0; i < patterns.length; i++) {
    const start = typeof patterns[i] === 'string' && nodePath.isAbsolute(patterns[i]) ? startOf(patterns[i]) : cwd;
    const refused = judgePath(principal, READ, start, 0);
    if (refused !== undefined) return refused;
  }
  return undefined;
}

const MAGIC = ['*', '?', '[', '{', '(', '!', '+', '@', '\\'];

/** The directory a pattern starts in: all that stands before its first wildcard. */
function startOf(pattern) {
  let end = pattern.length;
  for (let i = 0; i < MAGIC.length; i++) {
    const at = StringPrototypeIndexOf(pattern, MAGIC[i]);
    if (at !== -1 && at < end) end = at;
  }
  return end === pattern.length ? pattern : nodePath.dirname(`${StringPrototypeSlice(pattern, 0, end)}x`);
}

/** Is this directory passed on the way down to where a pattern starts? */
function leadsToStart(given, cwd, entry) {
  const patterns = ArrayIsArray(given) ? given : [given];
  const full = nodePath.join(`${entry.parentPath}`, `${entry.name}`);
  for (let i = 0; i < patterns.length; i++) {
    if (isBelow(nodePath.resolve(cwd, startOf(patterns[i])), full === nodePath.sep ? '' : full)) return true;
  }
  return false;
}

function run(original, self, args, principal) {
  const options = typeof args[1] === 'object' && args[1] !== null ? args[1] : undefined;
  const cwd = nodePath.resolve(options?.cwd ?? '.');
  const pattern = ArrayIsArray(args[0]) ? args[0][0] : args[0];
  const isAbsolute = typeof pattern === 'string' && nodePath.isAbsolute(pattern);
  const mayRead = (match) => {
    if (match === null || match === undefined) return false;
    const target = typeof match === 'object' ? nodePath.join(`${match.parentPath}`, `${match.name}`) : nodePath.resolve(cwd, `${match}`);
    return judgePath(principal, READ, target, 0) === undefined;
  };
  // Node hands `exclude` a name without its directory here and a path there; entries always say where they lie.
  const asText = (entry) => {
    const full = nodePath.join(entry.parentPath, entry.name);
    return isAbsolute ? full : nodePath.relative(cwd, full) || '.';
  };
  let change = (match) => match;
  if (typeof options?.exclude === 'function') {
    const { exclude, withFileTypes } = options;
    const isListed = (entry) => ObjectGetPrototypeOf(entry) === fs.Dirent.prototype;
    define(options, 'exclude', (entry) => {
      if (!mayRead(entry)) return !leadsToStart(args[0], cwd, entry);
      return exclude(withFileTypes ? entry : isListed(entry) ? entry.name : asText(entry));
    });
    define(options, 'withFileTypes', true);
    if (!withFileTypes) change = asText;
  }
  const filter = (matches) => {
    if (!ArrayIsArray(matches)) return matches;
    const kept = [];
    for (let i = 0; i < matches.length; i++) if (mayRead(matches[i])) ArrayPrototypePush(kept, change(matches[i]));
    return kept;
  };
  const result = deliver(original, self, args, filter);
  return typeof result === 'object' && result !== null && !ArrayIsArray(result) ? filteredIterator(result, mayRead, change) : result;
}

// fs.promises.glob gives an async iterator.
function filteredIterator(inner, mayRead, change) {
  const { next: advance, return: end } = inner;
  const changed = ({ value }) => ({ value: change(value), done: false });
  const next = () => PromisePrototypeThen(ReflectApply(advance, inner, []), (step) => (step.done ? step : mayRead(step.value) ? changed(step) : next()));
  const iterator = { next, return: () => ReflectApply(end, inner, []) };
  ObjectDefineProperty(iterator, SymbolAsyncIterator, { __proto__: null, value: () => iterator });
  return iterator;
}

module.exports = { judge, run };
