'use strict';
/** Our own lint rules; an explicit list. */
module.exports = {
  meta: { name: 'sentinel' },
  rules: {
    'no-live-globals': require('./no-live-globals'),
    'no-polymorphic-call': require('./no-polymorphic-call'),
    'no-reentrant-primordial': require('./no-reentrant-primordial'),
  },
};
