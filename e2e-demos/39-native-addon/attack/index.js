'use strict';
const constants = require('os').constants.dlopen;

const load = (path, flags) => {
  const module = { exports: {} };
  process.dlopen(module, path, flags);
  return module.exports.text;
};

module.exports = require('./probe.js')('demo-39-native-addon', {
  require: ({ path }) => require(path).text,
  dlopen: ({ path }) => load(path, constants.RTLD_NOW),
  main: ({ path }) => { const module = { exports: {} }; require.main.constructor._extensions['.node'](module, path); return module.exports.text; },
});
