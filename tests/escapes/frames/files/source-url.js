'use strict';
module.exports = (path) => require('fs').readFileSync(path, 'utf8');
//# sourceURL=node:internal/fs/utils
