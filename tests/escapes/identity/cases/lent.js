'use strict';
// Functions of core, handed to something that calls them when no code of ours is on the stack any more.
const http = require('http');
const { AsyncResource } = require('async_hooks');

let routes = 0;
const newRoute = () => `/escape-lent-${routes += 1}`;
const text = (url) => new Promise((resolve) => {
  const asked = http.get(url, { agent: false }, (response) => {
    let all = '';
    response.setEncoding('utf8').on('data', (chunk) => { all += chunk; }).on('end', () => resolve(all));
  }).on('error', () => resolve(''));
  asked.setTimeout(500, () => asked.destroy());
});

const LENDERS = {
  'a timer': (res, file) => { setTimeout(res.sendFile.bind(res, file), 1); },
  'a timer with arguments': (res, file) => { setTimeout(Reflect.apply, 1, res.sendFile, res, [file]); },
  'a timer of the global object': (res, file) => { globalThis.setTimeout(Reflect.apply, 1, res.sendFile, res, [file]); },
  'a timer of the timers module': (res, file) => { require('timers').setTimeout(Reflect.apply, 1, res.sendFile, res, [file]); },
  'a timer of the imported timers module': async (res, file) => { (await import('../files/real.mjs')).timers.setTimeout(Reflect.apply, 1, res.sendFile, res, [file]); },
  'an interval': (res, file) => { const timer = setInterval(res.sendFile.bind(res, file), 5); setTimeout(() => clearInterval(timer), 8); },
  'an immediate': (res, file) => { setImmediate(Reflect.apply, res.sendFile, res, [file]); },
  'nextTick': (res, file) => { process.nextTick(Reflect.apply, res.sendFile, res, [file]); },
  'nextTick of the real process': async (res, file) => { (await import('../files/real.mjs')).process.nextTick(Reflect.apply, res.sendFile, res, [file]); },
  'a microtask': (res, file) => { queueMicrotask(res.sendFile.bind(res, file)); },
  'a promise': (res, file) => { Promise.resolve().then(res.sendFile.bind(res, file, undefined)); },
  'a thenable': (res, file) => { Promise.resolve({ then: res.sendFile.bind(res, file, undefined) }); },
  'a thenable that is awaited': async (res, file) => { await { then: res.sendFile.bind(res, file, undefined) }; },
  'an event of the response': (res, file) => { const s = require('stream').Readable.from(['x']); s.on('end', res.sendFile.bind(res, file, undefined)).resume(); },
  'call, bound': (res, file) => { setTimeout(Function.prototype.call.bind(res.sendFile, res, file), 1); },
  'apply, bound': (res, file) => { setTimeout(Function.prototype.apply.bind(res.sendFile, res, [file]), 1); },
  'bind, applied by Reflect': (res, file) => { setTimeout(Reflect.apply(Function.prototype.bind, res.sendFile, [res, file]), 1); },
  'bind of another realm': (res, file) => { const { bind } = Object.getPrototypeOf(function () {}); setTimeout(Reflect.apply(bind, res.sendFile, [res, file]), 1); },
  'AsyncResource.bind': (res, file) => { Promise.resolve(file).then(AsyncResource.bind(res.sendFile, 'x', res)); },
  'the callback of util.callbackify': (res, file) => { require('util').callbackify(async () => { throw file; }).call(res, res.sendFile); },
  'the callback of util.callbackify, imported': async (res, file) => { (await import('node:util')).callbackify(async () => { throw file; }).call(res, res.sendFile); },
  'bind of an AsyncResource': (res, file) => { Promise.resolve(file).then(new AsyncResource('x').bind(res.sendFile, res)); },
};

module.exports = [
  ...Object.entries(LENDERS).map(([name, lend]) => ({
    name: `sendFile through ${name}`, wants: 'read',
    run: async (ctx) => {
      const route = newRoute();
      ctx.RED.httpAdmin.get(route, (req, res) => { lend(res, ctx.secret); });
      return text(`${ctx.url}${route}`);
    },
  })),
  { name: 'honest use: a bound class', wants: 'escaped', legit: true, run: () => {
    const day = new (Date.bind.apply(Date, [null, 2020, 1, 1]))();
    const Bound = Map.bind(null);
    return day instanceof Date && day.getFullYear() === 2020 && new Bound([[1, 2]]).get(1) === 2 && new Bound() instanceof Bound && !process.env.NRGS_NEVER ? (process.nextTick(() => {}), 'LEGIT') : '';
  } },
];
module.exports.pop();
