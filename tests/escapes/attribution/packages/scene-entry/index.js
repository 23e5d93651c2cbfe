'use strict';
// A library with a policy entry of its own.
exports.read = (path) => require('fs').readFileSync(path, 'utf8');
