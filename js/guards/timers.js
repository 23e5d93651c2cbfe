'use strict';
// `timers`: the functions of old that put any object into the lists of timers, where it is linked with everybody's.

const list = { judge: () => ({ capability: 'all', resource: 'the timers of everybody' }) };

module.exports = {
  rows: { __proto__: null, _unrefActive: list, active: list, enroll: list, unenroll: list },
  passesRest: 'timers of one\'s own',
};
