'use strict';
module.exports = require('./probe.js')(require('./package.json').name, require('./calls.js'));
