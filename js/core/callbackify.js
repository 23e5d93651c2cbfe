'use strict';
// `util.callbackify` calls its callback from the task queue, bound, with nobody's code on the stack: a callback of core would
// have to be taken for nobody's. Whose it is, is known when the function is called.

const { ReflectApply } = require('../boot/primordials');
const { state } = require('../boot/state');
const { boundary } = require('./boundary');
const { CORE, callerOf } = require('./caller');
const { conceal } = require('./conceal');

/**
 * `util.callbackify` whose functions hand their callback on in the name of their caller.
 * @param {Function} callbackify Node's own
 * @param {(fn: Function) => boolean} isLent does the function not show whose it is?
 * @param {(fn: Function, principal: number) => Function} standIn the function in somebody's name
 */
function makeCallbackify(callbackify, isLent, standIn) {
  const handed = (fn) => {
    if (!state.armed || !isLent(fn)) return fn;
    const principal = callerOf(0);
    return principal === CORE ? boundary(fn) : standIn(fn, principal);
  };
  const holder = {
    callbackify(...given) {
      const made = ReflectApply(callbackify, this, given);
      const call = {
        callbackified(...args) {
          const last = args.length - 1;
          if (last >= 0) args[last] = handed(args[last]);
          return ReflectApply(made, this, args);
        },
      };
      return conceal(call.callbackified, made);
    },
  };
  return conceal(holder.callbackify, callbackify);
}

module.exports = { makeCallbackify };
