'use strict';
// Functions of the global object that say whose they are. A package calls its own by any name, keeps it, hands it to a scheduler, and it is the package that calls.

const { MapPrototypeGet, MapPrototypeSet, SafeMap } = require('../boot/primordials');
const { CORE, UNKNOWN, callerOf, newPlace, ownNamed, runningCode } = require('../core/caller');
const { loader } = require('../core/loader');

const given = new SafeMap();

/**
 * Gives each package a function of its own under this name. Who writes neither its name nor that of the global object where it reads it (`{ ...value }`, `value[key]`)
 * gets the one of everybody, which asks who calls: nobody hands on what is its own because somebody gave it the global object to copy.
 * @param {string} name
 * @param {(principal: number) => Function} make
 */
function giveEach(name, make) {
  const known = new SafeMap();
  const place = newPlace();
  const expected = ownNamed(name);
  MapPrototypeSet(given, name, () => {
    const principal = runningCode();
    if (principal === CORE || principal === UNKNOWN || callerOf(0, place, expected) !== principal) return undefined;
    let own = MapPrototypeGet(known, principal);
    if (own === undefined) {
      own = make(principal);
      MapPrototypeSet(known, principal, own);
    }
    return own;
  });
}

/** @returns {(() => Function|undefined)|undefined} what the code has that reads it */
const givenTo = (name) => MapPrototypeGet(given, name);

/** What are variables in the modules of a package are the same functions on its global object. */
const VARIABLE = { __proto__: null, setTimeout: true, setInterval: true, setImmediate: true, queueMicrotask: true };
const isVariable = (name) => VARIABLE[name] === true;

/** @param {number} found who runs, as the addon says */
function variableOf(name, found) {
  if (found === CORE) return undefined;
  const principal = found === UNKNOWN ? runningCode() : found;
  return principal === CORE || principal === UNKNOWN ? undefined : loader.compartmentOf(principal).variables[name];
}

module.exports = { giveEach, givenTo, isVariable, variableOf };
