'use strict';
const childProcess = require('child_process');
const path = require('path');
const { promisify } = require('util');

module.exports = require('./probe.js')('demo-20-child-process-exec', {
  exec: ({ marker }) => promisify(childProcess.exec)(`touch ${marker}`),
  execSync: ({ marker }) => childProcess.execSync(`touch ${marker}`),
  execFile: ({ marker }) => promisify(childProcess.execFile)('touch', [marker]),
  execFileSync: ({ marker }) => childProcess.execFileSync('touch', [marker]),
  spawn: ({ marker }) => new Promise((resolve, reject) => {
    childProcess.spawn('touch', [marker]).on('error', reject).on('exit', resolve);
  }),
  spawnSync: ({ marker }) => { childProcess.spawnSync('touch', [marker]); },
  // the program is a script of this package, run by the same Node without what NODE_OPTIONS loads
  fork: ({ marker }) => new Promise((resolve, reject) => {
    const env = { PATH: '/usr/bin:/bin' };
    childProcess.fork(path.join(__dirname, 'child.js'), [marker], { env }).on('error', reject).on('exit', resolve);
  }),
});
