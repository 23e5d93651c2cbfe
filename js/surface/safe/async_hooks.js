'use strict';
// `async_hooks`: contexts.

module.exports = {
  __proto__: null,
  "contexts of one's own": `
    async_hooks: AsyncLocalStorage executionAsyncId triggerAsyncId asyncWrapProviders AsyncResource
    async_hooks.AsyncLocalStorage.prototype: disable _enable _propagate enterWith run exit getStore name withScope
    async_hooks.AsyncLocalStorage: bind snapshot
    async_hooks.AsyncResource.prototype: runInAsyncScope emitDestroy asyncId triggerAsyncId
  `,
};
