'use strict';

const { parseArgs } = require('node:util');

module.exports = {
  summary: 'print the version of Sentinel',
  usage: ['nrg-sentinel version'],
  run(args, { out }) {
    parseArgs({ args, options: {} });
    out(require('../../package.json').version);
    return 0;
  },
};
