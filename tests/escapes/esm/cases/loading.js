'use strict';
// What ES modules can load, and what they share.
const { pathToFileURL } = require('node:url');

// The linter's parser does not know import attributes.
const importJson = eval("(file) => import(file, { with: { type: 'json' } })");

const cached = (pattern) => Object.values(require.cache).concat(Object.values(module.constructor._cache)).find((entry) => pattern.test(entry?.filename ?? ''));

const codeOf = async (file) => { try { await import(file); return 'loaded'; } catch (error) { return error.code; } };

module.exports = [
  {
    name: 'whether a file is there, by import', wants: 'escaped',
    run: async ({ json, secretDir }) => (await codeOf(json) === await codeOf(`${secretDir}/not-there.json`) ? '' : 'ESCAPED'),
  },
  { name: 'JSON imported with an attribute', wants: 'read', legit: true, run: async ({ json }) => JSON.stringify((await importJson(json)).default) },
  { name: 'JSON imported by a file URL', wants: 'read', run: async ({ json }) => JSON.stringify((await importJson(pathToFileURL(json).href)).default) },
  {
    name: 'JSON imported statically by a module in a data: URL', wants: 'read',
    run: async ({ json }) => JSON.stringify((await import(`data:text/javascript,${encodeURIComponent(`export { default } from '${pathToFileURL(json)}' with { type: 'json' }`)}`)).default),
  },
  { name: 'code elsewhere imported', wants: 'read', run: async ({ secretDir }) => (await import(`${secretDir}/secret.js`)).default, legit: true },
  { name: 'code elsewhere imported by a path that climbs', wants: 'read', run: async ({ secretDir }) => (await import(pathToFileURL(`${__dirname}/../../../..`).href.replace(/\/[^/]*$/, '/') + '../../../../../../../../../../../../' + secretDir)).default },
  { name: 'text imported, quoted by the error', wants: 'read', run: async ({ secret }) => { try { await importJson(secret); } catch (error) { return `${error.message}${error.stack}`; } return ''; } },
  {
    name: 'JSON that core has loaded, changed for core', wants: 'escaped',
    run: async ({ userDir }) => {
      const file = `${userDir}/package.json`;
      const own = (await importJson(file)).default;
      own.touched = true;
      return require('module')._load(file).touched || cached(/user.package\.json$/)?.exports.touched ? 'ESCAPED' : '';
    },
  },
  {
    name: 'hooks for the whole process: registerHooks', wants: 'escaped', minNode: 24,
    run: async () => {
      let seen = '';
      require('module').registerHooks({ resolve: (specifier, context, next) => { seen = 'ESCAPED'; return next(specifier, context); } }).deregister();
      return seen || 'ESCAPED';
    },
  },
  {
    name: 'hooks for the whole process: the registerHooks of an ES module', wants: 'escaped', minNode: 24,
    run: async () => { (await import('module')).registerHooks({ resolve: (specifier, context, next) => next(specifier, context) }).deregister(); return 'ESCAPED'; },
  },
  { name: 'hooks for the whole process: register', wants: 'escaped', restart: true, run: () => { require('module').register('data:text/javascript,export const x = 1'); return 'ESCAPED'; } },
  { name: 'the runtime of Node-RED imported', wants: 'escaped', nodeRed: '4', run: async () => ((await import(require('path').join(process.argv[1], '..', '..', '@node-red', 'runtime', 'lib', 'index.js'))).default.nodes ? 'ESCAPED' : '') },
];
