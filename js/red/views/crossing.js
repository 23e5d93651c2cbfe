'use strict';
// What views are made of needs views in turn: what lies in a context, in a message or behind a node is shown as one. Those files ask here, and views
// (index.js, plain.js) are built on them: whoever puts Sentinel together hands those over (js/boot/arm.js). They are loaded when the first value has to be shown.

/** @type {{views: () => object, plain: () => object}} */
let load;
let made;

/** Called once at start. */
function configure(given) {
  load = given;
}

const views = () => (made ??= load.views());

/** See index.js, where each of these is. */
const answer = (to, value, owner) => views().answer(to, value, owner);
const cross = (to, value, from, way) => views().cross(to, value, from, way);
const viewOf = (to, value, owner) => views().viewOf(to, value, owner);

/** See plain.js. */
const printed = (view, args) => load.plain().printed(view, args);

module.exports = { answer, configure, cross, printed, viewOf };
