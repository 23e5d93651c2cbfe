'use strict';
// Do the scripts of Node.js themselves call a member of an object of C++? They do it by its name, and the text of the script that calls says so: whatever else makes
// one of them call (a listener, a timer, a `then`, a field that somebody has put there under another name) is no such call.

const { MapPrototypeGet, MapPrototypeSet, MapPrototypeSizeGet, SafeMap, StringPrototypeSlice, StringPrototypeStartsWith } = require('../boot/primordials');
const { innerBinding } = require('../realm/inner');
const { NODES, callPlace, callSite, isSeen } = require('./caller');

/** The only places where Node.js does otherwise: methods of sockets that are those of the handle below, and what a class of its own puts before one of C++. */
const handedOn = (name) => [
  'ReflectApply(this._parent[name], this._parent', 'ReflectApply(this._handle[name], this._handle', `FunctionPrototypeCall(MessagePortPrototype.${name}, `, `ReflectApply(super.${name}, this,`,
];
const SCRIPTS = 'node:';
const REMEMBERED = 1_000;

let sources;

/**
 * The text of a script of Node.js.
 * @param {string} name `node:internal/…`
 */
function sourceOf(name) {
  sources ??= innerBinding('builtins').natives;
  return sources[StringPrototypeSlice(name, SCRIPTS.length)];
}

function isHandedOn(text, place, name) {
  const forms = handedOn(name);
  for (let i = 0; i < forms.length; i++) if (StringPrototypeStartsWith(text, forms[i], place)) return true;
  return false;
}

/** Is the call there one by this name? Undefined when that cannot be told. */
function lookAt(name) {
  const lured = require('./lured');
  const site = callSite(NODES);
  if (site === null) return undefined;
  if (!StringPrototypeStartsWith(site, SCRIPTS)) return !lured.isLured(name);
  const { line, column, file } = lured.partsOf(site);
  const text = sourceOf(file);
  if (text === undefined) return undefined;
  const place = lured.placeOf(text, line, column);
  return lured.isCall(text, place, name) || isHandedOn(text, place, name);
}

/**
 * A function that says whether a script of Node.js, or core, calls whoever asks by this name.
 * @param {string} name
 */
function callsByName(name) {
  const known = new SafeMap();
  return () => {
    const place = callPlace(NODES);
    const found = MapPrototypeGet(known, place);
    if (found !== undefined) return found;
    if (!isSeen(place)) return false;
    const isIt = lookAt(name);
    if (isIt !== undefined && place > 0 && MapPrototypeSizeGet(known) < REMEMBERED) MapPrototypeSet(known, place, isIt);
    return isIt === true;
  };
}

module.exports = { callsByName, sourceOf };
