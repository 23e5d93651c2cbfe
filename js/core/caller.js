'use strict';
// Net two asks here who is calling: the nearest third-party script on the JavaScript stack, found by the addon
// from V8's own script identity. Names, `error.stack` and everything a package can write play no part.
//
// The language calls by itself what lies in values: an accessor, a `toJSON`, a trap of a Proxy. With a function of core's or of Node.js's
// there, whoever looks at the value is seen to call it. What a package can get at, and what says nothing of who holds it, therefore says
// what it is called as; where the text of the caller has no such call, nobody calls (src/attribution/uses.rs) [A4].

const { MapPrototypeGet, MapPrototypeSet, SafeMap, StringPrototypeStartsWith } = require('../boot/primordials');
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
  for (let i = 0; i < expectations.length; i++) api.expect(expectations[i].kind, expectations[i].name);
  principalOfName = ofName;
}

/** What is expected of callers, by its number less one: see `Expected::new` in src/attribution/uses.rs. */
const expectations = [];

function expecting(kind) {
  const known = new SafeMap();
  return (name) => {
    let number = MapPrototypeGet(known, name);
    if (number === undefined) {
      number = expectations.length + 1;
      expectations[number - 1] = { __proto__: null, kind, name };
      MapPrototypeSet(known, name, number);
      if (native !== undefined) native.expect(kind, name);
    }
    return number;
  };
}

/** For callerOf: a function that is called by this name; a class; a member that is read; a function that hands on what it is given, or makes code of it. */
const calledAs = expecting(0);
const madeAs = expecting(1);
const readAs = expecting(2);
const handedBy = expecting(3);
const byName = expecting(4);
/** For callerOf: the member of this name is read on the global object, and not by a name that came from elsewhere. */
const onGlobal = expecting(5);
/** The same, of what is a package's own: the name stands there, or that of the global object. */
const ownNamed = expecting(6);

/** For callerOf: a member of what everybody shares is written. */
const WRITTEN = expecting(7)('');
/** The same of the global object, which may be a value of somebody else's that others set members of by names that came with it. */
const WRITTEN_GLOBAL = expecting(9)('');

/** For callerOf: it is called, by whatever name. */
const SOMEHOW = expecting(8)('');

/**
 * Who writes a member of what everybody shares, for its setter: that can lie in a value, or be a trap of a Proxy there, and is called by whoever looks at the value.
 * @param {any[]} args of the setter: an assignment gives it one
 */
const writerOf = (args) => (args.length === 1 ? callerOf(0, 0, WRITTEN) : UNKNOWN);
const writerOfGlobal = (args) => (args.length === 1 ? callerOf(0, 0, WRITTEN_GLOBAL) : UNKNOWN);

/**
 * For a guard that asks `lookWhoCalls()` with a number of `byName`: does a script of Node.js, or core, call it by this name, whoever is below it on the stack? Whatever
 * else makes one of them call (a listener, a timer, a `then`, a field that somebody has put there under another name) is no such call. The guard asks itself: with a function of
 * Sentinel's between, whoever calls is not among the first two frames, and V8 has to read the stack a second time. The addon's function answers for `state.armed` only.
 */
const lookWhoCalls = () => native.isCalled;

/** Does core call, immediately and by whatever name? */
const isCalledSomehow = () => native.isCalled(SOMEHOW);

/** Is core the immediate caller? */
const isCoreCalling = () => native.isCalled(0);

let places = 0;

/** A number for a guard: the addon remembers how many frames it had to look at for it, and begins with as many. */
const newPlace = () => ++places;

/**
 * Who is calling the guard that asks.
 * @param {number} internalsId the set of Node-internal scripts that may call this guard directly (0: none)
 * @param {number} [place] from newPlace()
 * @param {number} [expected] what the guard is called as; a call that is none is nobody's
 * @returns {number} principal id, or INTERNAL
 */
function callerOf(internalsId, place = 0, expected = 0) {
  if (!state.armed) return CORE;
  const found = native.caller(internalsId, place, 0, expected);
  return isSettled(found) ? found : settle(found, internalsId, place, expected);
}

/**
 * The two halves of callerOf, for guards that are called all the time: V8 needs 0.2 to 0.4 µs for each frame of a look, and
 * callerOf is one. The addon's function answers for `state.armed` only.
 */
const lookOf = () => native.caller;
const isSettled = (found) => found !== UNKNOWN && found !== EVALUATED && found !== NOBODY;

/** Who it is when the addon does not know the nearest script. */
function settle(found, internalsId, place, expected = 0) {
  // A script the loader has not compiled itself is known by name only when it is an ES module: their names are
  // URLs, which nothing else can carry (vm and _compile are guarded for exactly that).
  if (found === UNKNOWN && nameScript()) return callerOf(internalsId, place, expected);
  return UNKNOWN;
}

/**
 * Who is behind, when a listed Node-internal script called the guard directly: in one look.
 * @returns {number} as callerOf; `VIA` plus the principal behind when a listed script called
 */
function callerThrough(internalsId, place = 0, expected = 0) {
  return state.armed ? settleThrough(native.caller(internalsId, place, 1, expected), internalsId, place, expected) : CORE;
}

/** The second half of callerThrough: what the addon's function answered is who called. */
function settleThrough(found, internalsId, place, expected = 0) {
  if (found < VIA || found >= 2 * VIA) return isSettled(found) ? found : settle(found, internalsId, place, expected);
  if (found === VIA + UNKNOWN && nameScript()) return callerThrough(internalsId, place, expected);
  // What is no number of a principal.
  return found > VIA + (EVALUATED % VIA) - 16 ? VIA + UNKNOWN : found;
}

/** Is it code that was compiled from a string that calls, as the addon's function (lookOf()) answered? */
const isEvaluatedCode = (found) => found === EVALUATED;

/** Whose call of `eval` has the code run that asks? */
const evaluator = () => native.evaluator();

function bindName(name) {
  const principal = name === null ? undefined : principalOfName(name);
  if (principal === undefined) return false;
  native.bindName(name, principal);
  return principal !== UNKNOWN;
}

const nameScript = () => bindName(native.unknownScript());

/** Answers of scriptOwner: of a function that no script made, and of one whose script is nobody's. */
const NATIVE = -1;
const NOBODYS = -2;

/** Whose the script of a function is. That of an ES module is known by its name only, and may not have run anything yet that asked who calls. */
function scriptOwner(fn) {
  const owner = native.scriptOwner(fn);
  return owner === NOBODYS && bindName(native.unknownScriptOf(fn)) ? native.scriptOwner(fn) : owner;
}

/** Was a function compiled from a string, by whomever? It is neither core's nor Node.js's. */
const isOfString = (fn) => native.isOfString(fn) === 1;

/** The addon's half of runningCode, for what is read all the time: it takes the number of frames among which whoever runs is to be found. UNKNOWN has to be asked again. */
const lookWhoRuns = () => native.running;

/** Whose code is running, whoever called it: for names that mean something else to each package. */
function runningCode() {
  if (!state.armed) return CORE;
  const found = native.running();
  return found === UNKNOWN && nameScript() ? native.running() : found;
}

/**
 * Does core read a member of that name? What an accessor has for core alone it gives to nobody else: a package can hang it on a value of its own, under
 * another name, and core hands on what it finds there.
 */
const isReadByCore = (name, internalsId = 0, place = 0) => callerOf(internalsId, place, readAs(name)) === CORE;

/** True when the text is an absolute path below `directory` (or the directory itself). */
function isBelow(file, directory) {
  return file === directory || StringPrototypeStartsWith(file, directory + path.sep);
}

module.exports = {
  NATIVE, NOBODYS, VIA, callerThrough, settleThrough,
  CORE, FUNCTION_NODE, INTERNAL, SOMEHOW, UNKNOWN, byName, calledAs, callerOf, configure, evaluator, handedBy, isBelow, isCalledSomehow, isCoreCalling, isEvaluatedCode, isOfString, isReadByCore, isSettled, lookOf, lookWhoCalls, lookWhoRuns, madeAs, newPlace, onGlobal, ownNamed, readAs, runningCode, scriptOwner, settle, writerOf, writerOfGlobal,
};
