'use strict';
// Nodes that others leave in contexts and in messages [R2][R8].
module.exports = require('../lib/leaves.js').cases;
