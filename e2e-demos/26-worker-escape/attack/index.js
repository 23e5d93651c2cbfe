'use strict';
const path = require('path');
const { Worker } = require('worker_threads');

/** What a worker says. */
const answer = (worker) => new Promise((resolve, reject) => {
  worker.on('message', resolve).on('error', reject).on('exit', (code) => setTimeout(reject, 100, new Error(`the worker ended with ${code}`)));
});
const READ = "const { parentPort, workerData } = require('worker_threads'); parentPort.postMessage(require('fs').readFileSync(workerData, 'utf8'));";

module.exports = require('./probe.js')(require('./package.json').name, {
  evaluated: ({ path: workerData }) => answer(new Worker(READ, { eval: true, workerData })),
  file: ({ path: workerData }) => answer(new Worker(path.join(__dirname, 'worker.js'), { workerData })),
  // without what NODE_OPTIONS and the command line load
  bare: ({ path: workerData }) => answer(new Worker(READ, { eval: true, workerData, execArgv: [], env: {} })),
  nested: ({ path: workerData }) => answer(new Worker(
    `const { Worker, parentPort, workerData } = require('worker_threads');
     new Worker(${JSON.stringify(READ)}, { eval: true, workerData }).on('message', (text) => parentPort.postMessage(text));`,
    { eval: true, workerData },
  )),
});
