'use strict';
// `wasi`: what is left beside the guards.

module.exports = {
  __proto__: null,
  'needs an instance, which is judged when it is made': `
    wasi.WASI.prototype: start initialize getImportObject finalizeBindings
  `,
};
