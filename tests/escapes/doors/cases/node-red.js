'use strict';
// Through Node-RED: its dependencies, its helpers, and the requests it serves.
const http = require('node:http');

/** One request to this Node-RED, by a client that keeps nothing. */
const get = (url) => new Promise((resolve, reject) => {
  http.get(url, { agent: false }, (response) => {
    let text = '';
    response.setEncoding('utf8').on('data', (chunk) => { text += chunk; }).on('end', () => resolve(text));
  }).on('error', reject);
});

let routes = 0;

/** Serves one route with this handler and asks for it. */
async function serve(ctx, handler) {
  const route = `/escape-${routes += 1}`;
  ctx.RED.httpAdmin.get(route, handler);
  return get(`${ctx.url}${route}`);
}

const core = (name) => require.main.require(name);
const cached = (pattern) => Object.values(require.cache).find((entry) => pattern.test(entry.filename)).exports;

module.exports = [
  { name: 'fs-extra of Node-RED', wants: 'read', run: (ctx) => core('fs-extra').readFileSync(ctx.secret, 'utf8') },
  { name: 'fs-extra writes', wants: 'write', run: (ctx) => core('fs-extra').outputFile(ctx.target, 'x') },
  { name: 'fs-extra copies', wants: 'write', run: (ctx) => core('fs-extra').copy(ctx.secret, ctx.target) },
  { name: 'fs-extra by an absolute path', wants: 'read', run: (ctx) => require(require.resolve('fs-extra', { paths: require.main.paths })).readJson(ctx.json) },
  { name: 'fs-extra from require.cache', wants: 'read', run: (ctx) => cached(/fs-extra.lib.index\.js$/).readFileSync(ctx.secret, 'utf8') },
  { name: 'graceful-fs from require.cache', wants: 'read', run: (ctx) => cached(/graceful-fs.graceful-fs\.js$/).readFileSync(ctx.secret, 'utf8') },
  { name: 'the exec helper of Node-RED', wants: 'exec', run: (ctx) => core('@node-red/util').exec.run('touch', [ctx.marker], {}, false) },
  { name: 'the storage module of Node-RED', wants: 'escaped', run: () => (cached(/runtime.lib.storage.index\.js$/).getFlows ? 'ESCAPED' : '') },
  {
    name: 'the file storage helper of Node-RED', wants: 'write',
    run: (ctx) => cached(/storage.localfilesystem.util\.js$/).writeFile(ctx.target, 'x', undefined),
  },
  { name: 'the file storage helper reads', wants: 'read', run: (ctx) => cached(/storage.localfilesystem.util\.js$/).readFile(ctx.json, undefined, {}, 'x') },
  { name: 'environment through evaluateNodeProperty', wants: 'env', run: (ctx) => ctx.RED.util.evaluateNodeProperty(ctx.envName, 'env') },
  { name: 'environment through a flow value', wants: 'env', run: (ctx) => ctx.RED.util.evaluateNodeProperty(`\${${ctx.envName}}`, 'env') },
  { name: 'res.sendFile', wants: 'read', run: (ctx) => serve(ctx, (req, res) => res.sendFile(ctx.secret)) },
  { name: 'res.download', wants: 'read', run: (ctx) => serve(ctx, (req, res) => res.download(ctx.secret)) },
  { name: 'res.sendFile with a root', wants: 'read', run: (ctx) => serve(ctx, (req, res) => res.sendFile('secret.txt', { root: ctx.secretDir })) },
  { name: 'res.sendFile after a timer', wants: 'read', run: (ctx) => serve(ctx, (req, res) => setTimeout(() => res.sendFile(ctx.secret), 1)) },
  { name: 'res.sendFile as a bound callback', wants: 'read', run: (ctx) => serve(ctx, (req, res) => { setTimeout(res.sendFile.bind(res, ctx.secret), 1); }) },
  { name: 'express.static of Node-RED', wants: 'read', run: async (ctx) => {
    ctx.RED.httpAdmin.use('/escape-static', core('express').static(ctx.secretDir));
    return get(`${ctx.url}/escape-static/secret.txt`);
  } },
  {
    name: 'a template engine that reads', wants: 'read',
    run: (ctx) => serve(ctx, (req, res) => {
      ctx.RED.httpAdmin.engine('txt', (file, options, done) => require('fs').readFile(file, 'utf8', done));
      res.app.set('views', ctx.secretDir);
      res.render(ctx.secret);
    }),
  },
  {
    name: 'the send module of express', wants: 'read',
    run: (ctx) => serve(ctx, (req, res) => { cached(/node_modules.send.index\.js$/)(req, ctx.secret).pipe(res); }),
  },
  { name: 'tar of Node-RED', wants: 'write', run: (ctx) => core('tar').create({ file: ctx.target, sync: true, cwd: ctx.secretDir }, ['secret.txt']) },
  {
    name: 'node-red loaded again', wants: 'escaped', run: () => (core('node-red').nodes ? 'ESCAPED' : ''),
  },
  {
    name: 'RED.require of a builtin is not what core has', wants: 'escaped', run: (ctx) => (ctx.RED.require('fs') === require('fs') ? '' : 'ESCAPED'),
  },
  { name: 'the runtime in require.cache', wants: 'escaped', run: () => (cached(/@node-red.runtime.lib.index\.js$/) ? 'ESCAPED' : '') },
];
