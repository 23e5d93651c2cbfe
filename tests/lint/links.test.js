'use strict';
// Relative links in the documentation lead somewhere, headings included.
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');

const root = path.resolve(__dirname, '..', '..');

function pages(dir) {
  return fs.readdirSync(path.join(root, dir), { withFileTypes: true }).flatMap((entry) => {
    if (['node_modules', 'target'].includes(entry.name) || entry.name.startsWith('.')) return [];
    const name = path.join(dir, entry.name);
    if (entry.isDirectory()) return pages(name);
    return name.endsWith('.md') ? [name] : [];
  });
}

/** The anchors a Markdown renderer gives to the headings of a page. */
const anchors = (text) => [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading]) => heading.trim().toLowerCase()
  .replace(/`|[^\p{L}\p{N} _-]/gu, '').replace(/ /g, '-'));

for (const page of pages('.')) {
  test(`links of ${page}`, () => {
    const text = fs.readFileSync(path.join(root, page), 'utf8').replace(/^```[\s\S]*?^```/gm, '').replace(/`[^`\n]*`/g, '');
    for (const [, target] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^[a-z]+:/.test(target)) continue;
      const [file, anchor] = target.split('#');
      const full = file ? path.resolve(root, path.dirname(page), file) : path.join(root, page);
      assert.ok(fs.existsSync(full), `${page} links ${target}`);
      if (anchor && full.endsWith('.md')) assert.ok(anchors(fs.readFileSync(full, 'utf8')).includes(anchor), `${page} links ${target}`);
    }
  });
}
