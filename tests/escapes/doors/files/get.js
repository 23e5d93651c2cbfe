'use strict';
module.exports = (name) => require(name);
