'use strict';
// Core finds by path what operators name in their flows: `msg.payload.user`, `{{payload.user}}`, `payload.user` of JSONata. Where that ends at a text, at bytes, at a request, what it inherits
// has members that packages have put there by assignment (docs/decisions/0036-what-packages-add.md), and which answer in place of what the message does not have. In the text of these
// modules such a look goes through `$lenient` (lenient.js), and finds nothing of it [R10].

const { ArrayPrototype, BigInt, Boolean, Number, ObjectGetOwnPropertyDescriptor, ObjectGetPrototypeOf, ObjectPrototype, String, Symbol } = require('../boot/primordials');
const { util } = require('../boot/builtins');
const { isShared } = require('../core/harden');
const { isAddition, keptAbove } = require('../realm/additions');
const { harmless } = require('../realm/table');

const { isProxy } = util;

/** As in queues.js: `method:what stands there`. */
const CALLS = {
  __proto__: null,
  '@node-red/util/lib/jsonata.js': ['seen:input[key]'],
  '@node-red/util/lib/util.js': ['walk:msgPropParts.reduce(function(obj, key)'],
  'jsonata/jsonata.js': ['seen:input[key]'],
  'mustache/mustache.js': ['found:hasProperty(context.view', 'found:hasProperty(intermediateValue', 'seen:context.view[name]', 'seen:intermediateValue[names[index++]]'],
};

/** What has no members at all. */
const NOTHING = { __proto__: null };
const PRIMITIVES = { __proto__: null, bigint: BigInt.prototype, boolean: Boolean.prototype, number: Number.prototype, string: String.prototype, symbol: Symbol.prototype };

/** What can be configured of these as ever (realm/table.js). */
const natives = { __proto__: null };
for (let i = 0; i < harmless.String.length; i++) natives[harmless.String[i]] = String.prototype[harmless.String[i]];

/** Did somebody put that on what everybody's values inherit? What that had before cannot be configured any more. */
function isAddedTo(holder, key, own) {
  if (!isShared(holder)) return false;
  if (holder === String.prototype && natives[key] !== undefined) return own.value !== natives[key];
  return own.configurable || isAddition(holder, key);
}

/** Does `base` have such a member by what it inherits? */
function isAdded(base, key) {
  let holder = base;
  if (typeof base === 'object') {
    const above = ObjectGetPrototypeOf(base);
    // As nearly always.
    if (above === ObjectPrototype || above === ArrayPrototype || above === null) return false;
  } else if (typeof base !== 'function') {
    holder = PRIMITIVES[typeof base];
  }
  while (holder !== null && holder !== ObjectPrototype) {
    if (isProxy(holder)) return false;
    const own = ObjectGetOwnPropertyDescriptor(holder, key);
    if (own !== undefined) return holder !== base && isAddedTo(holder, key, own);
    holder = keptAbove(ObjectGetPrototypeOf(holder));
  }
  return false;
}

/** `base[key]`, where that is not added. */
function seen(base, key) {
  const value = base[key];
  return value === undefined || value === null || !isAdded(base, key) ? value : undefined;
}

/** `has(base, key)`: what is added is not there. */
const found = (has) => (base, key) => has(base, key) && !isAdded(base, key);

/** `parts.reduce(step, from)` of a step that reads the next part: what is added is read of nothing. */
function walk(parts, step, from) {
  let at = from;
  for (let i = 0; i < parts.length; i++) at = step(at !== undefined && at !== null && isAdded(at, parts[i]) ? NOTHING : at, parts[i]);
  return at;
}

module.exports = { CALLS, paths: { found, seen, walk } };
