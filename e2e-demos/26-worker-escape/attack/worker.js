'use strict';
const { parentPort, workerData } = require('worker_threads');

parentPort.postMessage(require('fs').readFileSync(workerData, 'utf8'));
