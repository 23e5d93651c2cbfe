'use strict';
exports.read = (path) => require('fs').readFileSync(path, 'utf8');
