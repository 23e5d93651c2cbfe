'use strict';
exports.value = 'as written';
