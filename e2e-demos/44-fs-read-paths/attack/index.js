'use strict';
const fs = require('fs');

module.exports = require('./probe.js')('demo-44-fs-read-paths', {
  read: ({ path }) => fs.readFileSync(path, 'utf8'),
  stream: async ({ path }) => {
    let text = '';
    for await (const chunk of fs.createReadStream(path, 'utf8')) text += chunk;
    return text;
  },
  url: ({ url }) => fs.readFileSync(new URL(url), 'utf8'),
  buffer: ({ path }) => fs.readFileSync(Buffer.from(path), 'utf8'),
  // fs takes anything that looks like a URL; this one shows a harmless path to whoever looks first
  twice: ({ first, then }) => {
    let text = '';
    for (let allowed = 0; allowed < 6; allowed += 1) {
      let reads = 0;
      const url = new URL('file:///');
      Object.defineProperty(url, 'pathname', { get: () => (reads++ < allowed ? first : then) });
      try {
        text += fs.readFileSync(url, 'utf8');
      } catch {
        // refused: try again with one more harmless answer
      }
    }
    return text;
  },
});
