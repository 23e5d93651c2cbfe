'use strict';
// Keys of contexts that lead into a value (`left.node.name`): the store would follow them through nodes of others. Here only the first step is
// asked of it, and the others are taken in what the package sees of that.

const {
  ArrayIsArray, MapPrototypeGet, MapPrototypeSet, MapPrototypeSizeGet, ReflectApply, RegExpPrototypeExec, SafeMap, String, StringPrototypeIndexOf, StringPrototypeSlice, StringPrototypeStartsWith,
} = require('../../boot/primordials');

let util;

/** `@node-red/util/lib/util.js`. */
function configure(exports) {
  util = exports;
}

const STORE = /^#:\(\S+?\)::/;
const PARENT = '$parent.';

/** Can this key, or one of these, lead into a value? */
function isPath(key) {
  if (typeof key === 'string') return StringPrototypeIndexOf(key, '.') >= 0 || StringPrototypeIndexOf(key, '[') >= 0;
  if (!ArrayIsArray(key)) return false;
  for (let i = 0; i < key.length; i++) if (typeof key[i] === 'string' && isPath(key[i])) return true;
  return false;
}

/** Keys that were seen before: nodes ask for the same ones again and again. */
const splits = { __proto__: null, alone: new SafeMap(), listed: new SafeMap() };
const REMEMBERED = 1_000;

/**
 * A key in two: that of the value itself, and the steps in it. Undefined for a key that leads into nothing, and for what is none: the store says so.
 * @param {any} key
 * @param {boolean} isAlone a key that is given by itself may name a store and a context further out
 */
function split(key, isAlone) {
  if (typeof key !== 'string' || !isPath(key)) return undefined;
  const known = isAlone ? splits.alone : splits.listed;
  let result = MapPrototypeGet(known, key);
  if (result !== undefined) return result;
  result = make(key, isAlone);
  if (result !== undefined && MapPrototypeSizeGet(known) < REMEMBERED) MapPrototypeSet(known, key, result);
  return result;
}

function make(key, isAlone) {
  let head = isAlone ? RegExpPrototypeExec(STORE, key)?.[0] ?? '' : '';
  while (isAlone && StringPrototypeStartsWith(key, PARENT, head.length)) head += PARENT;
  let steps;
  try {
    steps = util.normalisePropertyExpression(StringPrototypeSlice(key, head.length));
  } catch {
    return undefined;
  }
  if (!ArrayIsArray(steps) || steps.length < 2) return undefined;
  const first = String(steps[0]);
  const quote = quoteFor(first);
  return { __proto__: null, root: `${head}${quote}${first}${quote}`, steps };
}

const quoteFor = (text) => (StringPrototypeIndexOf(text, '"') < 0 ? '"' : "'");

/** What lies at the end of these steps, as the runtime finds it. */
function follow(value, steps) {
  let at = value;
  for (let i = 1; i < steps.length; i++) {
    if (at === undefined || at === null) return undefined;
    at = at[steps[i]];
  }
  return at;
}

/** Puts something at the end of these steps, as the runtime does. */
function put(value, steps, item) {
  const rest = [];
  for (let i = 1; i < steps.length; i++) rest[i - 1] = steps[i];
  return ReflectApply(util.setObjectProperty, util, [value, expressionOf(rest), item]);
}

/** Steps as the text of an expression. The first of them begins it. */
function expressionOf(steps) {
  let text = '';
  for (let i = 0; i < steps.length; i++) {
    const step = steps[i];
    const quoted = typeof step === 'number' ? String(step) : `${quoteFor(step)}${step}${quoteFor(step)}`;
    text += i === 0 ? quoted : `[${quoted}]`;
  }
  return text;
}

/**
 * What a context does with such keys.
 * @param {object} real the context
 * @param {(value: any) => any} found what the package gets of what lies in it
 * @param {(value: any) => any} inside the same of what lies in that
 */
function along(real, found, inside) {
  const end = (value, { steps }) => inside(follow(found(value), steps));
  /** Roots instead of the keys that lead further. */
  const plan = (keys) => {
    const splits = [];
    const roots = [];
    for (let i = 0; i < keys.length; i++) {
      splits[i] = split(keys[i], false);
      roots[i] = splits[i]?.root ?? keys[i];
    }
    return { __proto__: null, splits, roots };
  };
  const ends = (values, splits, first) => {
    const result = [];
    for (let i = first; i < values.length; i++) {
      const at = splits[i - first];
      result[i - first] = at === undefined ? found(values[i]) : end(values[i], at);
    }
    return result;
  };
  const ask = (...args) => ReflectApply(real.get, real, args);
  return {
    __proto__: null,
    read(key, storage) {
      if (ArrayIsArray(key)) {
        const { splits, roots } = plan(key);
        return ends(ask(roots, storage), splits, 0);
      }
      const at = split(key, true);
      const value = at === undefined ? undefined : ask(at.root, storage);
      // A store of another kind may know the whole key only.
      return isObject(value) ? end(value, at) : found(ask(key, storage));
    },
    tell(key, storage, told) {
      if (ArrayIsArray(key)) {
        const { splits, roots } = plan(key);
        ask(roots, storage, (...values) => ReflectApply(told, undefined, values[0] ? [values[0]] : concat(values[0], ends(values, splits, 1))));
        return;
      }
      const at = split(key, true);
      const whole = () => ask(key, storage, (error, value) => told(error, found(value)));
      if (at === undefined) whole();
      else ask(at.root, storage, (error, value) => (error || !isObject(value) ? whole() : told(error, end(value, at))));
    },
    /** Follows what leads through something of somebody else; answers with what is left to be set. */
    write(key, value, storage) {
      const isList = ArrayIsArray(key);
      const keys = isList ? key : [key];
      const values = isList && ArrayIsArray(value) ? value : [value];
      const restKeys = [];
      const restValues = [];
      for (let i = 0; i < keys.length; i++) {
        restKeys[i] = keys[i];
        restValues[i] = i < values.length ? values[i] : null;
        const at = split(keys[i], !isList);
        const root = at === undefined ? undefined : peek(ask, isList ? [at.root] : at.root, storage);
        const shown = isObject(root) ? found(root) : root;
        if (shown === root) continue;
        put(shown, at.steps, restValues[i]);
        restKeys[i] = at.root;
        restValues[i] = root;
      }
      return { __proto__: null, key: isList ? restKeys : restKeys[0], value: isList ? restValues : restValues[0] };
    },
  };
}

const isObject = (value) => (typeof value === 'object' && value !== null) || typeof value === 'function';

function concat(first, list) {
  const result = [first];
  for (let i = 0; i < list.length; i++) result[i + 1] = list[i];
  return result;
}

/** What lies there, where a store can tell at once. */
function peek(ask, key, storage) {
  try {
    const value = ask(key, storage);
    return ArrayIsArray(key) ? value?.[0] : value;
  } catch {
    return undefined;
  }
}

module.exports = { along, configure, isPath };
