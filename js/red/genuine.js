'use strict';
// Requests that Node's own server raised for core; a package can make an object that looks like one.

const { SafeWeakSet } = require('../boot/primordials');

const requests = new SafeWeakSet();

const noteGenuine = (request) => requests.add(request);

/** Did this request come in at a server of core's? */
const isGenuine = (request) => typeof request === 'object' && request !== null && requests.has(request);

module.exports = { isGenuine, noteGenuine };
