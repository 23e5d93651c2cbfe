'use strict';
// What is going on has a number, which an AsyncResource has under a symbol. Node.js compares the number that it began with to that which it ends with, and ends the process when
// they are not the same, as what is no number never is; C++ ends it when it comes across a number below zero.

const { ObjectGetOwnPropertyDescriptor, ObjectGetPrototypeOf, ReflectApply, ReflectOwnKeys, SymbolPrototypeDescriptionGet, TypeError } = require('../boot/primordials');
const { util } = require('../boot/builtins');
const { conceal } = require('../core/conceal');
const { replaceMember } = require('../core/harden');

const MOST = 2 ** 53;
const NAMES = { __proto__: null, async_id_symbol: true, trigger_async_id_symbol: true };

function keysOf(resource) {
  const found = [];
  const keys = ReflectOwnKeys(resource);
  for (let i = 0; i < keys.length; i++) if (typeof keys[i] === 'symbol' && NAMES[SymbolPrototypeDescriptionGet(keys[i])] === true) found[found.length] = keys[i];
  return found;
}

/** Is a number there, whoever reads it how often? */
function hasNumber(resource, key) {
  for (let level = resource; typeof level === 'object' && level !== null && !util.isProxy(level); level = ObjectGetPrototypeOf(level)) {
    const found = ObjectGetOwnPropertyDescriptor(level, key);
    if (found !== undefined) return typeof found.value === 'number' && found.value >= 0 && found.value < MOST;
  }
  return false;
}

/**
 * @param {Function} AsyncResource
 */
function keepIds(AsyncResource) {
  const keys = keysOf(new AsyncResource('SENTINEL'));
  const { runInAsyncScope } = AsyncResource.prototype;
  const holder = {
    run(...args) {
      if (!hasNumber(this, keys[0]) || !hasNumber(this, keys[1])) throw new TypeError('what is going on has no number');
      return ReflectApply(runInAsyncScope, this, args);
    },
  };
  replaceMember(AsyncResource.prototype, 'runInAsyncScope', conceal(holder.run, runInAsyncScope));
}

module.exports = { keepIds };
