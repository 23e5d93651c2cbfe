'use strict';
// The same tests under other versions of Node.js: those in SENTINEL_TEST_NODES (paths, separated as in PATH) and those
// called node20, node22 … in PATH.
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const test = require('node:test');

const named = (process.env.SENTINEL_TEST_NODES ?? '').split(path.delimiter).filter(Boolean);
const inPath = (process.env.PATH ?? '').split(path.delimiter)
  .flatMap((dir) => ['node20', 'node22', 'node24', 'node26'].map((name) => path.join(dir, name)));
const nodes = [...new Set([...named, ...inPath.filter((file) => fs.existsSync(file))])];
const files = fs.readdirSync(__dirname).filter((name) => name.endsWith('.test.js') && name !== path.basename(__filename));

test('another version of Node.js is there', { skip: nodes.length === 0 && 'set SENTINEL_TEST_NODES' }, () => {});

for (const node of nodes) {
  const version = spawnSync(node, ['-v'], { encoding: 'utf8' }).stdout?.trim();
  test(`all of it on Node.js ${version}`, () => {
    const { NODE_TEST_CONTEXT: _, ...env } = process.env;
    const { status, stdout, stderr } = spawnSync(node, ['--test', ...files], { cwd: __dirname, env, encoding: 'utf8', timeout: 120_000 });
    assert.strictEqual(status, 0, `${stdout}\n${stderr}`);
  });
}
