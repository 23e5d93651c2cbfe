'use strict';
// Loaded on first use only.
exports.handle = (text) => `${text.length}`;
