'use strict';
// Texts of the catalogues, which one translator makes for everyone: how it puts values into a text it notes for the time of a call, and keeps when
// the call fails. What is in a catalogue it gives out as it is, for who knows what to ask for [R3].

const { ArrayIsArray, ObjectKeys, ReflectApply } = require('../../boot/primordials');
const { copyOf } = require('./copies');

const NOTHING = () => undefined;

/** Options as plain data without those that are noted. */
function plain(options) {
  if (typeof options !== 'object' || options === null || ArrayIsArray(options)) return options;
  const copy = {};
  const keys = ObjectKeys(options);
  for (let i = 0; i < keys.length; i++) if (keys[i] !== 'interpolation' && keys[i] !== '__proto__') copy[keys[i]] = options[keys[i]];
  return copy;
}

/** `@node-red/util/lib/i18n.js`. */
function translator(exports) {
  const { _: translate, i: library } = exports;
  exports._ = function text(...args) {
    for (let i = 1; i < args.length; i++) args[i] = plain(args[i]);
    try {
      return copyOf(ReflectApply(translate, this, args), NOTHING);
    } catch (error) {
      // A catalogue can hold such options, too.
      library.services?.interpolator?.reset();
      throw error;
    }
  };
}

module.exports = { translator };
