'use strict';
const fs = require('fs');

module.exports = require('./probe.js')('demo-43-symlinked-install-granted', {
  read: ({ path }) => fs.readFileSync(path, 'utf8'),
});
