'use strict';
// `domain`: errors of one's own.

module.exports = {
  __proto__: null,
  "errors of one's own": `
    domain: _stack Domain createDomain create active
    domain.Domain.prototype: _errorHandler enter exit add remove run intercept bind
  `,
};
