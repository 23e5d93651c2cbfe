'use strict';
// Functions of the global object that say whose they are. A package calls its own by any name, keeps it, hands it to a scheduler, and it is the package that calls.

const { ArrayPrototypePush, MapPrototypeDelete, MapPrototypeGet, MapPrototypeSet, SafeMap } = require('../boot/primordials');
const { CORE, UNKNOWN, callerOf, newPlace, ownNamed, runningCode } = require('../core/caller');
const { loader } = require('../core/loader');

/** Name -> what makes the function of a package. */
const makers = new SafeMap();

/** Name -> who was there before it was known what makes the function. A confined program has its compartment before its builtins. */
const waiting = new SafeMap();

/**
 * Gives each package a function of its own under this name: a variable of its modules. Who writes neither that name nor that of the global object where it reads it
 * (`{ ...value }`, `value[key]`) gets the one of everybody, which asks who calls: nobody hands on what is its own because somebody gave it the global object to copy.
 * @param {'fetch'} name
 * @param {(principal: number) => Function} make
 */
function giveEach(name, make) {
  MapPrototypeSet(makers, name, make);
  const before = MapPrototypeGet(waiting, name) ?? [];
  for (let i = 0; i < before.length; i++) {
    const { principal, take } = before[i];
    take(make(principal));
  }
  MapPrototypeDelete(waiting, name);
}

/**
 * @param {string} name
 * @param {number} principal
 * @param {(own: Function) => void} take is given what this package has under that name, as soon as that is known; never where Node.js has nothing there
 */
function giveTo(name, principal, take) {
  const make = MapPrototypeGet(makers, name);
  if (make !== undefined) {
    take(make(principal));
    return;
  }
  const others = MapPrototypeGet(waiting, name) ?? [];
  MapPrototypeSet(waiting, name, others);
  ArrayPrototypePush(others, { __proto__: null, principal, take });
}

/**
 * May the code that runs, of this package, have what is its own where it reads a name of the global object? Not where it copies a value of somebody else's, which may be the
 * global object, or have an accessor of it: it would hand on what acts for it.
 * @param {string} name
 * @returns {(principal: number) => boolean}
 */
function ownReading(name) {
  const place = newPlace();
  const expected = ownNamed(name);
  return (principal) => callerOf(0, place, expected) === principal;
}

/** What are variables in the modules of a package are the same functions on its global object. */
const VARIABLE = { __proto__: null, setTimeout: ownReading('setTimeout'), setInterval: ownReading('setInterval'), setImmediate: ownReading('setImmediate'), queueMicrotask: ownReading('queueMicrotask'), fetch: ownReading('fetch') };
const isVariable = (name) => VARIABLE[name] !== undefined;

/** @param {number} found who runs, as the addon says */
function variableOf(name, found) {
  if (found === CORE) return undefined;
  const principal = found === UNKNOWN ? runningCode() : found;
  if (principal === CORE || principal === UNKNOWN || !VARIABLE[name](principal)) return undefined;
  return loader.compartmentOf(principal).variables[name];
}

module.exports = { giveEach, giveTo, isVariable, ownReading, variableOf };
