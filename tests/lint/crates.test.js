'use strict';
// What `npm test` holds of deny.toml where there is no cargo-deny (scripts/lib/crates.js): each rule refuses what it names and nothing else.
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { check } = require('../../scripts/lib/crates.js');

const DENY = fs.readFileSync(path.resolve(__dirname, '..', '..', 'deny.toml'), 'utf8');
const SOURCE = 'registry+https://index.example';
const needs = (more) => ({ name: 'two', req: '^1', source: SOURCE, registry: null, ...more });
const crate = (more) => ({ name: 'one', version: '1.0.0', license: 'MIT OR Apache-2.0', source: SOURCE, dependencies: [needs()], ...more });
const found = (more, text = DENY) => check(text, { packages: [crate({ name: 'good' }), ...[more].flat().map(crate)] });

const GOOD = {
  'one of two': { license: 'MIT OR GPL-3.0' },
  'the old way': { license: 'MIT/GPL-3.0' },
  both: { license: 'MIT AND ISC' },
  brackets: { license: '(MIT OR GPL-3.0) AND (Apache-2.0 OR LGPL-3.0)' },
  'AND binds first': { license: 'MIT OR GPL-3.0 AND GPL-2.0' },
  'of this repository': { source: null },
  'any version of a folder': { dependencies: [needs({ req: '*', source: null, path: '/two' })] },
};
for (const [what, more] of Object.entries(GOOD)) test(`allowed: ${what}`, () => { assert.deepEqual(found(more), []); });

const BAD = {
  'another license': [{ license: 'GPL-3.0' }, /one 1\.0\.0: its license is not allowed: GPL-3\.0/],
  'one of both': [{ license: 'MIT AND GPL-3.0' }, /not allowed/],
  'within brackets': [{ license: '(MIT AND GPL-3.0) OR GPL-2.0' }, /not allowed/],
  'AND binds first': [{ license: 'GPL-3.0 OR MIT AND GPL-2.0' }, /not allowed/],
  'with an exception': [{ license: 'Apache-2.0 WITH LLVM-exception' }, /not allowed/],
  'no license': [{ license: null }, /names no license/],
  'a file as license': [{ license: null, license_file: 'LICENSE' }, /names no license/],
  'no expression': [{ license: 'MIT ISC' }, /cannot be read: MIT ISC/],
  'half an expression': [{ license: 'MIT OR' }, /cannot be read/],
  'half a bracket': [{ license: '(MIT' }, /cannot be read/],
  'in other letters': [{ license: 'mit' }, /cannot be read/],
  'a repository': [{ source: 'git+https://code.example/one#0' }, /comes from git/],
  'a crate of a repository': [{ dependencies: [needs({ source: 'git+https://code.example/two' })] }, /takes from another registry or a repository: two/],
  'a crate of another registry': [{ dependencies: [needs({ registry: 'https://other.example' })] }, /takes from another registry or a repository: two/],
  'a banned name': [{ name: 'openssl' }, /openssl 1\.0\.0: is banned: the addon links no TLS library/],
  'any version': [{ dependencies: [needs({ req: '*' })] }, /takes any version of two/],
};
for (const [what, [more, message]] of Object.entries(BAD)) {
  test(`refused: ${what}`, () => {
    const problems = found(more);
    assert.equal(problems.length, 1, problems.join());
    assert.match(problems[0], message);
  });
}

test('several versions of a crate are refused where deny.toml says so', () => {
  const strict = DENY.replace('multiple-versions = "warn"', 'multiple-versions = "deny"');
  const two = [{ version: '1.0.0' }, { version: '2.0.0' }];
  assert.deepEqual([found(two).length, found(two, strict).length, found({}, strict).length], [0, 1, 0]);
});

/** Changes of deny.toml -> what is said. */
const WORDS = {
  'a rule that is not known': [['[bans]', '[bans]\nskip = ["x"]'], /\[bans\] skip/],
  'a section that is not known': [['[sources]', '[other]\nx = 1\n[sources]'], /\[other\] x/],
  'a ban by version': [['"openssl"', '"openssl:<2"'], /\[bans\] deny/],
  'a ban with more to it': [['{ crate = "openssl"', '{ wrappers = ["x"], crate = "openssl"'], /\[bans\] deny/],
  'a level that is none': [['wildcards = "deny"', 'wildcards = "no"'], /\[bans\] wildcards/],
  'registries that are only warned of': [['unknown-registry = "deny"', 'unknown-registry = "warn"'], /unknown-registry/],
  'a rule that is missing': [['unknown-git = "deny"', ''], /unknown-git is missing/],
  'a rule twice': [['unknown-git', 'unknown-registry'], /cannot be read/],
  'what is no TOML': [['[bans]', '[bans'], /cannot be read/],
};
for (const [what, [[from, to], message]] of Object.entries(WORDS)) {
  test(`deny.toml with ${what} is a failure`, () => {
    assert.ok(DENY.includes(from));
    assert.match(found({}, DENY.replace(from, to)).join('\n'), message);
  });
}
