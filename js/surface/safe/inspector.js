'use strict';
// `inspector`: what is left beside the guards.

module.exports = {
  __proto__: null,
  'tells a connected inspector something; a session is judged when it is made': `
    inspector: console Network NetworkResources DOMStorage
    inspector.console: debug error info log warn dir dirxml table trace group groupCollapsed groupEnd clear count countReset assert profile profileEnd time
    inspector.console: timeLog timeEnd timeStamp context
    inspector.Session.prototype: connect connectToMainThread post disconnect
    inspector.Network: requestWillBeSent responseReceived loadingFinished loadingFailed dataSent dataReceived webSocketCreated webSocketClosed
    inspector.Network: webSocketHandshakeResponseReceived
    inspector/promises: console Network NetworkResources DOMStorage
    inspector/promises.Session.prototype: post
    inspector/promises.Session.prototype.post.@nodejs.util.promisify: custom
    inspector.NetworkResources: put
    inspector.DOMStorage: domStorageItemAdded domStorageItemRemoved domStorageItemUpdated domStorageItemsCleared registerStorage
  `,
};
