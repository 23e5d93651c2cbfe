'use strict';
// What a file takes of another one by its name is there: a name that is misspelled, or never captured, is `undefined` until somebody calls it.
const assert = require('node:assert/strict');
const { execFileSync } = require('node:child_process');
const path = require('node:path');
const { test } = require('node:test');
const { REPO } = require('../support/installs.js');

/** Run in a process of its own: files of Sentinel that nobody armed. */
const LOOK = `
const fs = require('node:fs');
const path = require('node:path');
const missing = [];
let seen = 0;
for (const name of fs.readdirSync('js', { recursive: true })) {
  if (!name.endsWith('.js') || name === 'preload.js') continue;
  const dir = path.resolve('js', path.dirname(name));
  for (const [, names, request] of fs.readFileSync(path.join('js', name), 'utf8').matchAll(/^const \\{([^{}]*(?:\\{[^{}]*\\}[^{}]*)*)\\} = require\\('(\\.[^']*)'\\);$/gm)) {
    const module = require(path.resolve(dir, request));
    for (const one of names.replace(/\\{[^{}]*\\}/g, '').split(',').map((text) => text.split(':')[0].trim()).filter(Boolean)) {
      seen += 1;
      if (!(one in module)) missing.push(name + ': ' + one + ' of ' + request);
    }
  }
}
console.log(JSON.stringify({ seen, missing }));
process.exit(0);
`;

test('what is taken of a file by name is there', () => {
  const { seen, missing } = JSON.parse(execFileSync(process.execPath, ['-e', LOOK], { cwd: REPO, encoding: 'utf8' }));
  assert.ok(seen > 1000, `${seen} names`);
  // Put there when the preload runs.
  assert.deepEqual(missing, [`${path.join('loader', 'confined.js')}: module of ../boot/files`]);
});
