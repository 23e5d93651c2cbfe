'use strict';
// The catalogue and the guards know each other: no row asks for a capability that does not exist, and no capability can be
// granted that nothing asks for, unless it is written down here as reserved.
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { CAP } = require('../../js/generated/capabilities.js');

const JS = path.resolve(__dirname, '..', '..', 'js');
const FOLDERS = ['boot', 'core', 'guards', 'loader', 'red'];

/** Capabilities whose guard comes with a later part of the product. */
const RESERVED = ['flows:read', 'flows:write', 'flows:delete', 'flows:start', 'flows:stop', 'storage:read', 'storage:write', 'registry:read'];

/** Events of Node-RED, whose names read like capabilities. */
const EVENTS = ['flows:started'];

const capabilities = new Set(Object.keys(CAP).filter((name) => name !== 'all'));
const groups = new Set([...capabilities].map((name) => name.split(':')[0]));

/** Text literals that could be a capability; `node:fs` and the like are modules. */
function literals() {
  const found = new Map();
  for (const folder of FOLDERS) {
    for (const name of fs.readdirSync(path.join(JS, folder), { recursive: true })) {
      if (!name.endsWith('.js')) continue;
      const file = path.join(JS, folder, name);
      for (const [, text] of fs.readFileSync(file, 'utf8').matchAll(/['`]([a-z]+(?::[a-z-]+|:\$\{[^}]+\})+)['`]/g)) found.set(text, path.relative(JS, file));
    }
  }
  return found;
}

const isModule = (text) => text.startsWith('node:') && !capabilities.has(text);

test('every capability that a guard names is in the catalogue', () => {
  const unknown = [...literals()].filter(([text]) => groups.has(text.split(':')[0]) && !text.includes('${') && !capabilities.has(text) && !isModule(text) && !EVENTS.includes(text));
  assert.deepEqual(unknown, []);
});

test('every capability in the catalogue is asked for by a guard, or reserved', () => {
  const texts = [...literals().keys()];
  // `hooks:${name}` stands for all of a group.
  const patterns = texts.filter((text) => text.includes('${')).map((text) => new RegExp(`^${text.replace(/\$\{[^}]+\}/g, '[a-z:-]+')}$`));
  const unused = [...capabilities].filter((name) => !texts.includes(name) && !patterns.some((pattern) => pattern.test(name)));
  assert.deepEqual(unused.filter((name) => !RESERVED.includes(name)), []);
});
