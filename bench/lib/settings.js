'use strict';
// settings.js of the benches. It is the operator's file, so what it calls is called by core.
const fs = require('fs');
const v8 = require('v8');
const vm = require('vm');
const { depth, measure } = require('./package/measure.js');
const { carry } = require('./package/traffic.js');

// Not before it is needed: from then on callers are looked for, and what V8 compiled before does not fit its flags.
globalThis.benchCollect = () => {
  v8.setFlagsFromString('--expose-gc');
  vm.runInNewContext('gc')();
};

// Nothing of the package that asks is on the stack: it may not change flags.
globalThis.benchMemory = (answer) => setImmediate(() => {
  globalThis.benchCollect();
  answer({ ...process.memoryUsage(), spaces: v8.getHeapSpaceStatistics() });
});

const dir = process.env.BENCH;
let kept;

const loops = {
  statSync(n) {
    for (let i = 0; i < n; i++) kept = fs.statSync(`${dir}/seen`);
  },
  existsSync(n) {
    for (let i = 0; i < n; i++) kept = fs.existsSync(`${dir}/seen`);
  },
  readFileSync(n) {
    for (let i = 0; i < n; i++) kept = fs.readFileSync(`${dir}/seen`);
  },
  env(n) {
    for (let i = 0; i < n; i++) kept = process.env.BENCH;
  },
  require(n) {
    for (let i = 0; i < n; i++) kept = require('fs');
  },
  envUnset(n) {
    for (let i = 0; i < n; i++) kept = process.env.FORCE_COLOR;
  },
  log(n) {
    for (let i = 0; i < n; i++) console.log('a line of Node-RED that says how it is doing');
  },
};

/** What waits for the next message of the debug node. */
const inNode = [];

/** Where the calls are made: on the stack of the admin server, of a core node's handler, or on one of their own. */
const places = {
  core: (run) => run(),
  'core-node': (run) => inNode.push(run),
  'core-later': (run) => setImmediate(run),
};

function started() {
  const cpu = process.cpuUsage();
  setTimeout(() => {
    const { rss } = process.memoryUsage();
    globalThis.benchCollect();
    fs.writeFileSync(process.env.BENCH_RESULT, JSON.stringify({ cpu: cpu.user + cpu.system, rss, heap: process.memoryUsage().heapUsed }));
    process.exit(0);
  }, Number(process.env.BENCH_LINGER ?? 500));
}

module.exports = {
  functionGlobalContext: { state: { a: 1, b: { c: 2 }, d: 'text' } },
  uiHost: '127.0.0.1',
  flowFile: 'flows.json',
  credentialSecret: 'only-a-bench',
  disableEditor: true,
  lang: 'en-US',
  telemetry: { enabled: false, updateNotification: false },
  logging: {
    console: { level: 'info', metrics: false, audit: false },
    bench: {
      level: 'info',
      handler: () => (message) => {
        if (process.env.BENCH_STDOUT) process.stderr.write(`${message.msg}\n`);
        if (process.env.BENCH_RESULT && /Started flows/.test(message.msg)) started();
        if (message.id === 'bench-debug') inNode.shift()?.();
      },
    },
  },
  httpAdminMiddleware(req, res, next) {
    const traffic = /^\/core-traffic\/(\w+)\?n=(\d+)&samples=(\d+)$/.exec(req.url);
    if (traffic !== null) {
      const [, name, n, samples] = traffic;
      return carry(name, JSON.parse(process.env.BENCH_SERVERS), Number(n), Number(samples)).then((times) => res.end(JSON.stringify({ times, depth: 0 })), next);
    }
    if (req.url === '/heap') {
      globalThis.benchCollect();
      return res.end(JSON.stringify(process.memoryUsage()));
    }
    const found = /^\/(core|core-node|core-later)\/(\w+)\?n=(\d+)&samples=(\d+)$/.exec(req.url);
    if (found === null) return next();
    const [, place, name, n, samples] = found;
    return places[place](() => {
      res.end(JSON.stringify({ times: measure(loops[name], Number(n), Number(samples)), depth: depth(), kept: typeof kept }));
    });
  },
};
