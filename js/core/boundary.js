'use strict';
// Packages stand in the middle of Node-RED's own work: a middleware calls `next()`, a hook calls `done()`. What core does
// then is core's, not the package's. A function that goes through a boundary starts a new responsibility: the walk of
// the stack ends there.

const { ReflectApply, SafeWeakMap } = require('../boot/primordials');
const { vm } = require('../boot/builtins');
const { CORE } = require('./caller');
const { conceal } = require('./conceal');

const { Script } = vm;
const { runInThisContext } = Script.prototype;
/** What the addon takes for the script of a boundary. */
const BOUNDARY = 0xFFFFFFFC;

let native;
let cross;
const wrapped = new SafeWeakMap();

function configure(api) {
  native = api;
  const script = new Script('(function (apply, f) { return function () { return apply(f, this, arguments); }; })', { filename: 'sentinel:boundary' });
  cross = ReflectApply(runInThisContext, script, []);
  native.bindScript(cross, BOUNDARY);
}

/**
 * `fn`, entered through a boundary; the same result for the same function.
 * @param {Function} fn a function of core that does not act on paths or names its caller chooses
 */
function boundary(fn) {
  if (typeof fn !== 'function') return fn;
  let result = wrapped.get(fn);
  if (result === undefined) {
    result = conceal(cross(ReflectApply, fn), fn);
    wrapped.set(fn, result);
  }
  return result;
}

/** Is this function a package's, or one nobody can tell (bound)? */
const isForeign = (fn) => typeof fn === 'function' && native.scriptOwner(fn) !== CORE;

module.exports = { boundary, configure, isForeign };
