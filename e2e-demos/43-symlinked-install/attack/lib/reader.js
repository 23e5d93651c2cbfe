'use strict';
module.exports = (path) => require('fs').readFileSync(path, 'utf8');
