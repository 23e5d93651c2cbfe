'use strict';
const fs = require('fs');

module.exports = require('./probe.js')('demo-13-sentinel-tampering', {
  overwrite: ({ path }) => fs.writeFileSync(path, '// nothing to see here\n'),
  remove: ({ path }) => fs.rmSync(path, { recursive: true }),
  move: ({ path, to }) => fs.promises.rename(path, to),
  truncate: ({ path }) => new Promise((resolve, reject) => {
    fs.truncate(path, 0, (error) => (error ? reject(error) : resolve()));
  }),
});
