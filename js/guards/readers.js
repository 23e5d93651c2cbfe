'use strict';
// Node-internal scripts that use what everyone shares for themselves. Only scripts that read these things belong here,
// never one that calls functions it was given (timers, events, streams, `util.promisify`): a builtin handed to such a
// script would be taken for Node's own work.

const NODE = 'node:';

/** @returns {string[]} names as they stand on the stack */
function named(list) {
  const result = [];
  for (let i = 0; i < list.length; i++) result[i] = NODE + list[i];
  return result;
}

/** Scripts that read `process.env`. */
const environment = named([
  '_http_agent', 'child_process', 'cluster', 'http', 'https', 'internal/cluster/child', 'internal/cluster/primary', 'internal/console/constructor',
  'internal/modules/cjs/loader', 'internal/modules/esm/loader', 'internal/modules/esm/resolve', 'internal/modules/helpers', 'internal/modules/typescript',
  'internal/options', 'internal/process/per_thread', 'internal/process/pre_execution', 'internal/readline/interface',
  'internal/source_map/source_map_cache', 'internal/tty', 'internal/util/colors', 'internal/util/debuglog', 'internal/util/inspector', 'internal/worker',
  'net', 'os', 'path', 'readline', 'tls',
]);

/** Scripts that call functions of the guarded builtins (vm, os, v8, worker_threads, inspector). */
const builtins = named([
  'internal/child_process/serialization', 'internal/error_serdes', 'internal/modules/cjs/loader',
  'internal/modules/esm/hooks', 'internal/modules/esm/loader', 'internal/process/pre_execution', 'internal/tty', 'internal/util/inspector',
  'internal/async_hooks', 'internal/bootstrap/switches/is_main_thread',
]);

/** Scripts that use `process.stdout`, `stderr` and `stdin` for themselves; none of them hands one out. */
const streams = named([
  'internal/console/constructor', 'internal/console/global', 'child_process', 'internal/streams/readable', 'internal/util/colors',
  'internal/assert/assertion_error', 'internal/errors', 'internal/bootstrap/node', 'internal/process/execution', 'internal/process/pre_execution',
  'internal/util/debuglog', 'net', 'util', 'internal/repl', 'internal/worker', 'internal/main/worker_thread',
]);

module.exports = { builtins, environment, streams };
