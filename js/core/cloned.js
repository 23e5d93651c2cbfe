'use strict';
// `structuredClone` takes no Proxy: of what others left in a context (js/red/views), and of `process.env`, it copies what its package sees of it.

const { ReflectApply, globalThis } = require('../boot/primordials');
const { conceal } = require('./conceal');

/** A value with copies in the place of views and environments, or undefined where there are none: handed over at start (js/boot/arm.js). */
const views = { __proto__: null, without: undefined };

function configure(without) {
  views.without = without;
}

function install() {
  const { structuredClone: original } = globalThis;
  const holder = {
    structuredClone(value, options) {
      const args = arguments.length < 2 ? [value] : [value, options];
      if (arguments.length === 0) args.length = 0;
      try {
        return ReflectApply(original, globalThis, args);
      } catch (error) {
        args[0] = views.without(value);
        if (args[0] === undefined) throw error;
      }
      return ReflectApply(original, globalThis, args);
    },
  };
  globalThis.structuredClone = conceal(holder.structuredClone, original);
}

module.exports = { configure, install, views };
