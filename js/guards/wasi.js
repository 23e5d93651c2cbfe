'use strict';
// `wasi` opens files and directories below JavaScript, where no guard sees them.

module.exports = {
  constructors: { __proto__: null, WASI: { judge: () => ({ capability: 'all', resource: 'a WASI instance' }) } },
};
