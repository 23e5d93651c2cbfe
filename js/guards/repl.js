'use strict';
// `repl` evaluates code and reads files for whoever types.

const all = { judge: () => ({ capability: 'all', resource: 'an interactive session' }) };

module.exports = {
  rows: { __proto__: null, start: all, writer: all, isValidSyntax: all },
  constructors: { __proto__: null, REPLServer: all, Recoverable: all },
  hidden: { __proto__: null, repl: 'a running session', builtinModules: 'names', _builtinLibs: 'names' },
  passes: { __proto__: null, REPL_MODE_SLOPPY: 'a symbol', REPL_MODE_STRICT: 'a symbol' },
};
