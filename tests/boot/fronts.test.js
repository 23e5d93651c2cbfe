'use strict';
// An application that embeds Node-RED has a framework of its own in front of it, which is a package: once Node-RED is done with a request that goes on with it, as without Sentinel, and nobody else
// makes another request of it meanwhile.
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const installs = require('../support/installs.js');
const { writeFiles } = require('../support/userdir.js');
const { makeHome, settingsText } = require('./lib/home.js');
const { run } = require('./lib/process.js');

/** It takes the path away that something is mounted under, and puts it back when that hands the request on. */
const FRONT = `
module.exports = () => {
  const all = [];
  const app = (req, res) => {
    let i = 0;
    const next = (error) => {
      const layer = all[i++];
      if (error || layer === undefined) { res.statusCode = 404; return res.end('nobody ' + req.url); }
      if (!req.url.startsWith(layer.at)) return next();
      req.url = req.url.slice(layer.at.length);
      layer.handle(req, res, (failed) => { req.url = layer.at + req.url; next(failed); });
    };
    next();
  };
  return Object.assign(app, { use: (at, handle) => { all.push({ at, handle }); } });
};`;

/** Hands requests on; of one it makes another one as soon as it has. */
const ROUTES = `
module.exports = (RED) => {
  RED.httpNode.get('/next', (req, res, next) => next());
  RED.httpNode.use('/later', (req, res, next) => setTimeout(next, 1));
  RED.httpNode.use('/late', (req, res, next) => { next(); setImmediate(() => { req.url = '/CHANGED'; req.isTried = true; }); });
};`;

const appSource = (home) => `
const http = require('http');
const front = require('front')();
const RED = require('node-red');
const server = http.createServer(front);
const get = (at) => new Promise((resolve) => http.get({ port: server.address().port, path: at, agent: false }, (res) => { let text = ''; res.on('data', (chunk) => { text += chunk; }).on('end', () => resolve(res.statusCode + ' ' + text)); }).on('error', (error) => resolve(error.code)));
server.listen(0, '127.0.0.1', async () => {
  RED.init(server, ${settingsText({ disableEditor: true, httpAdminRoot: '/red', httpNodeRoot: '/api', userDir: path.join(home.base, 'user') }).replace(/^module.exports = |;\n$/g, '')});
  front.use('/red', RED.httpAdmin);
  front.use('/api', RED.httpNode);
  front.use('/api/later', (req, res) => res.end('later ' + req.url));
  front.use('/api/late', (req, res) => { const look = () => { if (req.isTried) res.end('late ' + req.url); else setImmediate(look); }; look(); });
  front.use('/api', (req, res, next) => { req.url = '/of-the-application' + req.url; next(); });
  await RED.start();
  for (const at of ['/api/next', '/api/later/x', '/api/late/y', '/api/none', '/else']) console.log('GOT ' + at + ' ' + await get(at));
  console.log('DONE');
});
`;

for (const version of ['4.1', '5.0']) {
  test(`Node-RED ${version}: a framework of the application goes on with what packages hand on`, async (t) => {
    const home = makeHome(t);
    const installed = await installs.nodeRed(version);
    home.userDir('user', { settings: null, grants: { server: { packages: { routes: { capabilities: ['registry:write', 'http:node:global'] } } } } });
    const app = path.join(home.base, 'app');
    writeFiles(app, { 'main.js': appSource(home), 'package.json': { name: 'app', main: 'main.js', dependencies: { 'node-red': '*', front: '*' } }, 'node_modules/front/package.json': { name: 'front', version: '1.0.0' }, 'node_modules/front/index.js': FRONT });
    writeFiles(home.base, { 'user/node_modules/routes/package.json': { name: 'routes', version: '1.0.0', 'node-red': { nodes: { routes: 'routes.js' } } }, 'user/node_modules/routes/routes.js': ROUTES });
    fs.symlinkSync(path.join(installed, 'node_modules', 'node-red'), path.join(app, 'node_modules', 'node-red'));
    const start = async (preload) => (await run([app], { cwd: '/', env: { HOME: home.home }, until: /DONE/, preload, major: version === '5.0' ? 24 : 20 })).output.match(/^GOT .*/gm);
    const bare = await start(null);
    assert.deepEqual(bare, [
      'GOT /api/next 404 nobody /api/of-the-application/next', 'GOT /api/later/x 200 later /x', 'GOT /api/late/y 200 late /CHANGED', 'GOT /api/none 404 nobody /api/of-the-application/none', 'GOT /else 404 nobody /else',
    ]);
    assert.deepEqual(await start(), bare.map((line) => line.replace('/CHANGED', '/y')));
  });
}
