'use strict';
// `process.env` as one package sees it, and the environment its children get.

const {
  ArrayPrototypePush, MapPrototypeForEach, MapPrototypeGet, MapPrototypeSet, ObjectAssign, ObjectDefineProperty, ObjectHasOwn, ObjectKeys, ObjectPrototype, Proxy, ReflectGet, ReflectOwnKeys, SafeMap, SafeSet, SafeWeakSet,
  StringPrototypeIndexOf, StringPrototypeSlice,
} = require('../../boot/primordials');
const { env, util } = require('../../boot/builtins');
const { CAP, HARMLESS_ENV } = require('../../generated/capabilities');
const { put } = require('../../core/lists');
const { allowed, allowedName, cacheFor } = require('../../core/decide');
const { report } = require('../../core/deny');
const { REJECT, rejects, setRejects } = require('../network/tls-defaults');
const { noteListing, noteReading } = require('./listing');

const READ = 'process:env:read';
const WRITE = 'process:env:write';

/** Names that only choose how something is shown; reading them is free [G6], so that a `console.log` raises no threat. */
const HARMLESS = new SafeSet();
for (let i = 0; i < HARMLESS_ENV.length; i++) HARMLESS.add(HARMLESS_ENV[i]);

/** What packages wrote: name -> { principal, before } with the value from before the first of them. */
const written = new SafeMap();

function mayRead(principal, name, cache) {
  if (HARMLESS.has(name)) return true;
  if (allowedName(cache, principal, CAP[READ], name)) return true;
  report(principal, READ, 'process.env', name);
  return false;
}

// Listing asks for every name at once; a package that may not read one does not see it, and is reported once if it wants more than names.
function mayList(principal, name) {
  return HARMLESS.has(name) || allowed(principal, CAP[READ], name);
}

function mayWrite(principal, name) {
  if (allowed(principal, CAP[WRITE], name)) return true;
  report(principal, WRITE, 'process.env', name);
  return false;
}

function note(principal, name) {
  const entry = MapPrototypeGet(written, name);
  const before = entry === undefined ? env[name] : entry.before;
  MapPrototypeSet(written, name, { __proto__: null, principal, before });
}

const isOwn = (key) => typeof key === 'string' && ObjectHasOwn(env, key);

const views = new SafeMap();

/** Variables that a package gave its own worker thread: there they are all it sees, and it may change them. */
const given = new SafeMap();

function give(principal, variables) {
  given.set(principal, ownEnvironment(variables));
}

/** Would everyone, core too, be told the same of this variable? */
const isAlikeForAll = (key) => given.size === 0 && typeof key === 'string' && key !== REJECT && (HARMLESS.has(key) || (!ObjectHasOwn(env, key) && !(key in ObjectPrototype)));

/** It is not said of this variable what everyone would be told. */
const ASK = { __proto__: null };

/** What everyone, core too, is told of this variable, or ASK: with one question to the system, which knows variables by a list. */
function toldToAll(key) {
  if (given.size !== 0 || typeof key !== 'string' || key === REJECT) return ASK;
  const value = env[key];
  return HARMLESS.has(key) || (value === undefined && !(key in ObjectPrototype)) ? value : ASK;
}

/**
 * A copy for its workers of what a worker thread was given, or, where the package wrote variables itself, of what it sees: in the environment that Node.js starts the thread with
 * they would decide how it starts. Undefined when it sees there what it sees here.
 */
function givenTo(principal) {
  const variables = given.get(principal);
  const own = variables ?? forChild(principal).own;
  if (own === undefined) return undefined;
  const copy = {};
  const names = ReflectOwnKeys(own);
  for (let i = 0; i < names.length; i++) if (variables !== undefined || mayList(principal, names[i])) put(copy, names[i], own[names[i]]);
  return copy;
}

/** What was made here: a Proxy, which nobody else can clone. */
const made = new SafeWeakSet();

/** @returns {object} a Proxy that is known as an environment */
function environmentOf(target, handler) {
  const environment = new Proxy(target, handler);
  made.add(environment);
  return environment;
}

/** Is it what stands for an environment? What it holds is what is copied of it (`structuredClone(process.env)`). */
const isEnvironment = (value) => made.has(value);

/** Names and values are texts; a symbol is neither, and Node says so. */
const textOf = (value) => `${value}`;

/** Texts by name, as Node's own environment keeps them. */
function ownEnvironment(variables) {
  const store = {};
  const names = ReflectOwnKeys(variables);
  for (let i = 0; i < names.length; i++) put(store, names[i], variables[names[i]]);
  const write = (key, value) => {
    put(store, textOf(key), textOf(value));
    return true;
  };
  return environmentOf(store, {
    __proto__: null,
    set: (target, key, value) => write(key, value),
    defineProperty: (target, key, descriptor) => write(key, descriptor.value),
    setPrototypeOf: () => false,
    preventExtensions: () => false,
  });
}

/** The environment as `principal` sees it; the same object every time. */
function viewFor(principal) {
  if (given.has(principal)) return given.get(principal);
  let view = views.get(principal);
  if (view === undefined) {
    view = environmentOf(inspectable(principal), traps(principal));
    views.set(principal, view);
  }
  return view;
}

// `console.log(process.env)` looks at the target of a proxy: there it finds what the package may see.
function inspectable(principal) {
  const value = () => {
    const shown = {};
    const keys = ReflectOwnKeys(env);
    for (let i = 0; i < keys.length; i++) if (mayList(principal, keys[i])) put(shown, keys[i], env[keys[i]]);
    return shown;
  };
  return ObjectDefineProperty({}, util.inspect.custom, { __proto__: null, value, configurable: true });
}

function traps(principal) {
  const readable = cacheFor(principal, CAP[READ], 0);
  const write = (given, value) => {
    const key = textOf(given);
    const text = textOf(value);
    // Node reads it for each connection: for those of this package alone, which needs no grant to say the same in the options of each.
    if (key === REJECT) {
      setRejects(principal, text);
      return true;
    }
    // A write that changes nothing needs nothing.
    if (env[key] === text && mayList(principal, key)) return true;
    if (mayWrite(principal, key)) {
      note(principal, key);
      env[key] = text;
    }
    return true;
  };
  const isVariable = (key) => typeof key === 'string' && env[key] !== undefined;
  return {
    __proto__: null,
    get(target, key) {
      if (typeof key !== 'string') return ReflectGet(ObjectPrototype, key);
      noteReading(principal, key);
      const mine = key === REJECT ? rejects(principal) : undefined;
      if (mine !== undefined) return mine.value;
      const value = env[key];
      if (value === undefined || typeof value === 'function' || typeof value === 'object') {
        return key in ObjectPrototype ? ReflectGet(ObjectPrototype, key) : undefined;
      }
      return mayRead(principal, key, readable) ? value : undefined;
    },
    has(target, key) {
      const mine = key === REJECT ? rejects(principal) : undefined;
      if (mine !== undefined) return mine.value !== undefined;
      return isOwn(key) ? mayRead(principal, key, readable) : key in ObjectPrototype;
    },
    set: (target, key, value) => write(key, value),
    deleteProperty(target, key) {
      if (key === REJECT) setRejects(principal, undefined);
      else if (isOwn(key) && mayWrite(principal, key)) {
        note(principal, key);
        delete env[key];
      }
      return true;
    },
    defineProperty(target, key, descriptor) {
      return write(key, descriptor.value);
    },
    ownKeys() {
      const names = [];
      const keys = ReflectOwnKeys(env);
      let hidden = false;
      let granted = false;
      for (let i = 0; i < keys.length; i++) {
        if (!mayList(principal, keys[i])) hidden = true;
        else {
          ArrayPrototypePush(names, keys[i]);
          granted ||= !HARMLESS.has(keys[i]);
        }
      }
      // Whoever was granted some by name has been told what those are.
      if (hidden && !granted) noteListing(principal, names);
      return names;
    },
    getOwnPropertyDescriptor(target, key) {
      const mine = key === REJECT ? rejects(principal) : undefined;
      if (mine !== undefined) return mine.value === undefined ? undefined : { value: mine.value, writable: true, enumerable: true, configurable: true };
      if (!isOwn(key) || !isVariable(key) || !mayRead(principal, key, readable)) return undefined;
      return { value: env[key], writable: true, enumerable: true, configurable: true };
    },
    getPrototypeOf: () => ObjectPrototype,
    setPrototypeOf: () => false,
    preventExtensions: () => false,
  };
}

/**
 * The environment of a child of `principal`: what the process has, without what other packages wrote into it.
 * @returns {{base: object, own: object|undefined}} `own` when the package itself wrote something: base plus that
 */
function forChild(principal) {
  const base = { __proto__: null };
  const variables = given.get(principal);
  const keys = ReflectOwnKeys(env);
  let own;
  for (let i = 0; i < keys.length; i++) {
    const name = keys[i];
    const entry = MapPrototypeGet(written, name);
    const value = entry === undefined ? env[name] : entry.before;
    if (value !== undefined) base[name] = value;
    if (entry !== undefined && entry.principal === principal) own = true;
  }
  if (variables !== undefined) return { base, own: ObjectAssign({ __proto__: null }, variables) };
  // Commands are granted with the environment they run in.
  const mine = allowed(principal, CAP[WRITE], REJECT) ? rejects(principal) : undefined;
  if (own === undefined && mine === undefined) return { base, own };
  const changed = { __proto__: null };
  for (let i = 0; i < keys.length; i++) {
    const entry = MapPrototypeGet(written, keys[i]);
    const value = entry === undefined || entry.principal === principal ? env[keys[i]] : entry.before;
    if (value !== undefined) changed[keys[i]] = value;
  }
  if (mine !== undefined) {
    delete changed[REJECT];
    if (mine.value !== undefined) changed[REJECT] = mine.value;
  }
  return { base, own: changed };
}

/**
 * The same for a program that core starts: a variable that a package has set (`NODE_OPTIONS`, `PATH`) would have it run code of the package's.
 * @param {object|undefined} given the environment that core names itself, which may be a copy of that of the process
 * @returns {object|undefined} undefined where it is to be as it is
 */
function forCore(given) {
  if (written.size === 0) return undefined;
  const result = { __proto__: null };
  const wanted = given ?? env;
  const names = ObjectKeys(wanted);
  let isOther = false;
  for (let i = 0; i < names.length; i++) result[names[i]] = wanted[names[i]];
  MapPrototypeForEach(written, ({ before }, name) => {
    if (result[name] !== env[name] || before === env[name]) return;
    isOther = true;
    if (before === undefined) delete result[name];
    else result[name] = before;
  });
  return isOther ? result : undefined;
}

/** The object form of a list of `NAME=value`. */
function fromPairs(pairs) {
  const result = { __proto__: null };
  for (let i = 0; i < pairs.length; i++) {
    const at = StringPrototypeIndexOf(pairs[i], '=', 1);
    if (at > 0) result[StringPrototypeSlice(pairs[i], 0, at)] = StringPrototypeSlice(pairs[i], at + 1);
  }
  return result;
}

/** The list of `NAME=value` of an object. */
function toPairs(variables) {
  const pairs = [];
  const names = ObjectKeys(variables);
  for (let i = 0; i < names.length; i++) ArrayPrototypePush(pairs, `${names[i]}=${variables[names[i]]}`);
  return pairs;
}

module.exports = { ASK, forChild, forCore, fromPairs, give, givenTo, isAlikeForAll, isEnvironment, toPairs, toldToAll, viewFor };
