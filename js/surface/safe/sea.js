'use strict';
// `node:sea`: facts.

module.exports = {
  __proto__: null,
  'facts': `
    sea: isSea
  `,
};
