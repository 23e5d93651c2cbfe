'use strict';
// A helper that is loaded when it is needed, as many packages do. Others may ask for a greeting.
globalThis.demo41 = {
  greet: (name) => require('./helper.js').greet(name),
  fresh: (name) => {
    delete require.cache[require.resolve('./helper.js')];
    return require('./helper.js').greet(name);
  },
  title: (file) => require('path').basename(file),
};

module.exports = require('./probe.js')('demo-41-module-cache-poisoning-victim', globalThis.demo41);
