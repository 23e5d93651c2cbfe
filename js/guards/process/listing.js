'use strict';
// What a package asks for that lists the environment. The `debug` library, which every other package brings along, lists it at each start for names that begin with DEBUG_: of those
// that it may not see it is told nothing, and it takes nothing, so there is nothing to grant. Who copies what was listed, value by value, asks for all of it.

const { Error, SafeMap, SafeSet } = require('../../boot/primordials');
const { framesOf } = require('../../boot/errors');
const { report } = require('../../core/deny');

/** `Object.keys`, which gives names and no values, as V8 shows its frame; the second is what Node.js 20 and 22 say. */
const KEYS = 'Object.keys (<anonymous>)';
const KEYS_BEFORE = 'Function.keys (<anonymous>)';

/** Packages whose listing of everything was reported; libraries list it at every start. */
const listed = new SafeSet();

/** What packages were told that listed names: principal -> the names, and how many of them it has read one after the other since. */
const told = new SafeMap();

function reportListing(principal) {
  listed.add(principal);
  report(principal, 'process:env:read', 'process.env', '');
}

/** Did `Object.keys` call the trap that called the caller of this? Nobody but V8 can have written what this looks at; where it tells too little (`Error.stackTraceLimit`), the answer is no. */
function listsNames() {
  const frames = framesOf(new Error(), '');
  // This function, its caller, the trap, and what has called that.
  const asks = frames === undefined ? undefined : frames[3];
  return asks !== undefined && asks.file === undefined && (asks.text === KEYS || asks.text === KEYS_BEFORE);
}

/** For the trap: the package lists all variables, and is told these `names` alone. */
function noteListing(principal, names) {
  if (listed.has(principal)) return;
  if (!listsNames()) reportListing(principal);
  else if (names.length > 0) told.set(principal, { __proto__: null, names, read: 0 });
}

/** The package reads a variable: who reads all that it was told of, one after the other, copies, and would have what it does not see. */
function noteReading(principal, name) {
  const listing = told.size === 0 ? undefined : told.get(principal);
  if (listing === undefined) return;
  if (listing.names[listing.read] !== name) {
    told.delete(principal);
    return;
  }
  listing.read++;
  if (listing.read < listing.names.length) return;
  told.delete(principal);
  if (!listed.has(principal)) reportListing(principal);
}

module.exports = { noteListing, noteReading };
