'use strict';
// The attacker may start workers, and nothing else.
module.exports = () => ({ capabilities: ['threads:spawn'] });
