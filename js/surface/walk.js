'use strict';
// Finds everything a script can reach in this Node.js from the builtin modules, `process` and the global object: each
// export, each static, method and accessor of their classes and of the objects they hold, under one name each.

const {
  ArrayPrototypePush, ObjectGetOwnPropertyDescriptor, ObjectGetPrototypeOf, ReflectGet, ReflectOwnKeys, SafeMap, SafeSet, String,
  StringPrototypeIndexOf, StringPrototypeSlice, StringPrototypeStartsWith, globalThis,
} = require('../boot/primordials');

/** Own properties of every function, and what the engine itself defines. */
const OF_EVERY_FUNCTION = { __proto__: null, length: true, name: true, prototype: true, arguments: true, caller: true };

/** Values that belong to the program and not to Node, or that lead to all of it. */
const LEFT_OUT = {
  __proto__: null,
  'process.env': true, 'process.mainModule': true, 'process.config': true, 'process._preload_modules': true, 'process._events': true, 'process.domain': true, 'process.channel': true,
  'process.stdin': true, 'process.stdout': true, 'process.stderr': true, 'console._stdout': true, 'console._stderr': true,
  'module._cache': true, 'module._pathCache': true, 'module.prototype.require': true, 'repl.repl': true, 'cluster.workers': true, 'cluster.settings': true,
};
/** Accessors that do something when they are read. */
const UNREAD = { __proto__: null, 'globalThis.localStorage': true, 'globalThis.sessionStorage': true };

/** How a key is written in a table: `@iterator` for `Symbol.iterator`, `@name` for other symbols. */
function keyText(key) {
  if (typeof key !== 'symbol') return withoutSpaces(key);
  const text = withoutSpaces(key.description ?? '');
  return `@${StringPrototypeStartsWith(text, 'Symbol.') ? StringPrototypeSlice(text, 'Symbol.'.length) : text}`;
}

/** A name is one word in the tables. */
function withoutSpaces(text) {
  if (StringPrototypeIndexOf(text, ' ') === -1) return text;
  let result = '';
  for (let i = 0; i < text.length; i++) result += text[i] === ' ' ? '_' : text[i];
  return result;
}

const isObject = (value) => (typeof value === 'object' && value !== null) || typeof value === 'function';

/** The objects that Node.js and the language have as globals; functions are in the tables. */
const GLOBAL_OBJECTS = {
  __proto__: null, Atomics: true, Intl: true, JSON: true, Math: true, Reflect: true, Temporal: true, WebAssembly: true, console: true, crypto: true, global: true, globalThis: true,
  localStorage: true, navigator: true, performance: true, process: true, sessionStorage: true,
};

/**
 * @typedef {object} Found
 * @property {string} name `module.Class.prototype.member`
 * @property {object} holder
 * @property {PropertyKey} key
 * @property {'function'|'accessor'|'value'} kind
 * @property {any} value the function, or the descriptor of an accessor
 */

/** One walk: `root` for each root in turn, then read `found`. */
class Walk {
  /** @type {Found[]} */
  found = [];
  #names = new SafeSet();
  #seen = new SafeMap();
  #known;
  #added = [];

  /**
   * @param {{has(name: string): boolean}} [known] names of Node's own functions. Where it is given, globals that others have added are walked last: they
   * may lead to classes of Node's, and would take their names away
   */
  constructor(known) {
    this.#known = known;
  }

  /** Walks what others have put there. */
  finish() {
    this.#known = undefined;
    for (let i = 0; i < this.#added.length; i++) this.#visit(this.#added[i][0], this.#added[i][1]);
  }

  /** An object that is a root of its own. */
  leave(object, name) {
    this.#seen.set(object, name);
  }

  knows(object) {
    return this.#seen.has(object);
  }

  /**
   * Everything in a module, `process` or the global object, plain values included.
   * @param {object} object
   * @param {string} name what the names of its members begin with
   */
  root(object, name) {
    this.#members(object, name, `${name}.`, true);
  }

  /** Everything in an object of a class that nobody exports. */
  instance(object, name) {
    if (!this.#seen.has(object)) this.#members(object, name, `${name}.`, false);
  }

  #visit(object, name) {
    if (!this.#seen.has(object)) this.#members(object, name, `${name}.`, false);
  }

  #members(object, name, prefix, values) {
    this.#seen.set(object, name);
    const isFunction = typeof object === 'function';
    // Before what hangs on it: that may inherit from it.
    if (isFunction) this.#classOf(object, name);
    const keys = ReflectOwnKeys(object);
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i];
      if (isFunction && OF_EVERY_FUNCTION[key] !== undefined) continue;
      this.#member(object, key, `${prefix}${keyText(key)}`, values);
    }
    this.#above(object, name);
  }

  #member(holder, key, name, values) {
    let descriptor = ObjectGetOwnPropertyDescriptor(holder, key);
    if (descriptor === undefined) return;
    let value = descriptor.get === undefined ? descriptor.value : undefined;
    // Members of prototypes want an instance; others are values, some of which are made when they are first read.
    if (values && descriptor.get !== undefined && UNREAD[name] === undefined) {
      value = ReflectGet(holder, key);
      descriptor = ObjectGetOwnPropertyDescriptor(holder, key);
    }
    if (key === 'constructor' && typeof value === 'function' && this.#seen.has(value)) return;
    if (descriptor.get !== undefined || descriptor.set !== undefined) this.#add(name, holder, key, 'accessor', descriptor);
    else if (typeof value === 'function') this.#add(name, holder, key, 'function', value);
    else if (values) this.#add(name, holder, key, 'value', value);
    if (!isObject(value) || LEFT_OUT[name] !== undefined) return;
    // What hangs on the global object is named without it: `Array.prototype.push`.
    const label = holder === globalThis ? keyText(key) : name;
    if (holder === globalThis && this.#isAdded(name, key, value)) ArrayPrototypePush(this.#added, [value, label]);
    else this.#visit(value, label);
  }

  #isAdded(name, key, value) {
    if (this.#known === undefined) return false;
    return typeof value === 'function' ? !this.#known.has(name) : typeof key === 'symbol' || GLOBAL_OBJECTS[key] === undefined;
  }

  #classOf(constructor, name) {
    const prototype = ObjectGetOwnPropertyDescriptor(constructor, 'prototype')?.value;
    if (isObject(prototype)) this.#visit(prototype, `${name}.prototype`);
  }

  /** The prototypes above: classes that Node does not export are named after their constructor. */
  #above(object, name) {
    const above = ObjectGetPrototypeOf(object);
    if (above === null || this.#seen.has(above)) return;
    const constructor = ObjectGetOwnPropertyDescriptor(above, 'constructor')?.value;
    const root = moduleOf(name);
    if (typeof constructor === 'function' && constructor.prototype === above && constructor.name !== '') {
      if (!this.#seen.has(constructor)) {
        this.#add(`${root}${constructor.name}.prototype.constructor`, above, 'constructor', 'function', constructor);
        this.#visit(constructor, `${root}${constructor.name}`);
      }
    }
    if (this.#seen.has(above)) return;
    this.#visit(above, this.#nameAbove(object, name, above, constructor));
  }

  #nameAbove(object, name, above, constructor) {
    if (typeof object === 'function') return `${moduleOf(name)}${above.name ?? ''}`;
    const known = typeof constructor === 'function' && constructor.prototype === above ? this.#seen.get(constructor) : undefined;
    return known === undefined ? `${name}.__proto__` : `${known}.prototype`;
  }

  #add(name, holder, key, kind, value) {
    let own = name;
    for (let i = 2; this.#names.has(own); i++) own = `${name}~${String(i)}`;
    this.#names.add(own);
    ArrayPrototypePush(this.found, { __proto__: null, name: own, holder, key, kind, value });
  }
}

/** The part of a name before its first dot, with the dot: the module, `process` or nothing for globals. */
function moduleOf(name) {
  for (let i = 0; i < name.length; i++) if (name[i] === '.') return StringPrototypeSlice(name, 0, i + 1);
  return '';
}

module.exports = { Walk };
