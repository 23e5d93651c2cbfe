'use strict';
// Objects of which there is one for everybody, and which have their methods from a class.

const { ObjectPreventExtensions } = require('../boot/primordials');
const { isShared, share } = require('./harden');

/** Parts of such objects that are such, too. */
const SINGLE_PARTS = ['locks', 'subtle'];

/** Nothing can be hung on it in the place of its methods. @returns {boolean} whether it was open */
function closeSingle(object) {
  if (typeof object !== 'object' || object === null || isShared(object)) return false;
  share(object);
  ObjectPreventExtensions(object);
  for (let i = 0; i < SINGLE_PARTS.length; i++) closeSingle(object[SINGLE_PARTS[i]]);
  return true;
}

module.exports = { closeSingle };
