'use strict';
// What was hashed is what is loaded: `openAddon`.
const assert = require('node:assert/strict');
const crypto = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { start } = require('./lib/addon.js');
const { tempDir } = require('../support/userdir.js');

const { api } = start();
const dir = fs.realpathSync(tempDir('nrgs-open-addon-'));
const put = (name, content) => {
  const file = path.join(dir, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, content);
  return file;
};
const content = Buffer.concat([Buffer.from('\x7fELF', 'latin1'), Buffer.alloc(100, 7)]);
const hash = crypto.createHash('sha256').update(content).digest('hex');

test.after(() => fs.rmSync(dir, { recursive: true, force: true }));

test('a_copy_of_what_was_hashed_is_loaded_and_cannot_be_written', { skip: process.platform !== 'linux' }, () => {
  const file = put('data/addon.node', content);
  const [seen, number, copy] = api.openAddon(file).split(' ');
  assert.equal(seen, hash);
  assert.equal(copy, `/proc/self/fd/${number}`);
  fs.writeFileSync(file, 'something else');
  assert.deepEqual(fs.readFileSync(copy), content);
  assert.throws(() => fs.writeFileSync(copy, 'something else'), { code: 'EPERM' });
  assert.throws(() => fs.truncateSync(copy, 0), { code: 'EPERM' });
  api.closeAddon(Number(number));
  assert.throws(() => fs.fstatSync(Number(number)), { code: 'EBADF' });
});

test('below_a_node_modules_the_real_file_is_loaded_through_links_too', () => {
  const file = put('node_modules/x/addon.node', content);
  fs.symlinkSync(file, path.join(dir, 'link.node'));
  assert.equal(api.openAddon(path.join(dir, 'link.node')), `${hash} -1 ${file}`);
});

test('the_hash_of_what_is_no_addon_is_not_told', () => {
  const secret = put('secret.txt', 'a secret');
  assert.throws(() => api.openAddon(secret), (error) => /no native addon/.test(error.message) && !error.message.includes(hash));
  assert.throws(() => api.openAddon(dir), /not a regular file|no native addon|directory/);
  assert.throws(() => api.openAddon(path.join(dir, 'nothing.node')), /cannot be loaded/);
});
