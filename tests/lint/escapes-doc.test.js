'use strict';
// docs/escapes.md and tests/escapes agree: every file of cases has a line, and every test that a line names exists.
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { casesOf, techniqueNames } = require('../escapes/lib/techniques.js');
const { table } = require('../escapes/lib/without.js');
const scenes = require('../escapes/attribution/scenes.js');

const page = fs.readFileSync(path.resolve(__dirname, '..', '..', 'docs', 'escapes.md'), 'utf8');
const cited = [...page.matchAll(/`([a-z0-9-]+\/[a-z0-9-]+\.js)(?:: ([^`]+))?`/g)].map(([, file, name]) => ({ file, name }));

/** Names of cases by file, as the page writes it. */
const existing = new Map([['attribution/scenes.js', new Set(scenes.map(({ name }) => name))]]);
for (const technique of techniqueNames()) {
  for (const { file, name } of casesOf(technique)) {
    const key = `${technique}/${file}`;
    if (!existing.has(key)) existing.set(key, new Set());
    existing.get(key).add(name);
  }
}

const redCases = path.resolve(__dirname, '..', 'red', 'cases');
for (const file of fs.readdirSync(redCases)) existing.set(`red/${file}`, new Set(require(path.join(redCases, file)).map(({ name }) => name)));

test('every test that docs/escapes.md names exists', () => {
  const wrong = cited.filter(({ file, name }) => !existing.has(file) || (name !== undefined && !existing.get(file).has(name)));
  assert.deepEqual(wrong, []);
});

test('every file of escape cases has a line in docs/escapes.md', () => {
  const missing = [...existing.keys()].filter((file) => !cited.some((citation) => citation.file === file));
  assert.deepEqual(missing, [], 'docs/escapes.md: add a line for each technique of these files');
});

test('every case that need not work without Sentinel exists', () => {
  const gone = [...table.keys()].filter((key) => { const [file, name] = key.split(/: (.*)/s); return !existing.get(file)?.has(name); });
  assert.deepEqual(gone, [], 'tests/escapes/lib/without.js: these are no cases on this Node.js');
});
