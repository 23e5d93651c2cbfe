'use strict';
// Copied as `probe.js` into every package under test. It lets a test make the package act, and the
// package report, without any guarded capability. How the two talk is known only here and in
// probe.js beside this file.

// Attacks replace the global ones.
const FirstPromise = Promise;
const firstSetTimeout = setTimeout;
const firstClearTimeout = clearTimeout;

// Long, because a busy machine takes its time; who knows of calls that are never answered says a shorter one.
const ANSWER_TIMEOUT = 15_000;

/** What a call came to, as text: bytes are shown as the text they hold. */
function textOf(value) {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value;
  if (ArrayBuffer.isView(value)) return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('utf8');
  if (value instanceof ArrayBuffer) return Buffer.from(value).toString('utf8');
  if (typeof value === 'object') return JSON.stringify(value) ?? '';
  return `${String(value)}`;
}

/** The fields of an error that tests look at. */
function plainError(error) {
  if (error === null || typeof error !== 'object') return { message: `${String(error)}` };
  const { name, message, code, capability, package: packageName, resource } = error;
  return { name, message: `${message}`, code, capability, package: packageName, resource };
}

/** Runs one call; always resolves. */
async function answer(calls, name, args, request, limit = ANSWER_TIMEOUT) {
  let timer;
  const late = new FirstPromise((resolve) => {
    timer = firstSetTimeout(() => resolve({ ok: false, error: { message: 'no answer in time', code: 'PROBE_TIMEOUT' } }), limit);
  });
  const work = (async () => {
    try {
      if (typeof calls[name] !== 'function') throw new Error(`no such call: ${name}`);
      return { ok: true, value: textOf(await calls[name](args, request)) };
    } catch (error) {
      return { ok: false, error: plainError(error) };
    }
  })();
  const result = await FirstPromise.race([work, late]);
  firstClearTimeout(timer);
  return result;
}

/**
 * Makes the function that a `node-red` file exports.
 * @param {string} name name of the package
 * @param {Record<string, (args: any) => any>} calls what a test can make it do
 * @param {(RED: object) => void} [onLoad] told the package's RED
 */
module.exports = function probe(name, calls, onLoad) {
  return function register(RED) {
    if (onLoad) onLoad(RED);
    const handler = (req, res) => {
      answer(calls, req.query.call, JSON.parse(req.query.args ?? '{}'), req, Number(req.query.limit) || undefined).then((result) => res.json(result));
    };
    // The operator of a test hands requests on (probe-settings.js); where settings.js is another one, a route must be granted.
    const probes = globalThis[Symbol.for('nrgs.probes')];
    if (probes) probes.set(name, handler);
    else RED.httpAdmin.get(`/probe/${encodeURIComponent(name)}`, handler);
  };
};
