'use strict';
const fs = require('fs');

module.exports = require('./probe.js')('demo-45-fs-write-paths', {
  write: ({ path }) => fs.writeFileSync(path, 'written by demo 45'),
  mkdir: ({ path }) => fs.mkdirSync(path, { recursive: true }),
  rename: ({ path, to }) => fs.renameSync(path, to),
  copy: ({ path, to }) => fs.promises.copyFile(path, to),
  remove: ({ path }) => fs.rmSync(path),
  stream: ({ path }) => new Promise((resolve, reject) => {
    fs.createWriteStream(path, { flags: 'a' }).on('error', reject).on('finish', resolve).end('more');
  }),
  flags: ({ path }) => fs.closeSync(fs.openSync(path, fs.constants.O_RDONLY | fs.constants.O_CREAT)),
  chmod: ({ path }) => fs.chmodSync(path, 0o777),
});
