'use strict';
// Requests that Node's own server raised for core; a package can make an object that looks like one.

const { SafeWeakMap, StringPrototypeEndsWith } = require('../../boot/primordials');

/** Request -> what it asked for when it came in. */
const requests = new SafeWeakMap();

const noteGenuine = (request) => requests.set(request, { __proto__: null, url: request.url, method: request.method });

/** Did this request come in at a server of core's? */
const isGenuine = (request) => typeof request === 'object' && request !== null && requests.has(request);

/** Does it still ask for what it came with? Applications take the path away that others are mounted under. */
function isAsItCame(request) {
  if (!isGenuine(request)) return false;
  const came = requests.get(request);
  const { method, url } = request;
  return method === came.method && typeof url === 'string' && typeof came.url === 'string' && StringPrototypeEndsWith(came.url, url);
}

module.exports = { isAsItCame, isGenuine, noteGenuine };
