'use strict';
const childProcess = require('child_process');
const { promisify } = require('util');

module.exports = require('./probe.js')('demo-50-exec-allowlist-union', {
  exec: ({ command }) => promisify(childProcess.exec)(command),
});
