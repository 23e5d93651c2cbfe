'use strict';
// What is going on has a number, which an AsyncResource, a socket or a server has under a symbol, where anybody can put something else. Node.js compares the number that it began
// with to that which it ends with, and ends the process when they are not the same, as what is no number never is; C++ ends it when it comes across a number below zero.

const { ObjectGetOwnPropertyDescriptor, ObjectGetPrototypeOf, ReflectApply, ReflectOwnKeys, SymbolPrototypeDescriptionGet, TypeError } = require('../boot/primordials');
const { loadReal, util } = require('../boot/builtins');
const { conceal } = require('../core/conceal');
const { replaceMember } = require('../core/harden');
const { innerBinding } = require('../core/inner');

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

/** Node.js and C++ look at numbers only as long as a field says so, which `--no-force-async-hooks-checks` is for. */
const checks = { __proto__: null, fields: undefined, at: 0 };

function check(isOn) {
  if (checks.fields !== undefined) checks.fields[checks.at] = isOn ? 1 : 0;
}

/** Called before any package runs. */
function checkNone() {
  const { async_hook_fields: fields, constants } = innerBinding('async_wrap');
  checks.fields = fields;
  checks.at = constants?.kCheck;
  check(false);
}

/** From Node.js 24 on, where storages are told of what begins (an option): then it asks the same field whether anybody is to be told. */
const isTold = ({ prototype }) => typeof prototype._propagate === 'function' && 'name' in prototype;

/** Hooks would set it again: Node.js counts with it. */
function keepChecks({ AsyncLocalStorage, createHook }) {
  if (isTold(AsyncLocalStorage)) {
    check(true);
    return;
  }
  const prototype = ObjectGetPrototypeOf(createHook({}));
  const { disable, enable } = prototype;
  const holder = {
    enable() {
      const result = ReflectApply(enable, this, []);
      check(false);
      return result;
    },
    disable() {
      check(true);
      const result = ReflectApply(disable, this, []);
      check(false);
      return result;
    },
  };
  replaceMember(prototype, 'enable', conceal(holder.enable, enable));
  replaceMember(prototype, 'disable', conceal(holder.disable, disable));
}

/**
 * @param {Function} AsyncResource
 */
function keepIds(AsyncResource) {
  keepChecks(loadReal('async_hooks'));
  const keys = keysOf(new AsyncResource('SENTINEL'));
  const { runInAsyncScope } = AsyncResource.prototype;
  const { async_hook_fields: fields, async_id_fields: ids, constants: { kExecutionAsyncId, kStackLength, kTriggerAsyncId }, execution_async_resources: resources } = innerBinding('async_wrap');
  const holder = {
    run(...args) {
      if (!hasNumber(this, keys[0]) || !hasNumber(this, keys[1])) throw new TypeError('what is going on has no number');
      const depth = fields[kStackLength];
      const execution = ids[kExecutionAsyncId];
      const trigger = ids[kTriggerAsyncId];
      try {
        return ReflectApply(runInAsyncScope, this, args);
      } finally {
        // Where the stack ends, Node's script cannot say that it is over. Nothing is called here, so this can.
        if (fields[kStackLength] > depth) {
          fields[kStackLength] = depth;
          ids[kExecutionAsyncId] = execution;
          ids[kTriggerAsyncId] = trigger;
          resources.length = depth;
        }
      }
    },
  };
  replaceMember(AsyncResource.prototype, 'runInAsyncScope', conceal(holder.run, runInAsyncScope));
}

module.exports = { checkNone, keepIds };
