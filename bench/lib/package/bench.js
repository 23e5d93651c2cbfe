'use strict';
// The palette package that measures itself: it calls what every package calls, through what its own `require` gave it.
// `GET /bench/<name>?n=…&samples=…` answers nanoseconds per call, one number for each sample.
const dns = require('dns');
const fs = require('fs');
const net = require('net');
const { depth, measure } = require('./measure.js');
const { carry } = require('./traffic.js');

const FILES = 10_000;

const ignore = () => {};

/** A loop of its own for each call, so that no two of them share what the compiler learns. */
function loops(dir) {
  const seen = `${dir}/seen`;
  const files = Array.from({ length: FILES }, (_, i) => `${dir}/${i % 100}/${i}`);
  const outside = '/etc/hostname';
  const found = new Uint32Array(16);
  const native = globalThis.benchNative;
  const internals = native?.internals(['node:internal/bench']);
  let next = 0;
  let kept;
  return {
    statSeen(n) {
      for (let i = 0; i < n; i++) kept = fs.statSync(seen);
    },
    // Twice as many as are remembered, in turns: never a path that is.
    statNew(n) {
      for (let i = 0; i < n; i++) kept = fs.statSync(files[next++ % FILES]);
    },
    env(n) {
      for (let i = 0; i < n; i++) kept = process.env.BENCH;
    },
    // Refused where the package is confined.
    refused(n) {
      for (let i = 0; i < n; i++) {
        try {
          kept = fs.statSync(outside);
        } catch (error) {
          kept = error;
        }
      }
    },
    // The same without Sentinel.
    threw(n) {
      for (let i = 0; i < n; i++) {
        try {
          kept = fs.statSync('/nowhere/at/all');
        } catch (error) {
          kept = error;
        }
      }
    },
    // Up to the moment in which the system would be asked: the socket is gone before.
    connect(n) {
      for (let i = 0; i < n; i++) kept = net.connect(9, '127.0.0.1').on('error', ignore).destroy();
    },
    connectRefused(n) {
      for (let i = 0; i < n; i++) kept = net.connect(9, '127.0.0.2').on('error', ignore).destroy();
    },
    lookup(n) {
      for (let i = 0; i < n; i++) kept = dns.lookup('127.0.0.1', ignore);
    },
    callers(n) {
      for (let i = 0; i < n; i++) kept = native.callers(found);
    },
    caller(n) {
      for (let i = 0; i < n; i++) kept = native.caller(internals);
    },
    log(n) {
      for (let i = 0; i < n; i++) console.log('a line of a package that says how it is doing');
    },
    requireSeen(n) {
      for (let i = 0; i < n; i++) kept = require('http');
    },
    requireOwn(n) {
      for (let i = 0; i < n; i++) kept = require('./own.js');
    },
    get kept() {
      return kept;
    },
  };
}

/** Imports, one after the other. */
const imports = {
  importSeen: () => import('http'),
  importOwn: () => import('./own.mjs'),
};

async function measureImports(once, n, samples) {
  const times = [];
  for (let sample = 0; sample < samples; sample++) {
    const start = process.hrtime.bigint();
    for (let i = 0; i < n; i++) await once();
    times.push(Number(process.hrtime.bigint() - start) / n);
  }
  return times;
}

module.exports = (RED) => {
  const all = loops(process.env.BENCH);
  const calls = require('./messages.js')(RED);
  let waiting;

  function answer({ params, query }, node) {
    const loop = calls[params.name] ?? all[params.name];
    const times = measure((n) => loop(n, node), Number(query.n), Number(query.samples));
    return { times, depth: depth(), kept: typeof all.kept };
  }

  RED.nodes.registerType('bench', function Bench(config) {
    RED.nodes.createNode(this, config);
    this.on('input', (message, send, done) => {
      if (config.first) {
        send(message);
        done();
        return;
      }
      const { req, res } = waiting;
      res.json(answer(req, this));
      done();
    });
  });
  // Inside the input handler of the second of two nodes.
  RED.httpAdmin.get('/bench/handler/:name', (req, res) => {
    waiting = { req, res };
    RED.nodes.getNode('bench1').receive({ payload: 1 });
  });
  RED.httpAdmin.get('/bench/memory', (req, res) => {
    globalThis.benchMemory((memory) => res.json(memory));
  });
  const later = (res, promise) => promise.then((times) => res.json({ times, depth: 0 }), (error) => res.status(500).send(error.stack));
  RED.httpAdmin.get('/bench/traffic/:name', ({ params, query }, res) => {
    later(res, carry(params.name, JSON.parse(process.env.BENCH_SERVERS), Number(query.n), Number(query.samples)));
  });
  RED.httpAdmin.get('/bench/imports/:name', ({ params, query }, res) => {
    later(res, measureImports(imports[params.name], Number(query.n), Number(query.samples)));
  });
  RED.httpAdmin.get('/bench/loop/:index', ({ params, query }, res) => {
    require('./loops.js')(Number(params.index), Number(query.samples), Number(query.n)).then((found) => res.json(found), (error) => res.status(500).send(error.stack));
  });
  RED.httpAdmin.get('/bench/:name', (req, res) => {
    res.json(answer(req));
  });
};
