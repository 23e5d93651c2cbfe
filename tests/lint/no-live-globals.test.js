'use strict';
const { describe, it } = require('node:test');
const { RuleTester } = require('eslint');
const rule = require('../../eslint-rules/no-live-globals');

RuleTester.describe = describe;
RuleTester.it = it;

const tester = new RuleTester({
  languageOptions: { ecmaVersion: 2024, sourceType: 'commonjs', globals: { process: 'readonly' } },
});
const read = (name) => [{ messageId: 'read', data: { name } }];

tester.run('no-live-globals', rule, {
  valid: [
    "const { ObjectKeys } = require('./primordials'); module.exports = ObjectKeys;",
    'function use() { const Object = 1; return Object; }',
    'module.exports = undefined; exports.a = __dirname + __filename + NaN + Infinity;',
    'const a = { process: 1 }; a.process;',
    { code: 'console;', options: [{ allow: ['console'] }] },
  ],
  invalid: [
    { code: 'Object.keys(a1());function a1() {}', errors: read('Object') },
    { code: 'process.env;', errors: read('process') },
    { code: 'function f() { return globalThis; }', errors: read('globalThis') },
    { code: 'setTimeout(() => {}, 1);', errors: read('setTimeout') },
    { code: 'throw new Error("x");', errors: read('Error') },
    { code: 'typeof Buffer;', errors: read('Buffer') },
    { code: 'leaked = 1;', errors: read('leaked') },
  ],
});
