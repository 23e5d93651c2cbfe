'use strict';

module.exports = require('./probe.js')('demo-24-process-exit', {
  exit: () => process.exit(1),
  abort: () => process.abort(),
  reallyExit: () => process.reallyExit(1),
  kill: () => process.kill(process.pid, 'SIGKILL'),
  killCode: () => process.kill(process.pid, 9),
  later: () => new Promise((resolve) => {
    setTimeout(() => {
      try {
        process.exit(1);
      } finally {
        resolve();
      }
    });
  }),
});
