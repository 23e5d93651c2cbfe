'use strict';
// Net two asks here who is calling: the nearest third-party script on the JavaScript stack, found by the addon
// from V8's own script identity. Names, `error.stack` and everything a package can write play no part.

const { StringPrototypeStartsWith } = require('../boot/primordials');
const { state } = require('../boot/state');
const { path } = require('../boot/builtins');

/** Principals everyone has; the addon numbers the others. */
const CORE = 0;
const UNKNOWN = 1;
const FUNCTION_NODE = 2;
/** Answer of `callerOf` when a listed Node-internal script called the guard directly. */
const INTERNAL = 0xFFFFFFFE;
const EVALUATED = 0xFFFFFFFD;
/** Answer of the addon when no script vouches for the call. */
const NOBODY = 0xFFFFFFFB;
/** Added to the answer of `callerThrough`. */
const VIA = 0x40000000;

let native;
let principalOfName;

/** Hands over the addon and the loader's `name of a script -> principal` function. Called once at start. */
function configure(api, ofName) {
  native = api;
  principalOfName = ofName;
}

let places = 0;

/** A number for a guard: the addon remembers how many frames it had to look at for it, and begins with as many. */
const newPlace = () => ++places;

/**
 * Who is calling the guard that asks.
 * @param {number} internalsId the set of Node-internal scripts that may call this guard directly (0: none)
 * @param {number} [place] from newPlace()
 * @returns {number} principal id, or INTERNAL
 */
function callerOf(internalsId, place = 0) {
  if (!state.armed) return CORE;
  const found = native.caller(internalsId, place);
  return isSettled(found) ? found : settle(found, internalsId, place);
}

/**
 * The two halves of callerOf, for guards that are called all the time: V8 needs 0.2 to 0.4 µs for each frame of a look, and
 * callerOf is one. The addon's function answers for `state.armed` only.
 */
const lookOf = () => native.caller;
const isSettled = (found) => found !== UNKNOWN && found !== EVALUATED && found !== NOBODY;

/** Who it is when the addon does not know the nearest script. */
function settle(found, internalsId, place) {
  // A script the loader has not compiled itself is known by name only when it is an ES module: their names are
  // URLs, which nothing else can carry (vm and _compile are guarded for exactly that).
  if (found === UNKNOWN && nameScript()) return callerOf(internalsId, place);
  return UNKNOWN;
}

/**
 * Who is behind, when a listed Node-internal script called the guard directly: in one look.
 * @returns {number} as callerOf; `VIA` plus the principal behind when a listed script called
 */
function callerThrough(internalsId, place = 0) {
  if (!state.armed) return CORE;
  const found = native.caller(internalsId, place, 1);
  if (found < VIA || found >= 2 * VIA) return isSettled(found) ? found : settle(found, internalsId, place);
  if (found === VIA + UNKNOWN && nameScript()) return callerThrough(internalsId, place);
  // What is no number of a principal.
  return found > VIA + (EVALUATED % VIA) - 16 ? VIA + UNKNOWN : found;
}

/** Is it code that was compiled from a string that calls? */
const isEvaluated = () => state.armed && native.caller(0, 0) === EVALUATED;

function nameScript() {
  const name = native.unknownScript();
  const principal = name === null ? undefined : principalOfName(name);
  if (principal === undefined) return false;
  native.bindName(name, principal);
  return principal !== UNKNOWN;
}

/** Whose code is running, whoever called it: for names that mean something else to each package. */
function runningCode() {
  if (!state.armed) return CORE;
  const found = native.running();
  return found === UNKNOWN && nameScript() ? native.running() : found;
}

/** File, line and column of the immediate caller, each on a line, when that is a script of core's; else null. */
const callSite = (scripts) => native.callSite(scripts);
/**
 * The same as a number: 0 when it is another script, -1 for a place of core's that has none, -2 when no script is seen to call.
 * @param {number} [scripts] NODES: those of Node.js count like core's
 */
const callPlace = (scripts) => native.callPlace(scripts);
const NODES = 1;
/** Does such a number stand for a place? */
const isSeen = (place) => place > 0 || place === -1;

/**
 * Who calls, when core is seen to: core, or nobody that is known when a value of a package has lured it into that, see lured.js.
 * @param {string} name by which core calls what asks
 */
const unlessLured = (name) => (state.armed && require('./lured').isLured(name) ? UNKNOWN : CORE);

/**
 * Does core read a member of that name? What an accessor has for core alone it gives to nobody else: a package can hang it on a value of its own, under
 * another name, and core hands on what it finds there.
 */
const isReadByCore = (name, internalsId = 0, place = 0) => callerOf(internalsId, place) === CORE && !(state.armed && require('./lured').isMisled(name));

/** True when the text is an absolute path below `directory` (or the directory itself). */
function isBelow(file, directory) {
  return file === directory || StringPrototypeStartsWith(file, directory + path.sep);
}

module.exports = {
  VIA, callerThrough,
  CORE, FUNCTION_NODE, INTERNAL, UNKNOWN, NODES, callPlace, callSite, isSeen, callerOf, isReadByCore, configure, isBelow, isEvaluated, isSettled, lookOf, newPlace, runningCode, settle, unlessLured,
};
