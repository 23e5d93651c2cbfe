'use strict';
// What packages throw while they are loaded, as core keeps it and shows it to people: it prints that of each set of nodes before it starts the flows, and does not start them where
// one of these cannot be printed.

const { ObjectDefineProperty, ObjectGetOwnPropertyDescriptor, ObjectGetPrototypeOf, ObjectKeys, ObjectPrototype, ObjectSetPrototypeOf, accessorDescriptor } = require('../../boot/primordials');
const { isClosed } = require('./unfinished');

/** Of something that was thrown what people are shown, read once. Core itself adds to it. */
function shownOf(error) {
  let text = 'an error that cannot be shown';
  let code;
  try {
    text = `${error}`;
    const given = error.code;
    // With these core says more, of errors of its own.
    if (typeof given === 'string' && given !== 'type_already_registered' && given !== 'set_has_no_types') code = given;
  } catch {
    // then that is what is shown
  }
  const shown = { toString: () => text };
  if (code !== undefined) shown.code = code;
  return shown;
}

const CORES = { __proto__: null, type_already_registered: true, set_has_no_types: true };

/** Errors that core has made and told more of before it kept them. */
function isCores(error) {
  const code = ObjectGetOwnPropertyDescriptor(error, 'code')?.value;
  return CORES[code] === true && typeof ObjectGetOwnPropertyDescriptor(error, 'details')?.value === 'object';
}

const accessors = {
  get: () => undefined,
  set(error) {
    if (isClosed(this)) return;
    const isObject = typeof error === 'object' && error !== null;
    const value = typeof error === 'string' || (isObject && isCores(error)) ? error : shownOf(error);
    ObjectDefineProperty(this, 'err', { __proto__: null, value, writable: true, enumerable: true, configurable: true });
  },
};
/** What sets inherit. */
const FAILING = ObjectDefineProperty({}, 'err', accessorDescriptor(accessors.get, accessors.set, false, false));

/** Sets of nodes, or of plugins, that are about to be loaded. */
function keepFailures(sets) {
  const names = ObjectKeys(sets ?? {});
  for (let i = 0; i < names.length; i++) if (ObjectGetPrototypeOf(sets[names[i]]) === ObjectPrototype) ObjectSetPrototypeOf(sets[names[i]], FAILING);
}

module.exports = { keepFailures };
