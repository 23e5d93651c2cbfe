'use strict';
// `diagnostics_channel`: objects one has; the functions that give them out are guarded.

module.exports = {
  __proto__: null,
  "channels of one's own": `
    diagnostics_channel.Channel.prototype: subscribe unsubscribe bindStore unbindStore hasSubscribers publish runStores withStoreScope
    diagnostics_channel.Channel: @hasInstance
    diagnostics_channel.BoundedChannel.prototype: hasSubscribers subscribe unsubscribe withScope run
  `,
};
