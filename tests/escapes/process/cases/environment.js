'use strict';
// The environment: every way to read it, and what a change of it does to others.
const util = require('util');

const READS = {
  'a property': (ctx) => process.env[ctx.envName],
  'a destructuring': (ctx) => { const { [ctx.envName]: value } = process.env; return value; },
  'a spread': (ctx) => ({ ...process.env })[ctx.envName],
  'Object.assign': (ctx) => Object.assign({}, process.env)[ctx.envName],
  'Object.entries': () => Object.entries(process.env),
  'Object.values': () => Object.values(process.env),
  'Object.fromEntries': (ctx) => Object.fromEntries(Object.entries(process.env))[ctx.envName],
  'for in': () => { const all = []; for (const key in process.env) all.push(process.env[key]); return all; },
  'Reflect.get': (ctx) => Reflect.get(process.env, ctx.envName),
  'Reflect.ownKeys': () => Reflect.ownKeys(process.env).map((key) => process.env[key]),
  'a property descriptor': (ctx) => Object.getOwnPropertyDescriptor(process.env, ctx.envName)?.value,
  'all property descriptors': (ctx) => Object.getOwnPropertyDescriptors(process.env)[ctx.envName]?.value,
  'JSON': () => JSON.stringify(process.env),
  'util.inspect': () => util.inspect(process.env, { breakLength: Infinity, maxStringLength: null, showProxy: true }),
  'util.inspect of process': () => util.inspect(process, { depth: 3, showHidden: true, showProxy: true, maxStringLength: null }),
  'util.format': () => util.format('%j %O', process.env, process.env),
  'structuredClone': (ctx) => structuredClone({ ...process.env })[ctx.envName],
  'with': (ctx) => new Function('name', 'with (process.env) { return eval(name); }')(ctx.envName),
  'a child of env': (ctx) => Object.create(process.env)[ctx.envName],
  'a Proxy of env': (ctx) => new Proxy(process.env, {})[ctx.envName],
  'a Proxy receiver': (ctx) => Reflect.get(Object.create(process.env), ctx.envName, {}),
  'the required process': (ctx) => require('process').env[ctx.envName],
  'the imported process': async (ctx) => (await import('node:process')).env[ctx.envName],
  'the default export of process': async (ctx) => (await import('node:process')).default.env[ctx.envName],
  'getBuiltinModule': (ctx) => process.getBuiltinModule('process').env[ctx.envName],
  'global': (ctx) => global.process.env[ctx.envName],
  'a global getter': (ctx) => { const found = Object.getOwnPropertyDescriptor(globalThis, 'process'); return (found.get ? found.get.call(globalThis) : found.value).env[ctx.envName]; },
  'a function made from text': (ctx) => new Function('name', 'return process.env[name]')(ctx.envName),
  'a timer made from text': (ctx) => new Promise((resolve) => { setTimeout(new Function('name', 'done', 'done(process.env[name])'), 1, ctx.envName, resolve); }),
  'vm': (ctx) => require('vm').runInThisContext('process.env')[ctx.envName],
  'vm with a new realm': (ctx) => require('vm').runInNewContext('p.env', { p: process })[ctx.envName],
  'an accessor bound to env': (ctx) => [ctx.envName].map(Reflect.get.bind(Reflect, process.env, ctx.envName))[0],
  'a thenable': (ctx) => Promise.resolve(process.env).then((env) => env[ctx.envName]),
  'a timer with Reflect.get': (ctx) => new Promise((resolve) => { setTimeout(() => resolve(Reflect.get(process.env, ctx.envName)), 1); }),
  'a worker': (ctx) => new Promise((resolve, reject) => {
    const { Worker } = require('worker_threads');
    new Worker(`require('worker_threads').parentPort.postMessage(process.env[${JSON.stringify(ctx.envName)}] ?? '')`, { eval: true }).on('message', resolve).on('error', reject);
  }),
  'a worker that shares the environment': (ctx) => new Promise((resolve, reject) => {
    const { Worker, SHARE_ENV } = require('worker_threads');
    new Worker(`require('worker_threads').parentPort.postMessage(process.env[${JSON.stringify(ctx.envName)}] ?? '')`, { eval: true, env: SHARE_ENV }).on('message', resolve).on('error', reject);
  }),
  'the arguments of a program': (ctx) => require('child_process').execSync(`echo $${ctx.envName}`).toString(),
  'the file in /proc': () => require('fs').readFileSync('/proc/self/environ', 'utf8'),
  'the report': (ctx) => process.report.getReport().environmentVariables[ctx.envName],
  'the main module': (ctx) => process.mainModule.constructor._load('process').env[ctx.envName],
  'the process of another realm object': (ctx) => require.main.require('process').env[ctx.envName],
};

module.exports = [
  ...Object.entries(READS).map(([name, run]) => ({ name, wants: 'env', legit: !/vm|worker|util\.inspect|program|proc|report|realm|made from text|main module|inspect of process/.test(name), run, restart: /shares/.test(name) })),
  { name: 'in tells of a variable', wants: 'escaped', run: (ctx) => (ctx.envName in process.env ? 'ESCAPED' : '') },
  { name: 'hasOwn tells of a variable', wants: 'escaped', run: (ctx) => (Object.hasOwn(process.env, ctx.envName) ? 'ESCAPED' : '') },
  { name: 'keys tell of a variable', wants: 'escaped', run: (ctx) => (Object.keys(process.env).includes(ctx.envName) ? 'ESCAPED' : '') },
  { name: 'hasOwnProperty tells of a variable', wants: 'escaped', run: (ctx) => (Reflect.apply(process.env.hasOwnProperty, process.env, [ctx.envName]) ? 'ESCAPED' : '') },
  {
    name: 'a variable written and seen by a child', wants: 'escaped', run: () => { process.env.NRGS_WRITTEN = 'x'; const seen = process.env.NRGS_WRITTEN; delete process.env.NRGS_WRITTEN; return seen === 'x' ? 'ESCAPED' : ''; },
  },
  { name: 'a variable deleted', wants: 'escaped', restart: true, run: (ctx) => { delete process.env.TMPDIR; return require('os').tmpdir().includes(ctx.base) ? '' : 'ESCAPED'; } },
  { name: 'a working directory changed', wants: 'escaped', restart: true, run: (ctx) => { process.chdir(ctx.allowed); return process.cwd() === ctx.allowed ? 'ESCAPED' : ''; } },
  { name: 'a umask changed', wants: 'escaped', restart: true, run: () => { const before = process.umask(0o077); const now = process.umask(before); return now === 0o077 && now !== before ? 'ESCAPED' : ''; } },
  { name: 'a title changed', wants: 'escaped', run: () => { const before = process.title; process.title = 'escape'; const now = process.title; process.title = before; return now === 'escape' ? 'ESCAPED' : ''; } },
  { name: 'a user changed', wants: 'escaped', restart: true, run: () => { process.setegid(65534); return process.getegid() === 65534 ? 'ESCAPED' : ''; } },
  { name: 'groups changed', wants: 'escaped', restart: true, run: () => { process.setgroups([65534]); return process.getgroups().includes(65534) ? 'ESCAPED' : ''; } },
  { name: 'a priority changed', wants: 'escaped', run: () => { require('os').setPriority(5); return require('os').getPriority() === 5 ? 'ESCAPED' : ''; }, restart: true },
  { name: 'a handler that hides exceptions', wants: 'escaped', restart: true, run: () => { process.setUncaughtExceptionCaptureCallback(() => {}); return process.hasUncaughtExceptionCaptureCallback() ? 'ESCAPED' : ''; } },
  { name: 'listeners of others removed', wants: 'escaped', restart: true, run: () => { process.removeAllListeners('SIGTERM'); return process.listenerCount('SIGTERM') === 0 ? 'ESCAPED' : ''; } },
];
