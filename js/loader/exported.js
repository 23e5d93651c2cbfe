'use strict';
// What a package exports, as another one that requires or imports it gets it [A7]: a view, see js/red/views/. Neither has the module object of the other:
// that loads in its package's name.

/**
 * @param {number} to who asks
 * @param {number} owner whose module it is
 * @param {() => any} load gives its exports
 */
function exportsFor(to, owner, load) {
  const { crossExports, crossThrown } = require('../red/views');
  let exports;
  try {
    exports = load();
  } catch (error) {
    throw crossThrown(to, error, owner);
  }
  return crossExports(to, exports, owner);
}

module.exports = { exportsFor };
