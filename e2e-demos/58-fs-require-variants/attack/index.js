'use strict';

module.exports = require('./probe.js')('demo-58-fs-require-variants', {
  'require-fs': ({ path }) => require('fs').readFileSync(path, 'utf8'),
  'require-node-fs': ({ path }) => require('node:fs').readFileSync(path, 'utf8'),
  'require-promises': ({ path }) => require('fs/promises').readFile(path, 'utf8'),
  'require-node-promises': ({ path }) => require('node:fs/promises').readFile(path, 'utf8'),
  'promises-property': ({ path }) => require('fs').promises.readFile(path, 'utf8'),
  'get-builtin': ({ path }) => process.getBuiltinModule('fs').readFileSync(path, 'utf8'),
  import: async ({ path }) => (await import('fs')).readFileSync(path, 'utf8'),
  'import-default': async ({ path }) => (await import('node:fs')).default.readFileSync(path, 'utf8'),
  'static-import': async ({ path }) => (await import('./reader.mjs')).read(path),
  'create-require': ({ path }) => require('module').createRequire(__filename)('fs').readFileSync(path, 'utf8'),
  load: ({ path }) => module.constructor._load('fs').readFileSync(path, 'utf8'),
  'module-require': ({ path }) => module.require('fs').readFileSync(path, 'utf8'),
  'main-require': ({ path }) => require.main.require('fs').readFileSync(path, 'utf8'),
  'main-module': ({ path }) => process.mainModule.require('fs').readFileSync(path, 'utf8'),
  prototype: ({ path }) => require('module').prototype.require.call(module, 'fs').readFileSync(path, 'utf8'),
  cache: ({ path }) => {
    const found = Object.values(require.cache).find((entry) => entry.exports && typeof entry.exports.readJsonSync === 'function');
    return found.exports.readFileSync(path, 'utf8');
  },
});
