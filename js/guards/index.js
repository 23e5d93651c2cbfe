'use strict';
// Every builtin module, and what a package gets when it asks for it. Explicit: a module that is in neither list is
// refused, so that a module a new Node version brings is never handed out unseen.

/** Modules with a table of their own: name -> file. `fs`, `process` and `module` are built by their own code. */
const guarded = {
  __proto__: null,
  _http_agent: () => require('./network/http').parts._http_agent,
  _http_client: () => require('./network/http').parts._http_client,
  _http_common: () => require('./network/http').parts._http_common,
  _http_incoming: () => require('./network/http').parts._http_incoming,
  _http_outgoing: () => require('./network/http').parts._http_outgoing,
  _http_server: () => require('./network/http').parts._http_server,
  _tls_common: () => require('./network/tls').parts,
  _tls_wrap: () => require('./network/tls').parts,
  async_hooks: () => require('./async_hooks'),
  cluster: () => require('./cluster'),
  crypto: () => require('./crypto'),
  dgram: () => require('./network/dgram'),
  diagnostics_channel: () => require('./diagnostics_channel'),
  dns: () => require('./network/dns').callbacks,
  'dns/promises': () => require('./network/dns').promises,
  ffi: () => require('./ffi'),
  http: () => require('./network/http').http,
  http2: () => require('./network/http2'),
  https: () => require('./network/http').https,
  inspector: () => require('./inspector'),
  'inspector/promises': () => require('./inspector'),
  net: () => require('./network/net'),
  os: () => require('./os'),
  repl: () => require('./repl'),
  sea: () => require('./sea'),
  sqlite: () => require('./sqlite'),
  test: () => require('./test'),
  'test/reporters': () => require('./test'),
  tls: () => require('./network/tls').whole,
  trace_events: () => require('./trace_events'),
  tty: () => require('./network/tty'),
  v8: () => require('./v8'),
  vm: () => require('./vm'),
  wasi: () => require('./wasi'),
  worker_threads: () => require('./worker_threads'),
};

const PURE = 'computes on what it is given';

/** Modules handed out as they are, with the reason. */
const passes = {
  __proto__: null,
  _stream_duplex: PURE, _stream_passthrough: PURE, _stream_readable: PURE, _stream_transform: PURE, _stream_wrap: PURE, _stream_writable: PURE,
  assert: PURE, 'assert/strict': PURE, buffer: PURE, console: 'prints', constants: 'numbers',
  domain: 'own errors', events: PURE,
  path: PURE, 'path/posix': PURE, 'path/win32': PURE, perf_hooks: 'timings',
  punycode: PURE, querystring: PURE, readline: PURE, 'readline/promises': PURE, stream: PURE,
  'stream/consumers': PURE, 'stream/iter': PURE, 'stream/promises': PURE, 'stream/web': PURE, string_decoder: PURE, sys: PURE, timers: 'schedules functions', 'timers/promises': 'schedules functions',
  url: PURE, util: PURE, 'util/types': PURE, zlib: PURE, 'zlib/iter': PURE,
};

/** Modules that pass but for a few functions, which are guarded on what everybody shares. */
const partly = {
  __proto__: null,
  buffer: () => require('./buffer'),
  domain: () => require('./domain'),
  perf_hooks: () => require('./perf_hooks'),
  timers: () => require('./timers'),
  stream: () => require('./stream'),
  util: () => require('./util'),
  zlib: () => require('./zlib'),
};

module.exports = { guarded, partly, passes };
