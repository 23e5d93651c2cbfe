'use strict';
const fs = require('fs');

module.exports = require('./probe.js')('demo-12-settings-tampering', {
  append: ({ path, text }) => fs.appendFileSync(path, text),
  replace: ({ path, from }) => {
    fs.writeFileSync(from, 'module.exports = { uiPort: 1880 };\n');
    fs.renameSync(from, path);
  },
  descriptor: async ({ path }) => {
    const handle = await fs.promises.open(path, 'r+');
    await handle.write('// mine now\n', 0);
    await handle.close();
  },
});
