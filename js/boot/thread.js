'use strict';
// Is this a worker thread that a package started? Its token stands in the environment, which only this thread has; it is
// taken out before any other code runs.

const { env, process } = require('./builtins');

const TOKEN = 'NRG_SENTINEL_WORKER';
/** In its place in the thread of Node's own that answers where imports lead (loader/esm-hooks.js): no code of a package runs there. */
const HOOKS = 'hooks';

/** The token of this thread, or undefined. In a worker Node puts functions in place of those that belong to the process. */
function takeToken() {
  if (process.chdir.disabled !== true) return undefined;
  const token = env[TOKEN];
  delete env[TOKEN];
  return token;
}

module.exports = { HOOKS, TOKEN, takeToken };
