'use strict';
module.exports = require('./probe.js')('demo-25-granted', require('./calls.js'));
