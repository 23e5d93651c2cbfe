'use strict';
// Whose is an error that nobody caught? Its text can be written by anyone, and it comes up when whoever is behind it is on no stack any more. What can be known is
// which frames V8 captured when it was made, which script threw it, and how Node.js came to run that. Node-RED ends by it where that is the whole story, and it is
// the operator's: docs/decisions/0035-uncaught-errors.md.

const { ObjectGetOwnPropertyDescriptor, ObjectGetPrototypeOf, String, StringPrototypeSlice, StringPrototypeStartsWith } = require('../../boot/primordials');
const { path, util } = require('../../boot/builtins');
const { framesOf } = require('../../boot/errors');
const { state } = require('../../boot/state');
const { CORE, FUNCTION_NODE, UNKNOWN } = require('../../core/caller');
const { withFirst } = require('../../core/lists');
const { loader } = require('../../core/loader');
const { lastCalled } = require('../../core/timers');
const { CAP } = require('../../generated/capabilities');

/** Who sets a timer is known: what a package hands to one that is not its own is inside a function of its (core/handed.js). */
const TIMERS = 'node:internal/timers';
const SENTINEL = path.resolve(__dirname, '..', '..') + path.sep;
const TIMERS_OF_PACKAGES = path.join(SENTINEL, 'core', 'timers.js');
/** Prototypes that are looked at for the name of an error. */
const DEEPEST = 8;
/** Characters of a text that are said. */
const LONGEST = 10_000;

const isObject = (value) => typeof value === 'object' && value !== null;
let native;

/** Hands over the addon. Called once at start. */
function configure(api) {
  native = api;
}

/** Was it granted? */
const mayEnd = (principal) => native.holds(principal, CAP['process:exit']) === 1;
const mayNot = (principal) => !mayEnd(principal);

/** Can there be an error of somebody who must not end Node-RED? In programs and threads of packages all errors are theirs, and end nothing else. */
function isLookedFor() {
  return state.armed && state.confined === undefined && state.status !== undefined && loader.isThere(mayNot);
}

/** A member that is a text, of an object or of what it inherits from, without running anyone's code. */
function textAt(object, key) {
  let at = object;
  for (let depth = 0; depth < DEEPEST && typeof at === 'object' && at !== null && !util.isProxy(at); depth++) {
    const value = ObjectGetOwnPropertyDescriptor(at, key)?.value;
    if (typeof value === 'string') return value;
    at = ObjectGetPrototypeOf(at);
  }
  return undefined;
}

const clip = (text) => (text.length > LONGEST ? `${StringPrototypeSlice(text, 0, LONGEST)}…` : text);

/** What was thrown, in one line. */
function headerOf(error) {
  if (typeof error === 'function') return 'a function';
  if (!isObject(error)) return clip(String(error));
  if (util.isProxy(error)) return 'a Proxy';
  const message = textAt(error, 'message');
  const name = textAt(error, 'name') ?? (util.isNativeError(error) ? 'Error' : 'an object');
  return message === undefined || message === '' ? clip(name) : `${clip(name)}: ${clip(message)}`;
}

/** A function of the language, which calls what it was given by whoever called it. */
const isBuiltIn = ({ file, isEval }) => file === undefined && !isEval;
const isNodes = (frame) => isBuiltIn(frame) || (!frame.isEval && StringPrototypeStartsWith(frame.file, 'node:'));
const isSentinels = ({ file, isEval }) => !isEval && file !== undefined && StringPrototypeStartsWith(file, SENTINEL);

const ownerOf = ({ file, isEval }) => (isEval || file === undefined ? UNKNOWN : loader.soleOwner(file));

/**
 * May whoever wrote this end Node-RED? A function node is the operator's; modules that it loads are packages. Core's code fails by what it is given, and calls what it is given,
 * whoever that is of.
 */
function isOfWhoMay(frame) {
  const owner = ownerOf(frame);
  if (owner === CORE) return loader.isOperators(frame.file);
  return owner !== UNKNOWN && (owner === FUNCTION_NODE || mayEnd(owner));
}

/**
 * Is it known that only the operator, and packages that may end Node-RED, have to do with it? Then a timer called code of theirs, which called no function of Node.js that called
 * on, and the script that made the error has thrown it: who was handed an error and throws it again is another one.
 */
function isKnown(frames, thrownIn) {
  let last = frames.length - 1;
  if (last < 0 || frames[last].file !== TIMERS) return false;
  while (last >= 0 && frames[last].file === TIMERS) last--;
  if (last >= 0 && frames[last].file === TIMERS_OF_PACKAGES) {
    // The function can be somebody else's.
    if (lastCalled() !== CORE && mayNot(lastCalled())) return false;
    last--;
  }
  let first = 0;
  while (first <= last && (isNodes(frames[first]) || isSentinels(frames[first]))) first++;
  if (first > last) return false;
  for (let i = first; i <= last; i++) {
    if (frames[i].isAsync || !(isBuiltIn(frames[i]) || isOfWhoMay(frames[i]))) return false;
  }
  let made = 0;
  while (isBuiltIn(frames[made])) made++;
  return frames[made].file === thrownIn;
}

/** The package whose code is nearest on the stack, for people: another one may have called it. */
function nearest(frames, thrownIn) {
  const places = thrownIn === null ? frames : withFirst({ __proto__: null, file: thrownIn, isEval: false }, frames);
  for (let i = 0; i < places.length; i++) {
    if (isNodes(places[i])) continue;
    let owner = ownerOf(places[i]);
    if (owner === UNKNOWN && places[i].file !== undefined) owner = loader.holderOf(places[i].file);
    if (owner !== UNKNOWN && owner !== FUNCTION_NODE && mayNot(owner)) return owner;
  }
  return UNKNOWN;
}

/**
 * @param {any} error nobody caught
 * @param {boolean} isRejection a promise was rejected with it: who was to handle it is not known, whoever did that
 * @param {string|null} thrownIn name of the script that threw it
 * @returns {{principal: number, what: string, stack: string}|undefined} undefined: it ends Node-RED
 */
function storyOf(error, isRejection, thrownIn) {
  if (!isLookedFor()) return undefined;
  const what = headerOf(error);
  const frames = (isObject(error) && !util.isProxy(error) ? framesOf(error, what) : undefined) ?? [];
  if (!isRejection && isKnown(frames, thrownIn)) return undefined;
  let stack = '';
  for (let i = 0; i < frames.length; i++) stack += `${frames[i].text}\n`;
  if (stack === '' && thrownIn !== null) stack = thrownIn;
  return { __proto__: null, principal: nearest(frames, thrownIn), what, stack };
}

module.exports = { configure, isLookedFor, storyOf };
