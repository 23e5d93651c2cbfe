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

module.exports = { builtins, environment };
