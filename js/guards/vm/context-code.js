'use strict';
// `Function` and its relatives in a new context of `vm`. Every object of the context leads to them, and code that they compile there sees what the context was
// made for: in a function node its private context, its messages and what it sends with. They compile there for those whose context it is, and for everybody else in the
// main context.

const {
  AsyncFunction, AsyncGeneratorFunction, Function, GeneratorFunction, ReflectConstruct, ReflectGet,
} = require('../../boot/primordials');
const { state } = require('../../boot/state');
const { CORE, FUNCTION_NODE, callerOf } = require('../../core/caller');
const { NAMES, keep } = require('../../core/context-lock');

/**
 * A part of the preparation in contexts.js. What is compiled is compiled here: a script of the context's own, which has nobody's `import()`.
 * `bind` says whose it is.
 */
const TEXT = `
  const { judge, bind, outside } = compiler;
  let Parent;
  for (const sample of [function () {}, function* () {}, async function () {}, async function* () {}]) {
    const shape = getPrototypeOf(sample);
    const Original = shape.constructor;
    const { name } = Original;
    const held = { [name]: function (...args) {
      const owner = judge(args, new.target !== undefined);
      if (owner === undefined) return outside(name, args);
      const made = construct(Original, args, new.target === undefined || new.target === held[name] ? Original : new.target);
      bind(made, owner);
      return made;
    } };
    const Made = held[name];
    defineProperty(Made, 'length', { __proto__: null, value: 1, configurable: true });
    defineProperty(Made, 'prototype', { __proto__: null, value: shape, writable: false, enumerable: false, configurable: false });
    defineProperty(shape, 'constructor', { __proto__: null, value: Made, writable: Parent === undefined, enumerable: false, configurable: true });
    if (Parent !== undefined) setPrototypeOf(Made, Parent);
    Parent ??= Made;
  }
  put(globalThis, 'Function', Parent);
  // Where the walk through its built-ins begins, when that is needed: most contexts never lead anywhere.
  compiler.keep?.(prototype, () => {
    const found = [Object, Parent, getPrototypeOf([][Symbol.iterator]()), getPrototypeOf(/x/[Symbol.matchAll](''))];
    const note = (value) => put(found, found.length, value);
    const isOwn = (value) => typeof value === 'function' && getPrototypeOf(value) === Parent.prototype;
    for (const name of compiler.names) if (typeof globalThis[name] === 'function') note(globalThis[name]);
    for (const Type of [globalThis.Map, globalThis.Set]) if (isOwn(Type)) note(getPrototypeOf(new Type()[Symbol.iterator]()));
    for (const sample of [function* () {}, async function () {}, async function* () {}]) note(getPrototypeOf(sample));
    return found;
  });
`;

const shapes = { __proto__: null, Function, GeneratorFunction, AsyncFunction, AsyncGeneratorFunction };

/** In the main context, by whoever calls. */
const outside = (name, args) => ReflectConstruct(ReflectGet(shapes[name].prototype, 'constructor'), args);

/**
 * May this caller compile in a context of that owner? In the operator's, function nodes do, with `new`: what they come across in a message, an accessor or a trap of a
 * Proxy, is called without it.
 */
const mayCompile = (owner, caller, isNew) => (owner === CORE ? caller === FUNCTION_NODE && isNew : caller === owner);

/** What the preparation of a context that is made now compiles by. */
function compilerFor(native) {
  const owner = state.armed ? callerOf(0) : CORE;
  return {
    __proto__: null,
    outside,
    // What is asked for the stack of every error.
    mayFormat: () => owner !== CORE || !state.armed || callerOf(0) === FUNCTION_NODE,
    keep: owner === CORE ? keep : undefined,
    names: NAMES,
    bind: (made, principal) => {
      if (principal !== CORE) native.bindScript(made, principal);
    },
    judge(args, isNew) {
      const caller = state.armed ? callerOf(0) : CORE;
      if (state.armed && !mayCompile(owner, caller, isNew)) return undefined;
      if (caller === CORE) return CORE;
      // What is judged is what is compiled, and V8 gives nobody a script of somebody else's from its cache.
      for (let i = 0; i < args.length; i++) args[i] = `${args[i]}`;
      const last = args.length === 0 ? 0 : args.length - 1;
      args[last] = `${args[last] ?? ''}\n/* ${caller} */`;
      return caller;
    },
  };
}

module.exports = { TEXT, compilerFor };
