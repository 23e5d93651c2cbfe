'use strict';
// Requests that Node's own server raised for core; a package can make an object that looks like one.

const { StringPrototypeEndsWith } = require('../../boot/primordials');
const { makeNote } = require('../../core/given');

/** Request -> what it asked for when it came in. */
const requests = makeNote();

class Came {
  constructor({ url, method }) {
    this.url = url;
    this.method = method;
  }
}

const noteGenuine = (request) => requests.put(request, new Came(request));

/** Did this request come in at a server of core's? */
const isGenuine = (request) => requests.of(request) !== undefined;

/** Does it still ask for what it came with? Applications take the path away that others are mounted under. */
function isAsItCame(request) {
  const came = requests.of(request);
  if (came === undefined) return false;
  const { method, url } = request;
  return method === came.method && typeof url === 'string' && typeof came.url === 'string' && StringPrototypeEndsWith(came.url, url);
}

module.exports = { isAsItCame, isGenuine, noteGenuine };
