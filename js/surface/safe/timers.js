'use strict';
// `timers`: timers one has.

module.exports = {
  __proto__: null,
  "a promise of one's own": `
    setImmediate.@nodejs.util.promisify: custom
    setTimeout.@nodejs.util.promisify: custom
  `,
  "timers of one's own": `
    timers: promises
    timers.Timeout.prototype: refresh unref ref hasRef close @toPrimitive @dispose constructor
    timers.Timeout.prototype.@nodejs.util.inspect: custom
    timers.Timeout.prototype.@nodejs: dispose
    timers.Immediate.prototype: ref unref hasRef @dispose constructor
    timers.Immediate.prototype.@nodejs: dispose
    timers/promises: setTimeout setImmediate setInterval scheduler
    timers/promises.Scheduler.prototype: yield wait constructor
  `,
};
