'use strict';
// `vm` compiles code outside the module loader; that needs `vm:execute`. What a package compiles runs in its name, in whatever
// context: the names of its scripts say whose they are, and nobody else can give such a name.

const {
  ObjectDefineProperty, ObjectGetPrototypeOf, ReflectApply, ReflectConstruct, RegExp,
} = require('../../boot/primordials');
const { define, snapshotOptions } = require('../../core/args');
const { conceal } = require('../../core/conceal');
const { ownerOfFunction } = require('../../core/function-nodes');
const { hardenPrototype, replaceMember } = require('../../core/harden');
const { copyList } = require('../../core/lists');
const { judge } = require('../../core/decide');
const { loader } = require('../../core/loader');
const { stoppable } = require('../../core/stopped');
const { guard } = require('../../core/wrap');
const contexts = require('./contexts');

const DEFAULT_NAME = 'evalmachine.<anonymous>';

let native;

/** How the addon knows whose script it is, see src/attribution/scripts.rs; what the package calls it comes after. */
const nameFor = (principal, name) => `vm:${principal}:${name}`;

/**
 * A snapshot of the options at `at`, or of the file name that may stand there, with a name of ours. Bytecode is taken out: V8 runs what it is
 * given unseen, so that it could do anything to the process.
 * @returns {boolean} whether bytecode was given
 */
function rename(principal, args, at, key = 'filename') {
  const given = args[at];
  if (given !== undefined && typeof given !== 'string' && (typeof given !== 'object' || given === null)) return false;
  const options = typeof given === 'object' ? snapshotOptions(given) : {};
  const name = typeof given === 'string' ? given : options[key];
  // Anything else is for Node to complain about.
  if (name === undefined || typeof name === 'string') define(options, key, nameFor(principal, name ?? DEFAULT_NAME));
  const hasBytecode = options.cachedData !== undefined;
  if (hasBytecode && judge(principal, 'all', undefined) !== undefined) define(options, 'cachedData', undefined);
  args[at] = options;
  return hasBytecode && options.cachedData === undefined;
}

const needed = (principal) => judge(principal, 'vm:execute', undefined);

/** Code is at 0; options (or a file name) at `at`. */
const execute = (at, key) => (principal, args) => {
  const refused = needed(principal);
  if (refused === undefined) rename(principal, args, at, key);
  return refused;
};

/**
 * Node's own scripts ask for the global object of another context when a web stream is released, whoever does it: they take a
 * `RegExp` there that nobody changed. Here nobody can change any. So everybody who asks in these words gets that and no more.
 */
const isForRegExp = (args) => args[0] === 'this' && args[1] === undefined && typeof args[2] === 'object' && args[2]?.contextName === 'internal';

/**
 * Node's `repl` asks what the language brings with it while it is loaded, for whoever loads it first. Names are no secret; a list of
 * the other context would be a way to that context's constructors, so that the names come in one of this.
 */
const FOR_NAMES = 'Object.getOwnPropertyNames(globalThis)';
const isForNames = (args) => args.length === 1 && args[0] === FOR_NAMES;

const isForNode = (args) => isForRegExp(args) || isForNames(args);

/** A script as Node gives it back when V8 did not like the bytecode. */
function rejected(made, isRejected) {
  if (isRejected) ObjectDefineProperty(made, 'cachedDataRejected', { __proto__: null, value: true, writable: true, enumerable: true, configurable: true });
  return made;
}

/** What core compiles here is not its own (function nodes): from then on callers are looked for. */
const byCore = (action) => function core(original, self, args) {
  loader.firstPackage();
  return action(original, self, args);
};

const asItIs = byCore((original, self, args) => ReflectApply(original, self, args));

function construct(Original, args, newTarget) {
  loader.firstPackage();
  return ReflectConstruct(Original, args, newTarget);
}

/** What core compiles for a package is the package's. */
function disown(args) {
  const owner = ownerOfFunction(args[1]?.filename);
  if (owner === undefined) return false;
  args[1] = snapshotOptions(args[1]);
  define(args[1], 'filename', nameFor(owner, args[1].filename));
  return false;
}

function constructScript(Original, args, newTarget, principal, trusted) {
  loader.firstPackage();
  const isRejected = trusted ? disown(args) : rename(principal, args, 1);
  return rejected(ReflectConstruct(Original, args, newTarget), isRejected);
}

function compileFunction(original, self, args, principal) {
  const isRejected = rename(principal, args, 2);
  const made = ReflectApply(original, self, args);
  native.bindScript(made, principal);
  return rejected(made, isRejected);
}

function createScript(original, self, args, principal) {
  const isRejected = rename(principal, args, 1);
  return rejected(ReflectApply(original, self, args), isRejected);
}

/** `vm.runInNewContext()` in its parts, because its context needs to be made ours. */
function runInNewContext(original, self, args) {
  if (isForRegExp(args)) return { __proto__: null, RegExp };
  const options = typeof args[2] === 'string' ? { filename: args[2] } : snapshotOptions(args[2]);
  const result = contexts.runIn(args[0], contexts.create(args[1], contexts.optionsFrom(options)), options);
  return isForNames(args) ? copyList(result) : result;
}

/** The same for `script.runInNewContext()`, by whomever. */
const ofScript = (original, self, args) => {
  const options = snapshotOptions(args[1]);
  return contexts.runScript(self, contexts.create(args[0], contexts.optionsFrom(options)), options);
};

/** What runs a script, below all others: what is not stopped by anything is run as it is. */
function running(original) {
  const holder = {
    runInContext(...args) {
      if (args[1] === -1 && args[3] === false) return ReflectApply(original, this, args);
      return stoppable(() => ReflectApply(original, this, args));
    },
  };
  return conceal(holder.runInContext, original);
}

const create = (original, self, args) => contexts.create(args[0], args[1]);

const createOwn = (original, self, args) => contexts.createOwn(args[0], args[1]);

module.exports = {
  rows: {
    __proto__: null,
    compileFunction: { judge: needed, run: compileFunction, core: asItIs },
    createContext: { judge: needed, run: createOwn, core: byCore(create) },
    createScript: { judge: needed, run: createScript, core: asItIs },
    measureMemory: { judge: needed },
    runInContext: { judge: execute(2), core: asItIs },
    runInNewContext: { judge: (principal, args) => (isForNode(args) ? undefined : execute(2)(principal, args)), run: runInNewContext, core: byCore(runInNewContext) },
    runInThisContext: { judge: execute(1), core: asItIs },
  },
  constructors: {
    __proto__: null,
    Module: { judge: needed, construct },
    Script: { judge: needed, construct: constructScript },
    SourceTextModule: { judge: execute(1, 'identifier'), construct },
    SyntheticModule: { judge: execute(2, 'identifier'), construct },
  },
  passes: { __proto__: null, isContext: 'a question', constants: 'symbols' },
  complete({ Script }, api, guards, { who }) {
    native = api;
    contexts.configure(api);
    // Node's methods look up there what runs a script: whoever replaced it would run in the place of what everybody loads.
    const below = ObjectGetPrototypeOf(Script.prototype);
    replaceMember(below, 'runInContext', running(below.runInContext));
    hardenPrototype(below);
    const { runInNewContext: original } = Script.prototype;
    replaceMember(Script.prototype, 'runInNewContext', guard(original, { judge: needed, run: ofScript, core: byCore(ofScript) }, 'Script.prototype.runInNewContext()', who));
  },
};
