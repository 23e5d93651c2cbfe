'use strict';
const fs = require('fs');
const readline = require('readline');

module.exports = require('./probe.js')('demo-22-fs-read', {
  readFileSync: ({ path }) => fs.readFileSync(path, 'utf8'),
  readFile: ({ path }) => new Promise((resolve, reject) => {
    fs.readFile(path, 'utf8', (error, text) => (error ? reject(error) : resolve(text)));
  }),
  promise: ({ path }) => fs.promises.readFile(path, 'utf8'),
  stream: async ({ path }) => {
    const chunks = [];
    for await (const chunk of fs.createReadStream(path)) chunks.push(chunk);
    return Buffer.concat(chunks);
  },
  descriptor: ({ path }) => {
    const fd = fs.openSync(path);
    const bytes = Buffer.alloc(200);
    fs.readSync(fd, bytes);
    return bytes;
  },
  handle: async ({ path }) => (await fs.promises.open(path)).readFile(),
  lines: async ({ path }) => {
    for await (const line of readline.createInterface({ input: fs.createReadStream(path) })) return line;
  },
  list: ({ path }) => fs.readdirSync(path),
  copy: ({ path, to }) => fs.copyFileSync(path, to),
});
