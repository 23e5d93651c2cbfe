'use strict';
// Code made from text by `new Function` and its relatives belongs to the package that compiles it [A3]. The
// constructors are replaced by ones that bind the new script to the caller; `eval` needs no help, see
// core/caller.js.

const {
  AsyncFunction, AsyncGeneratorFunction, Function, GeneratorFunction, ObjectDefineProperty, ObjectSetPrototypeOf, ReflectConstruct, globalThis,
} = require('./primordials');
const { state } = require('./state');
const { CORE, callerOf, handedBy } = require('../core/caller');
const { speakAs } = require('../core/conceal');

const MAKES = handedBy('Function');

/**
 * Replaces one constructor everywhere it can be found.
 * @param {Function} Original
 * @param {object} native the addon
 * @param {(principal: number) => {construct: Function}} trampolinesOf code of a principal to compile from, so that
 *   `import()` in the new code asks that principal's loader
 */
function replace(Original, native, trampolinesOf) {
  function constructor(...args) {
    const target = new.target === undefined || new.target === constructor ? Original : new.target;
    const principal = state.armed ? callerOf(0, 0, MAKES) : CORE;
    if (principal === CORE) return ReflectConstruct(Original, args, target);
    // Nobody (1) is compiled for like everyone else: compiled from here, `import()` in the code would be Sentinel's.
    // The text differs between principals, so that V8 does not give two of them one script from its cache.
    // As the language makes texts of them: a symbol has none, and what a value says of itself may ask for a function again.
    for (let i = 0; i < args.length; i++) args[i] = `${args[i]}`;
    const last = args.length === 0 ? 0 : args.length - 1;
    const shown = args[last] ?? '';
    args[last] = `${shown}\n/* ${principal} */`;
    const made = trampolinesOf(principal).construct(ReflectConstruct, Original, args, target);
    native.bindScript(made, principal);
    return made;
  }
  speakAs(constructor, Original);
  const { prototype } = Original;
  ObjectDefineProperty(constructor, 'name', { __proto__: null, value: Original.name, configurable: true });
  ObjectDefineProperty(constructor, 'length', { __proto__: null, value: 1, configurable: true });
  ObjectDefineProperty(constructor, 'prototype', { __proto__: null, value: prototype, writable: false, enumerable: false, configurable: false });
  ObjectDefineProperty(prototype, 'constructor', {
    __proto__: null, value: constructor, writable: Original === Function, enumerable: false, configurable: true,
  });
  return constructor;
}

/** Replaces Function, GeneratorFunction, AsyncFunction and AsyncGeneratorFunction. */
function install(native, trampolinesOf) {
  const wrapped = replace(Function, native, trampolinesOf);
  ObjectDefineProperty(globalThis, 'Function', { __proto__: null, value: wrapped, writable: true, enumerable: false, configurable: true });
  const others = [GeneratorFunction, AsyncFunction, AsyncGeneratorFunction];
  for (let i = 0; i < others.length; i++) ObjectSetPrototypeOf(replace(others[i], native, trampolinesOf), wrapped);
}

module.exports = { install };
