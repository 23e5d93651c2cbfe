'use strict';
// Imported by the modules that stand for builtins (esm-builtins.js) and by nothing else: gives them what they export.

const { ReflectGet } = require('../boot/primordials');

let facadeFor;

/** The module a package gets for a builtin, and the values of its named exports. */
function open(principal, name, keys) {
  const facade = facadeFor(principal, name);
  const values = [];
  for (let i = 0; i < keys.length; i++) {
    try {
      values[i] = ReflectGet(facade, keys[i]);
    } catch {
      values[i] = undefined; // a getter that fails is no reason for the module to fail, as in Node
    }
  }
  return { facade, values };
}

module.exports = open;
/** @param {(principal: number, name: string) => object} facades */
module.exports.configure = (facades) => {
  facadeFor = facades;
  delete module.exports.configure;
};
