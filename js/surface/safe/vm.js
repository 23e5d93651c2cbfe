'use strict';
// `vm`: what is left beside the guards.

module.exports = {
  __proto__: null,
  'needs a script, which is judged when it is made': `
    vm.Script.prototype: runInThisContext runInContext
    vm.ContextifyScript.prototype: createCachedData runInContext
    vm: isContext constants
  `,
};
