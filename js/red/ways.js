'use strict';
// How a value comes from one package to another, which says what of it is shown through a view (js/red/views.js).

/** It lies in a message, or is thrown: what holds a node now. */
const SENT = 0;
/** It goes into a call or comes out of one: what has functions as well, which may come out with a node. */
const CALLED = 1;
/** It lies where both find it: everything, because a node may be put into it at any time. */
const SHARED = 2;

module.exports = { CALLED, SENT, SHARED };
