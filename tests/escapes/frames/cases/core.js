'use strict';
// A guarded function handed to Node-RED or express, which call it later from code of theirs alone.
const fs = require('fs');
const childProcess = require('child_process');
const http = require('http');

let routes = 0;
const newRoute = () => `/escape-core-${routes += 1}`;

/** A request from outside all frames of ours, without waiting for more than its end. */
const request = (url) => new Promise((resolve) => {
  const asked = http.get(url, { agent: false }, (response) => response.resume().on('end', resolve)).on('error', resolve);
  asked.setTimeout(150, () => asked.destroy());
});

const core = (name) => require.main.require(name);

const HANDLERS = {
  'a route': async (call, ctx) => { const route = newRoute(); ctx.RED.httpAdmin.get(route, call); await request(`${ctx.url}${route}`); },
  'a route of httpNode': async (call, ctx) => { const route = newRoute(); ctx.RED.httpNode.get(route, call); await request(`${ctx.url}${route}`); },
  'a second handler of a route': async (call, ctx) => { const route = newRoute(); ctx.RED.httpAdmin.get(route, (req, res, next) => next(), call); await request(`${ctx.url}${route}`); },
  'middleware': async (call, ctx) => { const route = newRoute(); ctx.RED.httpAdmin.use(route, call); await request(`${ctx.url}${route}`); },
  'an error handler': async (call, ctx) => {
    const route = newRoute();
    ctx.RED.httpAdmin.get(route, (req, res, next) => next(new Error('x')));
    const handler = Object.defineProperty(call, 'length', { value: 4 });
    ctx.RED.httpAdmin.use(route, handler);
    await request(`${ctx.url}${route}`);
  },
  'a listener of the server': async (call, ctx) => {
    ctx.RED.server.on('request', call);
    await request(`${ctx.url}/escape-none`);
    ctx.RED.server.removeListener('request', call);
  },
  'a listener of a response': async (call, ctx) => { const route = newRoute(); ctx.RED.httpAdmin.get(route, (req, res) => { res.on('finish', call); res.end('x'); }); await request(`${ctx.url}${route}`); },
  'a listener of a request': async (call, ctx) => { const route = newRoute(); ctx.RED.httpAdmin.get(route, (req, res) => { req.on('close', call); res.end('x'); }); await request(`${ctx.url}${route}`); },
  'a log handler': async (call, ctx) => {
    const handler = { emit: call, on: () => {} };
    ctx.RED.log.addHandler(handler);
    try { ctx.RED.log.info('escape'); } finally { ctx.RED.log.removeHandler(handler); }
  },
  'a callback of fs-extra': async (call) => { core('fs-extra').pathExists(__filename, call); },
  'a callback of a promise of core': async (call) => { core('fs-extra').pathExists(__filename).then(call); },
  'a callback of fs': async (call) => { fs.stat(__filename, call); },
  'an event of the runtime': async (call, ctx) => { ctx.RED.events.once('escape-core', call); setTimeout(ctx.RED.events.emit.bind(ctx.RED.events, 'escape-core', {}), 1); },
  'a timer of core': async (call) => { core('@node-red/util').util.setTimeout?.(call, 1); setTimeout.call(null, call, 1); },
};

module.exports = Object.entries(HANDLERS).flatMap(([name, hand]) => [
  {
    name: `write from ${name}`, wants: 'write', legit: name === 'a callback of fs',
    run: async (ctx) => { await hand(fs.mkdirSync.bind(fs, ctx.target, undefined), ctx); await ctx.kit.wait(20); },
  },
  {
    name: `program from ${name}`, wants: 'exec',
    run: async (ctx) => { await hand(childProcess.execFileSync.bind(childProcess, 'touch', [ctx.marker], undefined), ctx); await ctx.kit.wait(20); },
  },
]);
