'use strict';
// Node-RED never ends because a call was refused [G8]. A package that does not catch the refusal it caused in a timer or
// a promise would end the process through Node-RED's own handler of uncaught exceptions; here that error stops.

const { ArrayIsArray, ObjectGetOwnPropertyDescriptor, ReflectApply } = require('../../boot/primordials');
const { state } = require('../../boot/state');
const { isRefusal, print } = require('../../core/deny');

const { emit } = require('events').prototype;

/** Packages put errors into errors of their own. */
const DEEPEST = 8;
const valueOf = (error, key) => ObjectGetOwnPropertyDescriptor(error, key)?.value;

/** The refusal that is behind an error: itself, its cause, or the first of several. */
function refusalBehind(error, depth = 0) {
  if (isRefusal(error)) return error;
  if (typeof error !== 'object' || error === null || depth === DEEPEST) return undefined;
  const several = valueOf(error, 'errors');
  return refusalBehind(valueOf(error, 'cause') ?? (ArrayIsArray(several) ? valueOf(several, 0) : undefined), depth + 1);
}

const holder = {
  /** Node raises `uncaughtException` through `process.emit`; a refusal counts as handled. */
  emit(...args) {
    const refused = args[0] === 'uncaughtException' && !state.isProgram ? refusalBehind(args[1]) : undefined;
    if (refused !== undefined) {
      print(`[@nrg/sentinel] ${refused.package} did not handle the refusal of ${refused.api}; Node-RED goes on`);
      return true;
    }
    return ReflectApply(emit, this, args);
  },
};

module.exports = { emit: holder.emit };
