'use strict';
// Core works with values of packages when nobody is on the stack any more: it reads their members, sets them, lists them and writes them as JSON, and the language
// calls what a package has put there: an accessor, a `toJSON`, a trap of a Proxy. With a function of core's or of Node.js's there nobody but core is seen to call it.
// Those that a package can get at, and that say nothing of who holds them, ask here whether core's code really calls them: it does so by their names [A4].

const { MapPrototypeGet, MapPrototypeSet, MapPrototypeSizeGet, Number, SafeMap, StringPrototypeIndexOf, StringPrototypeLastIndexOf, StringPrototypeSlice, StringPrototypeStartsWith } = require('../boot/primordials');
const { fs } = require('../boot/builtins');
const { callPlace, callSite } = require('./caller');

/** Node-RED and what it depends on lie there; code of the operator's calls as it likes. */
const INSTALLED = '/node_modules/';
const calls = new SafeMap();
const reads = new SafeMap();
/** File -> its text. */
const texts = new SafeMap();
const REMEMBERED = 1_000;
/** No script is seen to call: there is much of the language between. */
const NOBODY = -2;

function textOf(file) {
  let text = MapPrototypeGet(texts, file);
  if (text === undefined) {
    text = fs.readFileSync(file, 'utf8');
    MapPrototypeSet(texts, file, text);
  }
  return text;
}

const skip = (text, at) => {
  let next = at;
  while (text[next] === ' ' || text[next] === '\n' || text[next] === '\r' || text[next] === '\t') next++;
  return next;
};

/** Is there a call by this name at this place of a text: `connect(`, `connect?.(`? */
function isCallAt(text, place, name) {
  if (!StringPrototypeStartsWith(text, name, place)) return false;
  let at = skip(text, place + name.length);
  if (StringPrototypeStartsWith(text, '?.', at)) at = skip(text, at + 2);
  return text[at] === '(';
}

/** The same by `connect.apply(`. */
const isAppliedAt = (text, place, name) => StringPrototypeStartsWith(text, `${name}.`, place - name.length - 1) && (isCallAt(text, place, 'apply') || isCallAt(text, place, 'call'));

/** Routers keep members of requests by lists of their names (`obj[props[i]]`), and read nothing else so. */
const ROUTING = ['/node_modules/express/', '/node_modules/router/'];

function isRouting(file) {
  for (let i = 0; i < ROUTING.length; i++) if (StringPrototypeIndexOf(file, ROUTING[i]) >= 0) return true;
  return false;
}

/** Is a member of this name read there? */
function isReadAt(text, place, name, file) {
  if (text[place] === '[') return isRouting(file);
  if (!StringPrototypeStartsWith(text, name, place)) return false;
  const next = text[place + name.length];
  return next === undefined || StringPrototypeIndexOf(WORD, next) < 0;
}
const WORD = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_$';

/** A word of the language (`export`) is called where its arguments begin. */
const isWordAt = (text, place, name) => text[place] === '(' && StringPrototypeStartsWith(text, `.${name}`, place - name.length - 1);

const called = (text, place, name) => isCallAt(text, place, name) || isAppliedAt(text, place, name) || isWordAt(text, place, name);

/** What callSite() answers. */
function partsOf(site) {
  const afterLine = StringPrototypeLastIndexOf(site, '\n');
  const afterFile = StringPrototypeLastIndexOf(site, '\n', afterLine - 1);
  return {
    __proto__: null, file: StringPrototypeSlice(site, 0, afterFile), line: Number(StringPrototypeSlice(site, afterFile + 1, afterLine)), column: Number(StringPrototypeSlice(site, afterLine + 1)),
  };
}

/** Where a line and a column, both from 1, are in a text. */
function placeOf(text, line, column) {
  let place = column - 1;
  for (let i = 1, start = 0; i < line; i++) {
    const next = StringPrototypeIndexOf(text, '\n', start) + 1;
    place += next - start;
    start = next;
  }
  return place;
}

/** The text around a place, and where that is in it; undefined for code of the operator's. */
function spotOf(site) {
  const { file, line, column } = partsOf(site);
  if (StringPrototypeIndexOf(file, INSTALLED) < 0) return undefined;
  const text = textOf(file);
  return { __proto__: null, file, text, place: placeOf(text, line, column) };
}

/** Undefined when nobody can tell: the file cannot be read. */
function lookAt(name, isUseAt) {
  const site = callSite();
  if (site === null) return undefined;
  try {
    const spot = spotOf(site);
    return spot !== undefined && !isUseAt(spot.text, spot.place, name, spot.file);
  } catch {
    return undefined;
  }
}

/** @param {Map<string, Map<number, boolean>>} known name -> place -> is it no use by that name? */
function isNoUse(known, name, isUseAt) {
  const place = callPlace();
  // A script of Node's calls.
  if (place === 0) return false;
  if (place === NOBODY) return true;
  let places = MapPrototypeGet(known, name);
  if (places === undefined) MapPrototypeSet(known, name, places = new SafeMap());
  let found = MapPrototypeGet(places, place);
  if (found === undefined) {
    found = lookAt(name, isUseAt);
    // What cannot be looked at is no use, and is looked at again: a package can see to it that no file can be opened for a while.
    if (found === undefined) return true;
    if (place !== -1 && MapPrototypeSizeGet(places) < REMEMBERED) MapPrototypeSet(places, place, found);
  }
  return found;
}

/**
 * Is core, which is seen to call, lured into it?
 * @param {string} name of the function that is called
 */
const isLured = (name) => isNoUse(calls, name, called);

/** Does core, which is seen to read something by an accessor, read another member? Anybody can give an object of his own the accessor of another. */
const isMisled = (name) => isNoUse(reads, name, isReadAt);

module.exports = { isCall: called, isLured, isMisled, partsOf, placeOf };
