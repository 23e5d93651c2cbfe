'use strict';
// `cluster`: what is left beside the guards.

module.exports = {
  __proto__: null,
  'facts; starting a copy of this process is judged': `
    cluster: _events _eventsCount _maxListeners isWorker isMaster isPrimary workers settings SCHED_NONE SCHED_RR schedulingPolicy @shapeMode @kCapture
    cluster.Worker.prototype: kill send isDead isConnected disconnect destroy
  `,
};
