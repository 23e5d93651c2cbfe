'use strict';
// `crypto` computes; two of its functions change the process or load a library into it, and one writes into memory of somebody in another thread.

const { ReflectApply } = require('../boot/primordials');
const { judge } = require('../core/decide');
const { holdingUntil } = require('../core/in-use');
const { callbackAt } = require('../core/lists');

function fill(original, self, args) {
  const at = callbackAt(args);
  return at === -1 ? ReflectApply(original, self, args) : holdingUntil(at, args[0], original, self, args);
}

module.exports = {
  rows: {
    __proto__: null,
    randomFill: { judge: () => undefined, run: fill },
    setEngine: { judge: () => ({ capability: 'all', resource: 'a cryptographic engine' }) },
    setFips: { judge: (principal) => judge(principal, 'process:signal', undefined) },
  },
  passesRest: 'computes on what it is given',
};
