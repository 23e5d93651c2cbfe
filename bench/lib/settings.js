'use strict';
// settings.js of the benches. It is the operator's file, so what it calls is called by core.
const fs = require('fs');
const v8 = require('v8');
const vm = require('vm');

v8.setFlagsFromString('--expose-gc');
globalThis.benchCollect = vm.runInNewContext('gc');

const { hrtime } = process;
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
  log(n) {
    for (let i = 0; i < n; i++) console.log('a line of Node-RED that says how it is doing');
  },
};

function measure(loop, n, samples) {
  const times = [];
  for (let i = 0; i < samples; i++) {
    const start = hrtime.bigint();
    loop(n);
    times.push(Number(hrtime.bigint() - start) / n);
  }
  return times;
}

function started() {
  const cpu = process.cpuUsage();
  setTimeout(() => {
    const { rss } = process.memoryUsage();
    globalThis.benchCollect();
    fs.writeFileSync(process.env.BENCH_RESULT, JSON.stringify({ cpu: cpu.user + cpu.system, rss, heap: process.memoryUsage().heapUsed }));
    process.exit(0);
  }, 500);
}

module.exports = {
  uiHost: '127.0.0.1',
  flowFile: 'flows.json',
  credentialSecret: 'only-a-bench',
  disableEditor: true,
  lang: 'en-US',
  telemetry: { enabled: false, updateNotification: false },
  logging: {
    console: { level: 'info', metrics: false, audit: false },
    ...(process.env.BENCH_RESULT && {
      bench: {
        level: 'info',
        handler: () => (message) => {
          if (/Started flows/.test(message.msg)) started();
        },
      },
    }),
  },
  httpAdminMiddleware(req, res, next) {
    const found = /^\/core\/(\w+)\?n=(\d+)&samples=(\d+)$/.exec(req.url);
    if (found === null) return next();
    return res.end(JSON.stringify({ times: measure(loops[found[1]], Number(found[2]), Number(found[3])), kept: typeof kept }));
  },
};
