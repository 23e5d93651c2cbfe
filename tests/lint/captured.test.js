'use strict';
// Whatever a file of Sentinel takes from those that hold the captured originals is there: js/boot/captured.js keeps only what it names.
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { REPO } = require('../support/installs.js');

const JS = path.join(REPO, 'js');

/** Every file of Sentinel's. */
function files(dir = JS) {
  return fs.readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(dir, entry.name);
    return entry.isDirectory() ? files(file) : /\.(js|mjs)$/.test(file) ? [file] : [];
  });
}

/** What is taken from one of the files that hold the captured originals: name -> who takes it. */
function taken(from) {
  const names = new Map();
  for (const file of files()) {
    const pattern = new RegExp(`\\{([^{}]*)\\}\\s*=\\s*require\\('[./a-z]*/${from}'\\)`, 'g');
    for (const [, list] of fs.readFileSync(file, 'utf8').matchAll(pattern)) {
      for (const name of list.split(',').map((part) => part.split(':')[0].trim()).filter(Boolean)) names.set(name, file);
    }
  }
  return names;
}

for (const from of ['primordials', 'builtins', 'captured']) {
  test(`everything that is taken from ${from}.js is there`, () => {
    const names = taken(from);
    assert.ok(names.size >= 10, `${names.size} names`);
    const there = require(path.join(JS, 'boot', `${from}.js`));
    // Only newer Node.js have them.
    const newer = ['SymbolDispose', 'RegExpPrototypeUnicodeSetsGet'];
    assert.deepEqual([...names].filter(([name]) => there[name] === undefined && !newer.includes(name)), []);
  });
}
