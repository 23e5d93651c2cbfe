'use strict';
const childProcess = require('child_process');
const { promisify } = require('util');

module.exports = require('./probe.js')('demo-38-exec-allowlist', {
  exec: ({ command, options }) => promisify(childProcess.exec)(command, options),
  spawn: ({ file, args, options }) => promisify(childProcess.execFile)(file, args, options),
});
