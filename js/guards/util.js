'use strict';
// `util` computes; one function catches a signal.

const { ObjectFreeze, ObjectKeys } = require('../boot/primordials');
const { judge } = require('../core/decide');
const { lockObject } = require('../core/lock');

/** Colours are written between what others print; a package may add some and change none. */
function lockColors(inspect) {
  const colors = ObjectKeys(inspect.colors);
  for (let i = 0; i < colors.length; i++) ObjectFreeze(inspect.colors[colors[i]]);
  lockObject(inspect.colors);
  lockObject(inspect.styles);
  lockObject(inspect);
}

module.exports = {
  rows: { __proto__: null, setTraceSigInt: { judge: (principal) => judge(principal, 'process:signal', undefined) } },
  passesRest: 'computes on what it is given',
  complete(values) {
    lockColors(values.inspect);
  },
};
