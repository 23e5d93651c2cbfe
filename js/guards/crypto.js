'use strict';
// `crypto` computes; two of its functions change the process or load a library into it.

const { judge } = require('../core/decide');

module.exports = {
  rows: {
    __proto__: null,
    setEngine: { judge: () => ({ capability: 'all', resource: 'a cryptographic engine' }) },
    setFips: { judge: (principal) => judge(principal, 'process:signal', undefined) },
  },
  passesRest: 'computes on what it is given',
};
