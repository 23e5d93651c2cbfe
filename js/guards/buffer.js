'use strict';
// `buffer`: one class gives out memory as its last owner left it, see boot/buffers.js.

const { BufferAlloc } = require('../boot/primordials');

module.exports = {
  constructors: {
    __proto__: null,
    SlowBuffer: { judge: () => undefined, construct: (original, args) => BufferAlloc(args[0]) },
  },
  passesRest: 'own bytes',
};
