'use strict';
// moment, which core uses for itself and gives to expressions: a moment leads to the words of its language and to its time zone, and these are
// one object each for everyone. What a package then holds cannot be changed [R3].

const {
  MapPrototypeGet, MapPrototypeSet, ObjectDefineProperty, ObjectFreeze, ObjectGetOwnPropertyDescriptor, ObjectGetPrototypeOf, ObjectPreventExtensions, ReflectApply, ReflectOwnKeys, SafeMap,
} = require('../../boot/primordials');
const { callerOf } = require('../../core/caller');
const { hardenPrototype } = require('../../core/harden');
const { conceal } = require('../../core/conceal');

/** What a language notes when names of months and days are read for the first time: lists that it fills while it reads. */
const NOTES = ['_monthsParse', '_longMonthsParse', '_shortMonthsParse', '_weekdaysParse', '_fullWeekdaysParse', '_shortWeekdaysParse', '_minWeekdaysParse', 'parentLocale'];
/** What it notes as well, and for good. */
const MADE = ['monthsRegex', 'monthsShortRegex', 'weekdaysRegex', 'weekdaysShortRegex', 'weekdaysMinRegex', 'erasNameRegex', 'erasAbbrRegex', 'erasNarrowRegex'];
const FORMATS = ['lt', 'lts', 'l', 'll', 'lll', 'llll'];
const DEEPEST = 8;

/** Everyone has lists of his own. */
function noteFor(language, key) {
  const values = new SafeMap();
  const accessors = {
    get: () => MapPrototypeGet(values, callerOf(0)),
    set(value) {
      MapPrototypeSet(values, callerOf(0), value);
    },
  };
  ObjectDefineProperty(language, key, { __proto__: null, get: accessors.get, set: accessors.set, enumerable: false, configurable: false });
}

function freezeDeep(value, depth) {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null || depth > DEEPEST) return;
  const keys = ReflectOwnKeys(value);
  for (let i = 0; i < keys.length; i++) freezeDeep(ObjectGetOwnPropertyDescriptor(value, keys[i])?.value, depth + 1);
  ObjectFreeze(value);
}

function lockLanguage(language) {
  for (let i = 0; i < MADE.length; i++) if (typeof language[MADE[i]] === 'function') ReflectApply(language[MADE[i]], language, []);
  for (let i = 0; i < FORMATS.length; i++) ReflectApply(language.longDateFormat, language, [FORMATS[i]]);
  for (let i = 0; i < NOTES.length; i++) noteFor(language, NOTES[i]);
  freezeDeep(language, 0);
}

/** A zone; its name is set once more when it is another name of a zone. */
function lockZone(zone) {
  let { name } = zone;
  let isFirst = true;
  const accessors = {
    get: () => name,
    set(value) {
      if (isFirst) name = value;
      isFirst = false;
    },
  };
  freezeDeep(zone.abbrs, 0);
  freezeDeep(zone.untils, 0);
  freezeDeep(zone.offsets, 0);
  const keys = ReflectOwnKeys(zone);
  for (let i = 0; i < keys.length; i++) if (keys[i] !== 'name') ObjectDefineProperty(zone, keys[i], { __proto__: null, writable: false, configurable: false });
  ObjectDefineProperty(zone, 'name', { __proto__: null, get: accessors.get, set: accessors.set, enumerable: true, configurable: false });
  ObjectPreventExtensions(zone);
}

/** Calls `lock` for what a method of a prototype makes of its `this`. */
function locking(prototype, key, lock) {
  const original = prototype[key];
  const holder = {
    make(given) {
      const result = ReflectApply(original, this, [given]);
      lock(this);
      return result;
    },
  };
  prototype[key] = conceal(holder.make, original);
}

/** `moment-timezone.js`. */
function moments(moment) {
  const language = moment.localeData();
  const languages = ObjectGetPrototypeOf(language);
  locking(languages, 'set', lockLanguage);
  lockLanguage(language);
  const zones = moment.tz?.Zone?.prototype;
  if (zones !== undefined) {
    locking(zones, '_set', lockZone);
    hardenPrototype(zones);
  }
  hardenPrototype(moment.fn);
  hardenPrototype(moment.duration.fn);
  hardenPrototype(languages);
}

module.exports = { moments };
