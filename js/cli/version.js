'use strict';

module.exports = {
  summary: 'print the version of Sentinel',
  usage: ['nrg-sentinel version'],
  run(_args, { out }) {
    out(require('../../package.json').version);
    return 0;
  },
};
