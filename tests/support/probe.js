'use strict';
// The test's side of probe-package.js: makes a package in a running Node-RED do something.
const path = require('node:path');

/** The file every package under test carries. */
const PROBE_FILE = path.join(__dirname, 'probe-package.js');

/** Where a package answers. */
const probeRoute = (packageName) => `/probe/${encodeURIComponent(packageName)}`;

const HUNG = 25_000;

/** Rejects when the answer does not come: the package blocks the process. */
function inTime(promise) {
  let timer;
  const late = new Promise((resolve, reject) => {
    timer = setTimeout(() => reject(Object.assign(new Error('Node-RED does not answer'), { code: 'PROBE_HUNG' })), HUNG);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/**
 * Makes a package run one of its calls.
 * @param {number} [limit] how long the package waits for the end of the call, in milliseconds
 * @returns {Promise<{ok: boolean, value?: string, error?: object, died?: boolean, exit?: number|string}>}
 *   `died` when Node-RED ended instead of answering
 */
async function callProbe(nodeRed, packageName, call, args = {}, limit = '') {
  const query = `call=${encodeURIComponent(call)}&args=${encodeURIComponent(JSON.stringify(args))}&limit=${limit}`;
  try {
    const answer = await inTime(nodeRed.get(`${probeRoute(packageName)}?${query}`));
    if (answer.status === 200) return answer.json();
    return { ok: false, error: { message: `HTTP ${answer.status}: ${answer.text.slice(0, 200)}`, code: 'PROBE_HTTP' } };
  } catch (error) {
    // blocked for good: the next call needs another process
    if (error.code === 'PROBE_HUNG') await nodeRed.kill();
    // a reset connection: the process is going down, or it dropped this one request
    const exit = await Promise.race([
      nodeRed.exitCode,
      new Promise((resolve) => { setTimeout(resolve, 3000, undefined).unref(); }),
    ]);
    if (exit === undefined) return { ok: false, error: { message: error.message, code: 'PROBE_CONNECTION' } };
    return { ok: false, died: true, exit, error: { message: `Node-RED ended with ${exit}`, code: 'PROBE_DIED' } };
  }
}

module.exports = { PROBE_FILE, callProbe };
