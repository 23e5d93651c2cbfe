'use strict';
// Node-RED never ends because a call was refused [G8]. A package that does not catch the refusal it caused in a timer or
// a promise would end the process through Node-RED's own handler of uncaught exceptions; here that error stops.

const { ReflectApply } = require('../../boot/primordials');
const { state } = require('../../boot/state');
const { isRefusal, print } = require('../../core/deny');

const { emit } = require('events').prototype;

const holder = {
  /** Node raises `uncaughtException` through `process.emit`; a refusal counts as handled. */
  emit(...args) {
    if (args[0] === 'uncaughtException' && !state.isProgram && isRefusal(args[1])) {
      print(`[@nrg/sentinel] ${args[1].package} did not handle the refusal of ${args[1].api}; Node-RED goes on`);
      return true;
    }
    return ReflectApply(emit, this, args);
  },
};

module.exports = { emit: holder.emit };
