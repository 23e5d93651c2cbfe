'use strict';
// Classes that are exported nowhere: who is made an object has them.

const { ObjectGetPrototypeOf, SafeWeakSet } = require('../boot/primordials');
const { needRoom } = require('../core/room');
const { lockLate } = require('../loader/passed');

const made = new SafeWeakSet();

/** The class of an object that Node has just made, of a class that is exported nowhere: before anybody has the first one. */
function lockMade(object) {
  const prototype = ObjectGetPrototypeOf(object);
  if (made.has(prototype)) return;
  needRoom();
  lockLate(prototype.constructor);
  made.add(prototype);
}

module.exports = { lockMade };
