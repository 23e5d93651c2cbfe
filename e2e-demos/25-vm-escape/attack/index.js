'use strict';
module.exports = require('./probe.js')('demo-25-vm-escape', require('./calls.js'));
