'use strict';
// `async_hooks`: contexts of one's own are free; hooks and the current resource lead to what everybody else waits for.

const { judge } = require('../core/decide');
const { lasting } = require('../core/stopped');
const { keepIds } = require('./ids');
const stores = require('./stores');

/** A module of Node's is being loaded, in which no other code runs: what it asks for is not for whoever requires it. */
let isLoading = false;
lasting(() => isLoading, (value) => { isLoading = value; });

function whileLoading(load) {
  isLoading = true;
  try {
    return load();
  } finally {
    isLoading = false;
  }
}

const open = { judge: (principal) => (isLoading ? undefined : judge(principal, 'inspector:open', undefined)) };

module.exports = {
  whileLoading,
  rows: { __proto__: null, createHook: open, executionAsyncResource: open },
  passesRest: 'own contexts',
  complete(values, native) {
    stores.keep(native);
    keepIds(values.AsyncResource);
  },
};
