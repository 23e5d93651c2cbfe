'use strict';
// `cluster` starts copies of this process with arguments of the caller's choice. Where this process is such a copy, its parent has the servers that it listens on.

const { closeMembers } = require('../core/close');

const all = { judge: () => ({ capability: 'all', resource: 'a copy of this process' }) };
const OWN = ['node:internal/cluster/child', 'node:internal/cluster/primary', 'node:internal/cluster/worker'];

module.exports = {
  /** In a copy they ask for what is to be listened on, which was judged before. */
  internals: ['node:net', 'node:dgram'],
  rows: {
    __proto__: null, disconnect: all, fork: all, setupMaster: all, setupPrimary: all, _getServer: all, _setupWorker: all,
  },
  constructors: { __proto__: null, Worker: all },
  hidden: { __proto__: null, worker: 'the channel to the parent process' },
  passes: { __proto__: null, isMaster: 'a fact', isPrimary: 'a fact', isWorker: 'a fact', SCHED_NONE: 'a number', SCHED_RR: 'a number', schedulingPolicy: 'a number', settings: 'names', workers: 'none of the package\'s own' },
  complete({ Worker }, native) {
    // Whatever they are called on, they end all that this process listens on.
    closeMembers(Worker.prototype, all, 'cluster.Worker', { internals: native.internals(OWN) });
  },
};
