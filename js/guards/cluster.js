'use strict';
// `cluster` starts copies of this process with arguments of the caller's choice.

const all = { judge: () => ({ capability: 'all', resource: 'a copy of this process' }) };

module.exports = {
  rows: {
    __proto__: null, disconnect: all, fork: all, setupMaster: all, setupPrimary: all, _getServer: all, _setupWorker: all,
  },
  constructors: { __proto__: null, Worker: all },
  passes: { __proto__: null, isMaster: 'a fact', isPrimary: 'a fact', isWorker: 'a fact', SCHED_NONE: 'a number', SCHED_RR: 'a number', schedulingPolicy: 'a number', settings: 'names', workers: 'none of the package\'s own' },
};
