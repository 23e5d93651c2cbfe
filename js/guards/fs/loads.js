'use strict';
// Node's module loaders read files for whoever imports them. Packages and files of {userDir}/nodes are free to load [C3];
// anything else (`import('/data/secrets.json', …)`) is reading a file, and the loader does not say who asked.

const { ReflectApply, StringPrototypeEndsWith, StringPrototypeStartsWith } = require('../../boot/primordials');
const { path } = require('../../boot/builtins');
const { toPath } = require('../../core/args');
const { CORE, callerOf } = require('../../core/caller');
const { loader } = require('../../core/loader');
const { lasting } = require('../../core/stopped');
const { KIND, ownerOf } = require('../../core/owners');
const { boundary } = require('../../core/boundary');

const CODE = ['.js', '.cjs', '.mjs', '.ts', '.cts', '.mts', '.node'];

function isCode(file) {
  for (let i = 0; i < CODE.length; i++) if (StringPrototypeEndsWith(file, CODE[i])) return true;
  return false;
}

/** The call of `fs` that a guard has judged and whose original is at work: the file, and whether it is opened to write. */
let judged;
lasting(() => judged, (value) => { judged = value; });

/**
 * `run` of a row whose original opens its file through the shared `open`. Code of the package can run in between (an
 * `aborted` that is a getter), so only that file, opened for that purpose, is part of the call.
 * @param {boolean} writes what the row was judged for
 */
function judging(run, writes) {
  return (original, self, args, principal) => {
    const before = judged;
    judged = { __proto__: null, path: args[0], writes };
    try {
      return run(original, self, args, principal);
    } finally {
      judged = before;
    }
  };
}

/**
 * The same for a call of core's own, as `core` of a row: the whole stack was looked at when it began, and is not again for
 * the `open` in it, nor for `close`, which graceful-fs has replaced by a function of core: it ends at the boundary. Only
 * for a path that is a string; nothing else names the same file for as long as the call lasts.
 */
function working(writes) {
  const run = judging((original, self, args) => ReflectApply(boundary(original), self, args), writes);
  return (original, self, args) => (typeof args[0] === 'string' ? run(original, self, args, CORE) : ReflectApply(original, self, args));
}

/** open(path, flags) by the original that was judged. Loaders open to read. */
function isOfJudgedCall(args) {
  if (judged === undefined || args[0] !== judged.path) return false;
  return !judged.writes || (args[1] !== undefined && args[1] !== 'r' && args[1] !== 0);
}

/**
 * May a Node-internal script read this file without more questions? Otherwise the read is judged as the nearest
 * package's, or as nobody's.
 */
function isLoadable(args) {
  if (typeof args[0] === 'number' || isOfJudgedCall(args)) return true;
  const file = toPath(args[0]);
  if (file === undefined) return true;
  const owner = ownerOf(path.resolve(file));
  if (owner.kind !== KIND.path || loader.isJudged(path.resolve(file)) || (isCode(file) && StringPrototypeStartsWith(owner.name, './'))) return true;
  return callerOf(0) === CORE;
}

module.exports = { isLoadable, judging, working };
