'use strict';
// Node's module loaders read files for whoever imports them. Packages and files of {userDir}/nodes are free to load [C3];
// anything else (`import('/data/secrets.json', …)`) is reading a file, and the loader does not say who asked.

const { StringPrototypeEndsWith, StringPrototypeStartsWith } = require('../../boot/primordials');
const { path } = require('../../boot/builtins');
const { toPath } = require('../../core/args');
const { CORE, callerOf } = require('../../core/caller');
const { KIND, ownerOf } = require('../../loader/owners');

const CODE = ['.js', '.cjs', '.mjs', '.ts', '.cts', '.mts', '.node'];

function isCode(file) {
  for (let i = 0; i < CODE.length; i++) if (StringPrototypeEndsWith(file, CODE[i])) return true;
  return false;
}

/** How many originals are at work that a guard has judged: what Node opens then is part of that call. */
let judged = 0;

/** `run` of a row whose original opens its file through the shared `open`; no code of a package runs in between. */
function judging(run) {
  return (original, self, args, principal) => {
    judged++;
    try {
      return run(original, self, args, principal);
    } finally {
      judged--;
    }
  };
}

/**
 * May a Node-internal script read this file without more questions? Otherwise the read is judged as the nearest
 * package's, or as nobody's.
 */
function isLoadable(args) {
  if (judged > 0 || typeof args[0] === 'number') return true;
  const file = toPath(args[0]);
  if (file === undefined) return true;
  const owner = ownerOf(path.resolve(file));
  if (owner.kind !== KIND.path || (isCode(file) && StringPrototypeStartsWith(owner.name, './'))) return true;
  return callerOf(0) === CORE;
}

module.exports = { isLoadable, judging };
