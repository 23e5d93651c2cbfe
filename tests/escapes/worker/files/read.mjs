import fs from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';

parentPort.postMessage(fs.readFileSync(workerData, 'utf8'));
