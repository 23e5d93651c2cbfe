'use strict';
// How a value comes from one package to another, which says what of it is shown through a view (js/red/views/).

const { ReflectGetOwnPropertyDescriptor, SafeWeakSet } = require('../../boot/primordials');

/** It lies in a message, or is thrown: what holds a node now, and what leads to a class of a package. */
const SENT = 0;
/** It goes into a call or comes out of one: what has functions as well, which may come out with a node. */
const CALLED = 1;
/** It lies where both find it: everything, because a node may be put into it at any time. */
const SHARED = 2;
/** It is what a package exports to another, or comes out of that: everything, errors too. What the other changes on it counts for the other only (js/red/views/kept.js). */
const EXPORTED = 3;
/** The other hands it into that: everything, and its own nodes as they are, for it asks to have something done with them. */
const LENT = 4;

/**
 * Functions of a package's RED that take what they are given as it is, whoever the RED was lent to: what becomes of it is a node or a type of the package
 * whose RED it is.
 */
const taking = new SafeWeakSet();
const isTaking = (fn) => taking.has(fn);
const memberOf = (area, key) => ReflectGetOwnPropertyDescriptor(area, key)?.value;

/** Is it one that is called as the RED it belongs to has it, and not as a callback that was handed in? */
const isTakingFrom = (area, fn) => taking.has(fn) && area !== undefined && (memberOf(area, 'createNode') === fn || memberOf(area, 'registerType') === fn);

function take(fn) {
  taking.add(fn);
  return fn;
}

/** The same on the way back. */
const back = (way) => (way < EXPORTED ? way : EXPORTED + LENT - way);

/**
 * The same for what was a third one's before.
 * @param {number} [before] how it came to whoever hands it on
 */
const onward = (way, before = way) => (way < EXPORTED && before < EXPORTED ? SHARED : EXPORTED);

module.exports = { CALLED, EXPORTED, LENT, SENT, SHARED, back, isTaking, isTakingFrom, onward, take };
