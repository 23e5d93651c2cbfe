'use strict';
// What core reads and writes as a whole is done by Sentinel in steps of its own (js/guards/fs/whole.js): whatever is asked for, the
// answer, the error and what is on the disk afterwards are those of Node.js, and no descriptor stays open.
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { leanCore } = require('../support/core-nodes.js');
const { startNodeRed } = require('../support/node-red.js');
const { probePackage } = require('../support/packages.js');
const { PROBE_SETTINGS } = require('../support/probe-settings.js');
const { tempDir, writeFiles } = require('../support/userdir.js');

const ENCODINGS = ['utf8', 'utf-8', 'UTF8', 'latin1', 'binary', 'ascii', 'hex', 'base64', 'base64url', 'utf16le', 'ucs2', 'buffer', 'none such'];

/** Runs in settings.js: many calls, each told as text. */
function everyCall(fs, dir, encodings) {
  const told = {};
  const show = (value) => (value instanceof Error
    ? [value.name, value.code, value.message, value.syscall, value.path]
    : Buffer.isBuffer(value) ? ['bytes', value.length, value.toString('latin1'), value.buffer.byteLength === value.length] : value);
  const tell = (name, work) => {
    let result;
    try {
      result = work();
    } catch (error) {
      result = error;
    }
    told[name] = show(result);
  };
  const at = (name) => `${dir}/${name}`;
  const contents = (name) => fs.readFileSync(at(name), 'latin1');
  const empty = () => ({ __proto__: { encoding: 'hex' } });
  const options = {
    nothing: undefined, null: null, empty: {}, inherited: empty(), encodingNull: { encoding: null }, writing: { flag: 'r+' },
    notThere: { encoding: 'nope' }, number: 7, list: ['hex'], text: Object('hex'), getter: { get encoding() { return 'hex'; } }, signal: { signal: 1 }, callback() {},
  };
  for (const encoding of encodings) {
    options[`as ${encoding}`] = encoding;
    options[`in ${encoding}`] = { encoding };
  }
  for (const [name, option] of Object.entries(options)) {
    tell(`read ${name}`, () => fs.readFileSync(at('text'), option));
    for (const write of ['writeFileSync', 'appendFileSync']) {
      for (const [kind, data] of [['text', 'h\u00e4 \u20ac'], ['bytes', Buffer.from([1, 2, 250])], ['view', new DataView(new ArrayBuffer(2))], ['words', new Uint16Array([513])], ['none', ''], ['number', 5]]) {
        const file = `${write} ${kind} ${name.replace('/', '')}`;
        tell(file, () => fs[write](at(file), data, option));
        tell(`${file} again`, () => fs[write](at(file), data, option));
        tell(`${file} on disk`, () => contents(file));
        tell(`${file} mode`, () => fs.statSync(at(file)).mode);
      }
    }
  }
  tell('read flag', () => fs.readFileSync(at('text'), { flag: 'r' }));
  tell('read both', () => fs.readFileSync(at('text'), { encoding: 'hex', flag: 'r' }));
  for (const name of ['empty', 'large', 'nothing here', 'folder', 'link', 'nul\0', 'text/below']) {
    tell(`bytes of ${name}`, () => fs.readFileSync(at(name)));
    tell(`text of ${name}`, () => fs.readFileSync(at(name), 'latin1'));
    tell(`utf8 of ${name}`, () => fs.readFileSync(at(name), 'utf8'));
    tell(`truncated ${name}`, () => fs.truncateSync(at(name), 3));
  }
  for (const [name, length] of [['nothing', undefined], ['null', null], ['two', 2], ['minus', -1], ['half', 1.5], ['text', '2']]) {
    tell(`truncate to ${name}`, () => {
      fs.writeFileSync(at('cut'), '12345');
      try {
        return fs.truncateSync(at('cut'), length);
      } finally {
        told[`truncated to ${name}`] = contents('cut');
      }
    });
  }
  tell('of unknown size', () => fs.readFileSync('/proc/self/cmdline').length > 0);
  tell('text of unknown size', () => fs.readFileSync('/proc/version', 'latin1'));
  tell('device', () => fs.readFileSync('/dev/null'));
  tell('by bytes', () => fs.readFileSync(Buffer.from(at('text'))));
  tell('by URL', () => fs.readFileSync(new URL(`file://${at('text')}`), 'hex'));
  for (const none of [undefined, null, {}, 1.5, -1]) tell(`of ${String(none)}`, () => fs.readFileSync(none));
  const descriptor = fs.openSync(at('text'), 'r');
  tell('by descriptor', () => fs.readFileSync(descriptor, 'latin1'));
  fs.closeSync(descriptor);
  const { openSync } = fs;
  let opened = 0;
  fs.openSync = (...args) => {
    opened += 1;
    return openSync(...args);
  };
  tell('with an open of core', () => fs.readFileSync(at('text'), 'latin1'));
  fs.openSync = openSync;
  told.opened = opened;
  told.descriptors = fs.readdirSync('/proc/self/fd').length;
  fs.readFileSync(at('text'));
  fs.writeFileSync(at('more'), Buffer.from('x'));
  told.descriptorsLater = fs.readdirSync('/proc/self/fd').length;
  return told;
}

const settings = (dir) => `const fs = require('fs');
module.exports = {
  uiHost: '127.0.0.1', flowFile: 'flows.json', credentialSecret: 'x', disableEditor: true, nodesExcludes: ${JSON.stringify(leanCore().nodesExcludes)},
  httpAdminMiddleware(req, res, next) {
    if (req.url !== '/every-call') return next();
    res.end(JSON.stringify((${everyCall})(fs, ${JSON.stringify(dir)}, ${JSON.stringify(ENCODINGS)})));
  },
};
${PROBE_SETTINGS}`;

async function ask({ version, node, sentinel }) {
  const base = tempDir('nrgs-guards-');
  const dir = path.join(base, 'files');
  writeFiles(dir, { text: 'h\u00e4 \u20ac', empty: '', large: 'x'.repeat(100_000), 'folder/file': '' });
  fs.symlinkSync('text', path.join(dir, 'link'));
  const nodeRed = await startNodeRed({
    version, node, base, sentinel, settings: settings(dir), packages: [probePackage(path.join(base, 'packages'), { name: 'guards-core', calls: {} })],
  });
  try {
    const answer = await nodeRed.get('/every-call');
    assert.equal(answer.status, 200, answer.text.slice(0, 300));
    return JSON.parse(answer.text.replaceAll(base, '<base>'));
  } finally {
    await nodeRed.stop();
  }
}

for (const { version, node } of [{ version: '4.1', node: 20 }, { version: '4.1', node: 22 }, { version: '4.1', node: 24 }, { version: '5.0', node: 26 }]) {
  if (process.env.NRGS_TEST_NODE !== undefined && !process.env.NRGS_TEST_NODE.split(',').includes(String(node))) continue;
  test(`Node-RED ${version}, Node ${node}: whole files in the name of core are as without Sentinel`, async () => {
    const bare = await ask({ version, node, sentinel: false });
    const guarded = await ask({ version, node, sentinel: true });
    assert.equal(bare.opened, 1);
    for (const told of [bare, guarded]) {
      assert.equal(told.descriptors, told.descriptorsLater);
      delete told.descriptors;
      delete told.descriptorsLater;
    }
    // Buffers have memory of their own (decision 0011).
    const shapeless = (told) => JSON.parse(JSON.stringify(told), (key, value) => (Array.isArray(value) && value[0] === 'bytes' ? value.slice(0, 3) : value));
    const [is, was] = [shapeless(guarded), shapeless(bare)];
    assert.deepEqual(Object.keys(is), Object.keys(was));
    const different = Object.keys(was).filter((name) => JSON.stringify(is[name]) !== JSON.stringify(was[name]));
    assert.deepEqual(different.map((name) => [name, is[name]]), different.map((name) => [name, was[name]]));
  });
}
