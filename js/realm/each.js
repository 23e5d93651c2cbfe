'use strict';
// Functions of the global object that say whose they are. A package calls its own by any name, keeps it, hands it to a scheduler, and it is the package that calls.

const { MapPrototypeGet, MapPrototypeSet, SafeMap } = require('../boot/primordials');
const { CORE, UNKNOWN, callerOf, newPlace, ownNamed, runningCode } = require('../core/caller');

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

module.exports = { giveEach, givenTo };
