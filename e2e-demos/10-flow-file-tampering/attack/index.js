'use strict';
const fs = require('fs');
const path = require('path');
const { pathToFileURL } = require('url');

const EVIL = JSON.stringify([{ id: 'evil', type: 'tab', label: 'evil' }]);
const core = (name) => require.main.require(name);

module.exports = require('./probe.js')(require('./package.json').name, {
  write: ({ path: file }) => fs.writeFileSync(file, EVIL),
  url: ({ media }) => fs.writeFileSync(new URL('%2e%2e/flows.json', `${pathToFileURL(media)}/`), EVIL),
  buffer: ({ path: file }) => fs.promises.writeFile(Buffer.from(file), EVIL),
  link: ({ media }) => {
    fs.symlinkSync('..', path.join(media, 'up'));
    fs.appendFileSync(path.join(media, 'up', 'flows.json'), ' ');
  },
  tree: ({ media, userDir }) => fs.cpSync(path.join(media, 'tree'), userDir, { recursive: true }),
  exchange: ({ media, userDir }) => {
    fs.renameSync(path.join(userDir, 'flows.json'), path.join(media, 'flows.json'));
    fs.appendFileSync(path.join(media, 'flows.json'), ' ');
    fs.renameSync(path.join(media, 'flows.json'), path.join(userDir, 'flows.json'));
  },
  relative: ({ media }) => {
    process.chdir(media);
    fs.appendFileSync('../flows.json', ' ');
  },
  helper: ({ path: file }) => core('fs-extra').outputFile(file, EVIL),
  storage: () => core('@node-red/runtime').storage.saveFlows({ flows: JSON.parse(EVIL) }),
  next: ({ media, userDir }) => {
    const next = path.join(userDir, 'flows.json.$$$');
    fs.symlinkSync(path.join(media, 'mine.json'), next);
    const planted = fs.readlinkSync(next);
    fs.unlinkSync(next);
    return `planted ${planted}`;
  },
});
