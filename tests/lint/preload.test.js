'use strict';
// js/preload.js is put together from the files of js/boot that every process with the preload runs.
const assert = require('node:assert/strict');
const fs = require('node:fs');
const { test } = require('node:test');
const { FILE, preload } = require('../../scripts/preload.js');

test('js/preload.js is what `npm run preload` writes', () => {
  assert.ok(fs.readFileSync(FILE, 'utf8') === preload(), 'it is not up to date; run npm run preload');
});
