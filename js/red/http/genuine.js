'use strict';
// Requests that Node's own server raised for core; a package can make an object that looks like one.

const { StringPrototypeEndsWith } = require('../../boot/primordials');
const { makeNote } = require('../../core/given');

/** Request -> what it asked for when it came in. */
const requests = makeNote();

/** What others note about such a request is kept here, too: for V8 of Node.js 20 each note more is a form more of each request. */
class Came {
  constructor({ url, method }) {
    this.url = url;
    this.method = method;
    // See express.js and app-guard.js.
    this.seen = undefined;
    this.route = undefined;
  }
}

/**
 * What is asked for the same request again and again. express gives each request other prototypes, and V8 of Node.js 20 each a form of its own then, in which every member has to be found
 * anew, private ones as well.
 */
let last;
let lastCame;

function noteGenuine(request) {
  const before = requests.of(request);
  lastCame = new Came(request);
  if (before !== undefined) {
    lastCame.seen = before.seen;
    lastCame.route = before.route;
  }
  last = request;
  requests.put(request, lastCame);
}

/** @returns {Came|undefined} */
const cameAs = (request) => (request === last ? lastCame : requests.of(request));

/** Did this request come in at a server of core's? */
const isGenuine = (request) => cameAs(request) !== undefined;

/** Does it still ask for what it came with? Applications take the path away that others are mounted under. */
function isAsItCame(request) {
  const came = cameAs(request);
  if (came === undefined) return false;
  const { method, url } = request;
  return method === came.method && typeof url === 'string' && typeof came.url === 'string' && StringPrototypeEndsWith(came.url, url);
}

module.exports = { cameAs, isAsItCame, isGenuine, noteGenuine };
