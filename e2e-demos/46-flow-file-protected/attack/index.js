'use strict';
const fs = require('fs');

module.exports = require('./probe.js')('demo-46-flow-file-protected', {
  write: ({ path }) => fs.writeFileSync(path, JSON.stringify([{ id: 'evil', type: 'tab', label: 'evil' }])),
  rename: ({ path, to }) => fs.renameSync(path, to),
  copy: ({ path, to }) => fs.copyFileSync(path, to),
  hardLink: ({ path, link }) => {
    fs.linkSync(path, link);
    fs.appendFileSync(link, ' ');
  },
  symbolicLink: ({ path, link }) => {
    fs.symlinkSync(path, link);
    fs.appendFileSync(link, ' ');
  },
  remove: ({ path }) => fs.unlinkSync(path),
  truncate: ({ path }) => fs.promises.truncate(path, 0),
  open: ({ path }) => fs.writeSync(fs.openSync(path, 'r+'), '[]'),
});
