'use strict';
// docs/node-red-api.md and the repository agree: each file of code exists, and each test that a line names is there, by the words that stand after the colon.
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');

const root = path.resolve(__dirname, '..', '..');
const page = fs.readFileSync(path.join(root, 'docs', 'node-red-api.md'), 'utf8');
const rows = [...page.matchAll(/^\| (.+) \| (.+) \| (.+) \|$/gm)].map(([, clause, code, tests]) => ({ clause, code, tests })).filter(({ clause }) => !/^(clause|-+)$/.test(clause));
const quoted = (text) => [...text.replace(/\[[^\]]*\]\([^)]*\)/g, '').matchAll(/`([^`]+)`/g)].map(([, name]) => name);

/** Text of a file, or of every file of a demonstration. */
function textOf(name) {
  const file = ['tests', '.'].map((dir) => path.join(root, dir, name)).find((candidate) => fs.existsSync(candidate));
  if (file === undefined) return undefined;
  if (fs.statSync(file).isFile()) return fs.readFileSync(file, 'utf8');
  return fs.readdirSync(file, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile()).map((entry) => fs.readFileSync(path.join(entry.parentPath ?? entry.path, entry.name), 'utf8')).join('\n');
}

// What is a quotation within quotation marks may stand with a backslash before it.
const plain = (text) => text.replace(/\\(['"`])/g, '$1');

test('every rule has clauses', () => {
  const rules = [...page.matchAll(/^## \[([A-Z]\d+)\]/gm)].map(([, rule]) => rule);
  assert.deepEqual(rules.filter((rule) => /^R/.test(rule)), Array.from({ length: 15 }, (_, i) => `R${i + 1}`));
  assert.ok(rows.length > 100, `${rows.length} lines`);
});

test('every file of code that a line names exists', () => {
  const places = ['js/red', '.', 'js'];
  const gone = rows.flatMap(({ code, clause }) => quoted(code).filter((name) => /[./]\w+$/.test(name) && !places.some((place) => fs.existsSync(path.join(root, place, name)))).map((name) => `${clause}: ${name}`));
  assert.deepEqual(gone, []);
});

test('every line names a test, and every test that is named exists', () => {
  const wrong = rows.flatMap(({ clause, tests }) => {
    const cited = quoted(tests).filter((name) => /^(?:[a-z0-9-]+\/)+|^e2e-demos/.test(name));
    if (cited.length === 0) return [`${clause}: no test`];
    return cited.filter((name) => {
      const [, file, words] = /^([^:]+?)(?:: (.+))?$/.exec(name);
      const text = textOf(file);
      return text === undefined || (words !== undefined && !plain(text).includes(words));
    }).map((name) => `${clause}: ${name}`);
  });
  assert.deepEqual(wrong, []);
});
