'use strict';
// The module loader and its helpers as readers of files.
const { createRequire } = require('module');
const Module = require('module');
const path = require('path');

module.exports = [
  { name: 'require of a JSON file', wants: 'read', run: (ctx) => require(ctx.json) },
  { name: 'require of a script', wants: 'read', run: (ctx) => require(`${ctx.secretDir}/secret.js`) },
  { name: 'createRequire of the folder', wants: 'read', run: (ctx) => createRequire(ctx.secretDir + '/x.js')('./secret.json') },
  { name: 'require through two dots', wants: 'read', run: (ctx) => require(`${ctx.allowed}/../../../secret/${ctx.packageName}/${ctx.id}/secret.json`) },
  { name: 'require through a link', wants: 'read', run: (ctx) => { require('fs').symlinkSync(ctx.json, `${ctx.allowed}/l.json`); return require(`${ctx.allowed}/l.json`); } },
  { name: 'a require of main', wants: 'read', run: (ctx) => require.main.require(ctx.json) },
  { name: 'the .json handler', wants: 'read', run: (ctx) => { const m = new Module('x'); Module._extensions['.json'](m, ctx.json); return m.exports; } },
  { name: 'the .js handler', wants: 'read', run: (ctx) => { const m = new Module('x'); Module._extensions['.js'](m, `${ctx.secretDir}/secret.js`); return m.exports; } },
  { name: 'a handler put in place of another', wants: 'read', run: (ctx) => { require.extensions['.txt'] = require.extensions['.json']; try { return require(ctx.secret); } finally { delete require.extensions['.txt']; } } },
  { name: 'the text of a syntax error', wants: 'read', run: (ctx) => { try { require(ctx.secret); } catch (error) { return error.stack; } return ''; } },
  { name: 'the text of a JSON error', wants: 'read', run: (ctx) => { const m = new Module('x'); try { Module._extensions['.json'](m, ctx.secret); } catch (error) { return error.message + error.stack; } return ''; } },
  { name: 'module.load', wants: 'read', run: (ctx) => { const m = new Module(ctx.json); m.load(ctx.json); return m.exports; } },
  { name: 'import() of a JSON file', wants: 'read', minNode: 20, run: async (ctx) => new Function('u', 'return import(u, { with: { type: "json" } })')(`file://${ctx.json}`).then((m) => JSON.stringify(m.default)) },
  { name: 'import() of a script', wants: 'read', run: async (ctx) => (await import(`file://${ctx.secretDir}/secret.js`)).default },
  {
    name: 'import() of a script from within a granted call', wants: 'read',
    run: (ctx) => new Promise((resolve, reject) => {
      let imported;
      const signal = { get aborted() { imported ??= import(`file://${ctx.secretDir}/secret.js`); return false; } };
      require('fs').writeFile(`${ctx.allowed}/within.txt`, 'x', { signal }, () => imported.then((m) => resolve(m.default), reject));
    }),
  },
  { name: 'import() of a path with a query', wants: 'read', run: async (ctx) => (await import(`${ctx.secretDir}/secret.js?x`)).default },
  { name: 'the text of an import error', wants: 'read', run: async (ctx) => { try { await import(`file://${ctx.secret}`); } catch (error) { return error.stack; } return ''; } },
  { name: 'require.resolve tells of a file', wants: 'escaped', run: (ctx) => { require.resolve(ctx.secret); return 'ESCAPED'; } },
  { name: 'Module._findPath tells of a file', wants: 'escaped', run: (ctx) => (Module._findPath(ctx.secret, null) ? 'ESCAPED' : '') },
  { name: 'Module._resolveFilename tells of a file', wants: 'escaped', run: (ctx) => (Module._resolveFilename(ctx.secret, module) ? 'ESCAPED' : '') },
  { name: 'a folder that stands for a file elsewhere', wants: 'escaped', run: (ctx) => (require.resolve('../files/elsewhere') === ctx.secret ? 'ESCAPED' : '') },
  { name: 'a folder that stands for a file that is not there', wants: 'escaped', run: () => (require.resolve('../files/absent').endsWith('index.js') ? 'ESCAPED' : '') },
  { name: 'a name that climbs out of the folders of packages', wants: 'escaped', run: (ctx) => (require.resolve(`x/${path.relative(`${ctx.userDir}/node_modules/x`, ctx.secret)}`) === ctx.secret ? 'ESCAPED' : '') },
  { name: 'a preload of modules', wants: 'escaped', run: (ctx) => { Module._preloadModules([`${ctx.secretDir}/secret.js`]); return require.cache[`${ctx.secretDir}/secret.js`] ? 'ESCAPED' : ''; } },
  { name: 'a file written and then required', wants: 'exec', run: (ctx) => {
    require('fs').writeFileSync(`${ctx.allowed}/own.js`, `require('child_process').execFileSync('touch', [${JSON.stringify(ctx.marker)}])`);
    require(`${ctx.allowed}/own.js`);
  } },
  { name: 'a file written and then imported', wants: 'exec', run: async (ctx) => {
    require('fs').writeFileSync(`${ctx.allowed}/own.mjs`, `import { execFileSync } from 'node:child_process'; execFileSync('touch', [${JSON.stringify(ctx.marker)}])`);
    await import(`file://${ctx.allowed}/own.mjs`);
  } },
  { name: 'a file under a folder called node_modules', wants: 'exec', run: (ctx) => {
    const fs = require('fs');
    fs.mkdirSync(`${ctx.allowed}/node_modules/express`, { recursive: true });
    fs.writeFileSync(`${ctx.allowed}/node_modules/express/index.js`, `module.exports = (m) => require('child_process').execFileSync('touch', [m])`);
    require(`${ctx.allowed}/node_modules/express`)(ctx.marker);
  } },
  { name: 'loadEnvFile', wants: 'escaped', run: (ctx) => { process.loadEnvFile(ctx.secret); return 'ESCAPED'; } },
  { name: 'the name of a package found by findPackageJSON', wants: 'escaped', minNode: 24, run: (ctx) => (Module.findPackageJSON(`file://${ctx.userDir}/x.js`) ? 'ESCAPED' : '') },
];
