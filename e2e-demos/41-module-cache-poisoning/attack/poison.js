'use strict';
exports.greet = () => 'POISONED';
