'use strict';
// Is this a worker thread or a Node.js program that a package started? Then a token, or a passport, stands in the environment; it
// is taken out before any other code runs.

const { env, process } = require('./captured');

const TOKEN = 'NRG_SENTINEL_WORKER';
/** What a package's program is, as JSON: guards/child_process/confine.js. */
const PASSPORT = 'NRG_SENTINEL_CHILD';
/** In its place in the thread of Node's own that answers where imports lead (loader/esm-hooks.js): no code of a package runs there. */
const HOOKS = 'hooks';

function take(name) {
  const text = env[name];
  if (text !== undefined) delete env[name];
  return text;
}

/** In a worker Node puts functions in place of those that belong to the process. */
const isWorker = () => process.chdir.disabled === true;

/** The token of this thread, or undefined. */
const takeToken = () => (isWorker() ? take(TOKEN) : undefined);

/** The passport of this process, or undefined. */
const takePassport = () => (isWorker() ? undefined : take(PASSPORT));

module.exports = { HOOKS, PASSPORT, TOKEN, takePassport, takeToken };
