'use strict';
const fs = require('fs');

module.exports = require('./probe.js')('demo-47-per-package-config-defaults', {
  read: ({ path }) => fs.readFileSync(path, 'utf8'),
});
