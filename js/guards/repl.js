'use strict';
// `repl` evaluates code and reads files for whoever types.

const { whileLoading } = require('./async_hooks');

const all = { judge: () => ({ capability: 'all', resource: 'an interactive session' }) };

module.exports = {
  // Until Node 24 sessions run in a domain, which has its guards first.
  needs: 'domain',
  around: whileLoading,
  rows: { __proto__: null, start: all, writer: all, isValidSyntax: all },
  constructors: { __proto__: null, REPLServer: all, Recoverable: all },
  hidden: { __proto__: null, repl: 'a running session', builtinModules: 'names', _builtinLibs: 'names' },
  passes: { __proto__: null, REPL_MODE_SLOPPY: 'a symbol', REPL_MODE_STRICT: 'a symbol' },
};
