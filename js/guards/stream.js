'use strict';
// `stream`: one function changes the streams of everybody.

const { judge } = require('../core/decide');

module.exports = {
  rows: { __proto__: null, setDefaultHighWaterMark: { judge: (principal) => judge(principal, 'process:signal', undefined) } },
  passesRest: 'streams one has',
};
