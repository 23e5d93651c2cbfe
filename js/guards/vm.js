'use strict';
// `vm` compiles code outside the module loader: nothing can be said about who wrote it, so it needs `vm:execute`.

const { ReflectApply, ReflectConstruct, StringPrototypeStartsWith } = require('../boot/primordials');
const { path } = require('../boot/builtins');
const { define, snapshotOptions } = require('../core/args');
const { judge } = require('../core/decide');
const { firstPackage } = require('../loader/builtin');

/**
 * The name of a script is how ES modules and Node's own files are known on the stack; a granted package may not
 * choose one of those.
 */
function harmlessName(name) {
  if (typeof name !== 'string') return undefined;
  const taken = StringPrototypeStartsWith(name, 'node:') || StringPrototypeStartsWith(name, 'file:')
    || StringPrototypeStartsWith(name, 'Function node') || path.isAbsolute(name);
  return taken ? `evalmachine.${path.basename(name)}` : name;
}

/** Code is at 0; options (or a file name) at `at`. */
const execute = (at) => (principal, args) => {
  const refused = judge(principal, 'vm:execute', undefined);
  if (refused !== undefined || at === undefined) return refused;
  const options = args[at];
  if (typeof options === 'string') {
    args[at] = harmlessName(options);
  } else if (typeof options === 'object' && options !== null) {
    args[at] = snapshotOptions(options);
    if (args[at].filename !== undefined) define(args[at], 'filename', harmlessName(`${args[at].filename}`));
    if (args[at].identifier !== undefined) define(args[at], 'identifier', harmlessName(`${args[at].identifier}`));
  }
  return undefined;
};

/** What core compiles here is not its own (function nodes): from then on callers are looked for. */
function core(original, self, args) {
  firstPackage();
  return ReflectApply(original, self, args);
}

function construct(Original, args, newTarget) {
  firstPackage();
  return ReflectConstruct(Original, args, newTarget);
}

module.exports = {
  rows: {
    __proto__: null,
    compileFunction: { judge: execute(2), core },
    createContext: { judge: execute(), core },
    createScript: { judge: execute(1), core },
    measureMemory: { judge: execute() },
    runInContext: { judge: execute(2), core },
    runInNewContext: { judge: execute(2), core },
    runInThisContext: { judge: execute(1), core },
  },
  constructors: {
    __proto__: null,
    Module: { judge: execute(), construct },
    Script: { judge: execute(1), construct },
    SourceTextModule: { judge: execute(1), construct },
    SyntheticModule: { judge: execute(2), construct },
  },
  passes: { __proto__: null, isContext: 'a question', constants: 'symbols' },
};
