'use strict';
// All that packages have in common, found by walking there: what another one is asked for at the same place is what was put there.
const { textOf, walk } = require('../files/everybody.js');

/** Packages set these (docs/threat-model.md), or nobody but Node.js calls them. The `process` that is read without its name in the text is nobody's. */
const LEFT = /^(?:global process |global Error (?:stackTraceLimit|prepareStackTrace)|\w+ inspect (?:defaultOptions|styles|colors)|global String prototype \w+$|(?:domain|net) (?:Domain|BoundSocket)|global WebAssembly Module|stream \w+ \w+State|process allowedNodeEnvironmentFlags|\w+ getCallSites?)/;
const MARK = 'put there by another';
const { create, defineProperty, getOwnPropertyDescriptor, getOwnPropertyNames, getPrototypeOf, hasOwn } = Object;
const { setPrototypeOf } = Reflect;

const there = (root, names, key) => { try { return globalThis.bystanderActs.shares(root, names, key); } catch { return undefined; } };
function told(root, names, how) {
  const place = `${root} ${textOf(names)}`;
  return LEFT.test(place) ? undefined : `ESCAPED: ${how} ${place}`;
}

const LANGUAGES = ['apply', 'bind', 'call', 'constructor', 'toString'];
/** Members that packages add to all functions are theirs: other cases do (poison/cases/asked.js). */
const isAdded = (key) => !LANGUAGES.includes(key);
const addedTo = () => getOwnPropertyNames(Function.prototype).filter(isAdded).map((key) => getOwnPropertyDescriptor(Function.prototype, key).value);

/** Hangs a `call` on each function, and puts one above it. */
function called(object, root, names) {
  if (typeof object !== 'function' || hasOwn(object, 'call') || addedTo().includes(object)) return undefined;
  let isThere = false;
  try {
    defineProperty(object, 'call', { value: MARK, configurable: true });
    isThere = there(root, names, 'call') === MARK;
    delete object.call;
  } catch {}
  const above = getPrototypeOf(object);
  if (setPrototypeOf(object, create(above, { call: { value: MARK } }))) {
    isThere ||= there(root, names, 'call') === MARK;
    setPrototypeOf(object, above);
  }
  return isThere ? told(root, names, 'call of') : undefined;
}

/** Puts another value into each member. */
function replaced(object, root, names) {
  for (const key of getOwnPropertyNames(object)) {
    const before = getOwnPropertyDescriptor(object, key);
    if (!before?.writable || typeof before.value !== 'function' || key === 'constructor' || key === 'prototype') continue;
    if (object === Function.prototype && isAdded(key)) continue;
    try { object[key] = MARK; } catch {}
    const isThere = there(root, names, key) === MARK;
    try { defineProperty(object, key, before); } catch {}
    const said = isThere ? told(root, [...names, key], 'replaced') : undefined;
    if (said !== undefined) return said;
  }
  return undefined;
}

module.exports = Object.entries({ 'a call of any function that others have': called, 'any function that others have replaced': replaced })
  .map(([name, look]) => ({ name, wants: 'escaped', before: 'acts', restart: true, run: () => walk(look, require) }));
