'use strict';
// What Sentinel uses of the language and of Node's modules is taken before any other code runs, and made ready when it is needed: late, where
// Node-RED is loaded by a program that did not look like it.
const assert = require('node:assert/strict');
const path = require('node:path');
const { execFileSync } = require('node:child_process');
const { test } = require('node:test');
const { REPO } = require('../support/installs.js');

const JS = path.join(REPO, 'js');

/** Loads both late; before that, `poison` changes what they would use if they looked at the language and at Node.js then. */
function late(poison) {
  const report = `
const { ownKeys } = Reflect;
const { readFileSync } = require('fs');
const { join } = require('path');
const { freeze } = Object;
const { stringify } = JSON;
const { write } = process.stdout;
const out = process.stdout;
const boot = process.argv[1] + '/boot';
const parts = { './captured': { exports: require(boot + '/captured.js') } };
// As in js/preload.js: compiled at the start, and run when the first of the other files is needed.
const loader = new Function('exports', 'require', 'module', '__filename', '__dirname', readFileSync(boot + '/files.js', 'utf8'));
let ran = false;
${poison ? `(${change})(() => { ran = true; })` : ''};
ran = false;
const part = { exports: {} };
loader(part.exports, (id) => parts[id].exports, part, boot + '/files.js', boot);
const load = part.exports.start(boot, parts, module);
const primordials = load('./primordials');
const { fs, path } = load('./builtins');
const isLeft = ran;
const list = [];
primordials.ArrayPrototypePush(list, 1);
const map = new primordials.SafeMap();
map.set('a', 1);
const names = primordials.ArrayPrototypeJoin(ownKeys(primordials), ' ');
const text = stringify({
  isLeft, names, pushed: list.length, slice: primordials.StringPrototypeSlice('abc', 1), freeze: primordials.ObjectFreeze === freeze, map: map.get('a'),
  read: fs.readFileSync === readFileSync, join: path.join === join, stream: typeof fs.ReadStream,
});
primordials.ReflectApply(write, out, [text]);`;
  return JSON.parse(execFileSync(process.execPath, ['-e', report, JS], { encoding: 'utf8' }));
}

function change(note) {
  const { defineProperty } = Object;
  const fsModule = require('fs');
  const pathModule = require('path');
  const bad = function bad() { note(); };
  const objects = [
    // V8 of Node.js 20 goes through the iterator of arrays for each class that inherits.
    Array.prototype, ['push', 'join', ...(process.version.startsWith('v20.') ? [] : [Symbol.iterator])], String.prototype, ['slice', 'toUpperCase'], Promise.prototype, ['then'], Function.prototype, ['apply', 'bind', 'call'],
    Object, ['assign', 'defineProperty', 'freeze', 'getOwnPropertyDescriptor', 'hasOwn', 'keys', 'setPrototypeOf'], Reflect, ['apply', 'construct', 'defineProperty', 'getPrototypeOf', 'ownKeys', 'setPrototypeOf'],
    Map.prototype, ['get', 'set'], fsModule, ['readFileSync'], pathModule, ['join'], globalThis, ['Map', 'Promise', 'Set', 'Symbol', 'WeakMap', 'Object', 'Reflect'],
  ];
  defineProperty(Symbol.prototype, 'description', { get: bad });
  defineProperty(fsModule, 'ReadStream', { get: bad });
  for (let i = 0; i < objects.length; i += 2) {
    for (let k = 0; k < objects[i + 1].length; k++) defineProperty(objects[i], objects[i + 1][k], { value: bad, writable: true, configurable: true });
  }
}

test('what was captured is made ready by what was captured, whatever has become of the language and of Node.js since', () => {
  const pristine = late(false);
  const { names, ...found } = pristine;
  assert.deepEqual(found, { isLeft: false, pushed: 1, slice: 'bc', freeze: true, map: 1, read: true, join: true, stream: 'function' });
  assert.ok(names.split(' ').length > 150, names);
  assert.deepEqual(late(true), pristine);
});
