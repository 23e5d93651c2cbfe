'use strict';
// Builtins as an ES module of the package imports them.
const WAYS = ['named', 'default', 'namespace', 'namespaceDefault', 'promises', 'fs/promises', 'createRequire', 'Module', 'getBuiltinModule', 'process', 'dynamic',
  'scheduled', 'later', 'thenable'];

const load = () => import('../files/read.mjs');

module.exports = [
  ...WAYS.map((way) => ({ name: `fs in an ES module: ${way}`, wants: 'read', run: async ({ secret }) => (await load()).ways[way](secret), legit: true })),
  { name: 'a variable in an ES module', wants: 'env', run: async ({ envName }) => (await load()).variable(envName), legit: true },
  { name: 'a program in an ES module', wants: 'exec', run: async ({ marker }) => (await load()).touch(marker) },
  {
    name: 'an ES module required', wants: 'read',
    run: ({ secret }) => require('../files/read.mjs').ways.named(secret), legit: true,
  },
  {
    name: 'a data: module of its own', wants: 'read', legit: true,
    run: async ({ secret }) => (await import('data:text/javascript,export { readFileSync as read } from "node:fs"')).read(secret, 'utf8'),
  },
];
