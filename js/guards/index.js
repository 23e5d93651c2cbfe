'use strict';
// Every builtin module, and what a package gets when it asks for it. Explicit: a module that is in neither list is
// refused, so that a module a new Node version brings is never handed out unseen.

/** Modules with a table of their own: name -> file. `fs`, `process` and `module` are built by their own code. */
const guarded = {
  __proto__: null,
  cluster: () => require('./cluster'),
  crypto: () => require('./crypto'),
  ffi: () => require('./ffi'),
  inspector: () => require('./inspector'),
  'inspector/promises': () => require('./inspector'),
  os: () => require('./os'),
  repl: () => require('./repl'),
  sqlite: () => require('./sqlite'),
  test: () => require('./test'),
  'test/reporters': () => require('./test'),
  trace_events: () => require('./trace_events'),
  v8: () => require('./v8'),
  vm: () => require('./vm'),
  wasi: () => require('./wasi'),
  worker_threads: () => require('./worker_threads'),
};

const NETWORK = 'not judged yet: reaches the network only';
const PURE = 'computes on what it is given';

/** Modules handed out as they are, with the reason. */
const passes = {
  __proto__: null,
  _http_agent: NETWORK, _http_client: NETWORK, _http_common: NETWORK, _http_incoming: NETWORK, _http_outgoing: NETWORK,
  _http_server: NETWORK, _tls_common: NETWORK, _tls_wrap: NETWORK,
  _stream_duplex: PURE, _stream_passthrough: PURE, _stream_readable: PURE, _stream_transform: PURE, _stream_wrap: PURE, _stream_writable: PURE,
  assert: PURE, 'assert/strict': PURE, async_hooks: 'own contexts', buffer: PURE, console: 'prints', constants: 'numbers',
  dgram: NETWORK, diagnostics_channel: 'named channels', dns: NETWORK, 'dns/promises': NETWORK, domain: 'own errors', events: PURE,
  http: NETWORK, http2: NETWORK, https: NETWORK, net: NETWORK, path: PURE, 'path/posix': PURE, 'path/win32': PURE, perf_hooks: 'timings',
  punycode: PURE, querystring: PURE, readline: PURE, 'readline/promises': PURE, sea: 'assets of the executable', stream: PURE,
  'stream/consumers': PURE, 'stream/iter': PURE, 'stream/promises': PURE, 'stream/web': PURE, string_decoder: PURE, sys: PURE, timers: 'schedules functions', 'timers/promises': 'schedules functions',
  tls: NETWORK, tty: 'terminals', url: PURE, util: PURE, 'util/types': PURE, zlib: PURE, 'zlib/iter': PURE,
};

module.exports = { guarded, passes };
