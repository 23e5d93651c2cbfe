'use strict';
// What a package is shown of somebody else's doing, to see and not to change it: what was said, or went wrong, and is still in use there.

const { cross } = require('./crossing');
const { canCopy, errorFor } = require('./errors');
const { dataOf, isData } = require('../areas/data');
const { SENT } = require('./ways');

/**
 * A copy of data and of errors with what is in them; of anything else what the package gets when it is sent.
 * @param {number} to who sees it
 * @param {any} value
 * @param {number} owner whose it is
 */
function seenBy(to, value, owner) {
  if (typeof value !== 'object' || value === null) return cross(to, value, owner, SENT);
  const pass = (item) => cross(to, item, owner, SENT);
  const given = pass(value);
  if (given !== value || owner === to) return given;
  const copied = (item) => (typeof item === 'object' && item !== null && isData(item) ? dataOf(item, pass) : pass(item));
  return canCopy(value) ? errorFor(to, value, owner, copied) : copied(value);
}

module.exports = { seenBy };
