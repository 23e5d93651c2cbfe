'use strict';
// express: a middleware or route of a package gets a `next` behind which core goes on by itself.

const { ReflectApply } = require('../boot/primordials');
const { hardenPrototype } = require('../core/harden');
const { boundary, isForeign } = require('./boundary');

/** The last argument of a layer's methods is `next`. */
function bound(original) {
  return function handle(...args) {
    const last = args.length - 1;
    if (isForeign(this.handle)) args[last] = boundary(args[last]);
    return ReflectApply(original, this, args);
  };
}

/** `lib/router/layer.js` of express 4, `lib/layer.js` of the router of express 5. */
function layer(Layer) {
  const { prototype } = Layer;
  const names = ['handle_request', 'handle_error', 'handleRequest', 'handleError'];
  for (let i = 0; i < names.length; i++) if (typeof prototype[names[i]] === 'function') prototype[names[i]] = bound(prototype[names[i]]);
  hardenPrototype(prototype);
}

/** `lib/router/route.js` of express 4, `lib/route.js` of the router of express 5: what `req.route` inherits. */
function route({ prototype }) {
  hardenPrototype(prototype);
}

module.exports = { layer, route };
