'use strict';
// Members of shared classes that packages replace to look on, as tracers do with `http.Server.prototype.emit`. Nobody else's objects are touched: what a
// package has put there counts for the objects that it makes itself from then on.

const { MapPrototypeDelete, MapPrototypeGet, MapPrototypeSet, ObjectDefineProperty, SafeMap } = require('../boot/primordials');
const { UNKNOWN, writerOf } = require('./caller');

/** Prototype -> { key, original, own: principal -> function }. */
const places = new SafeMap();

/** Lets packages replace one member of a shared prototype for themselves. */
function allow(prototype, key) {
  MapPrototypeSet(places, prototype, { __proto__: null, key, original: prototype[key], own: undefined });
}

/** @returns {boolean} whether what a package wanted to put there counts for it */
function note(prototype, key, value) {
  const place = MapPrototypeGet(places, prototype);
  if (place === undefined || place.key !== key || typeof value !== 'function') return false;
  const principal = writerOf([value]);
  if (principal <= UNKNOWN) return false;
  place.own ??= new SafeMap();
  if (value === place.original) MapPrototypeDelete(place.own, principal);
  else MapPrototypeSet(place.own, principal, value);
  return true;
}

/** Gives an object that a package has just made what that package has put into the place. */
function give(principal, prototype, object) {
  const place = MapPrototypeGet(places, prototype);
  const value = place?.own === undefined ? undefined : MapPrototypeGet(place.own, principal);
  if (value !== undefined) ObjectDefineProperty(object, place.key, { __proto__: null, value, writable: true, enumerable: false, configurable: true });
  return object;
}

module.exports = { allow, give, note };
