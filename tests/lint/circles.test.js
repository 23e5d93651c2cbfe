'use strict';
// Files that need each other cannot be read, tested or changed one at a time.
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { REPO } = require('../support/installs.js');

const JS = path.join(REPO, 'js');

/** Files below a folder. */
const filesIn = (dir) => fs.readdirSync(dir, { recursive: true }).filter((name) => name.endsWith('.js'));

/** What a file requires of the same folder tree, whenever it does. */
function requiredBy(dir, name) {
  const found = fs.readFileSync(path.join(dir, name), 'utf8').matchAll(/(?<![\w.])require\('(\.{1,2}\/?[^']*)'\)/g);
  return [...found].map(([, request]) => {
    const file = path.resolve(dir, path.dirname(name), request);
    return path.relative(dir, [file, `${file}.js`, path.join(file, 'index.js')].find((one) => fs.existsSync(one) && fs.statSync(one).isFile()) ?? file);
  });
}

/** Groups of files that lead to each other (Tarjan, Depth-first search and linear graph algorithms, 1972). */
function circles(edges) {
  const index = new Map();
  const low = new Map();
  const stack = [];
  const groups = [];
  const visit = (one) => {
    index.set(one, index.size);
    low.set(one, index.get(one));
    stack.push(one);
    for (const other of edges.get(one) ?? []) {
      if (!index.has(other)) visit(other);
      if (stack.includes(other)) low.set(one, Math.min(low.get(one), low.get(other)));
    }
    if (low.get(one) !== index.get(one)) return;
    const group = stack.splice(stack.indexOf(one));
    if (group.length > 1) groups.push(group.sort());
  };
  for (const one of edges.keys()) if (!index.has(one)) visit(one);
  return groups;
}

test('circles are found', () => {
  assert.deepEqual(circles(new Map([['a', ['b']], ['b', ['c', 'd']], ['c', ['b']], ['d', ['e']], ['e', []]])), [['b', 'c']]);
});

test('what a file requires is there', () => {
  // The parts of the preload stand in one file.
  const lost = filesIn(JS).filter((name) => name !== 'preload.js').flatMap((name) => requiredBy(JS, name).filter((one) => !fs.existsSync(path.join(JS, one))).map((one) => [name, one]));
  assert.deepEqual(lost, []);
});

test('what everything is built on requires nothing of what is built on it', () => {
  const below = filesIn(path.join(JS, 'core')).map((name) => [name, requiredBy(JS, path.join('core', name))]);
  assert.ok(below.some(([, names]) => names.includes('boot/primordials.js')));
  assert.deepEqual(below.filter(([, names]) => names.some((name) => !/^(?:boot|core|generated)\//.test(name))), []);
});

test('no file leads back to itself by what it requires', () => {
  const edges = new Map(filesIn(JS).map((name) => [name, requiredBy(JS, name)]));
  assert.ok(edges.get('red/own-work.js').includes('red/areas/log.js'));
  assert.deepEqual(circles(edges), []);
});
