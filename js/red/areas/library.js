'use strict';
// `RED.library`: types of which editors keep examples, each in a folder of its own.

const { ReflectApply } = require('../../boot/primordials');
const { refusal } = require('../../core/deny');
const { hasShelf } = require('./names');

const library = {
  __proto__: null,
  register: (ctx, real) => (type) => {
    const name = `${type}`;
    if (!hasShelf(name)) throw refusal(ctx.principal, 'all', 'RED.library.register()', `"${name}", which is no name for a folder of the library`);
    return ReflectApply(real.register, real, [name]);
  },
};

module.exports = { library };
