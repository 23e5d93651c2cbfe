'use strict';
// Every error code has a page, every page a code, and the index lists them all.
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');

const root = path.resolve(__dirname, '..', '..');
const pages = path.join(root, 'docs', 'errors');

function sources(dir) {
  return fs.readdirSync(path.join(root, dir), { withFileTypes: true }).flatMap((entry) => {
    const name = `${dir}/${entry.name}`;
    if (entry.isDirectory()) return sources(name);
    return /\.(js|mjs|rs)$/.test(name) ? [name] : [];
  });
}

const codes = new Set([...sources('js'), ...sources('src')]
  .flatMap((file) => fs.readFileSync(path.join(root, file), 'utf8').match(/\bERR_SENTINEL_[A-Z0-9]+(?:_[A-Z0-9]+)*\b/g) ?? []));
const documented = fs.readdirSync(pages).filter((name) => name !== 'README.md').map((name) => path.basename(name, '.md'));

test('every error code in the sources has a page', () => {
  assert.deepEqual([...codes].filter((code) => !documented.includes(code)).sort(), []);
});

test('every page is about a code that exists', () => {
  assert.deepEqual(documented.filter((code) => !codes.has(code)).sort(), []);
});

test('the index links every page', () => {
  const index = fs.readFileSync(path.join(pages, 'README.md'), 'utf8');
  assert.deepEqual(documented.filter((code) => !index.includes(`[${code}](${code}.md)`)), []);
});
