'use strict';
// How a command is judged: everything that decides what will run is read once, put into the canonical form
// (core/command.js), and its SHA-256 compared with `allowedCommands`.

const {
  ArrayIsArray, ArrayPrototypePush, ObjectAssign, ObjectKeys, String, TypeError,
} = require('../../boot/primordials');
const { process } = require('../../boot/builtins');
const { define, snapshotList, snapshotOptions, toPath } = require('../../core/args');
const { copyList } = require('../../core/lists');
const { canonicalCommand } = require('../../core/command');
const { CAP } = require('../../generated/capabilities');
const { allowed } = require('../../core/decide');
const { mistaken } = require('../../core/mistaken');
const { configure: configureConfine, confine, harmlessOf } = require('./confine');
const { judgeStdio } = require('./stdio');
const environment = require('../process/environment');

const EXEC = 'process:exec';
const bootDirectory = process.cwd();
const { execArgv, execPath } = process;
let native;

function configure(api) {
  native = api;
  configureConfine(api);
}

/** Is this exact command allowed? The refusal names its canonical text; the suggestion its hash. */
function judgeCommand(principal, call) {
  const { base, own } = environment.forChild(principal);
  const directory = process.cwd();
  const complete = ObjectAssign({ __proto__: null }, call);
  if (complete.cwd === undefined && directory !== bootDirectory) complete.cwd = directory;
  if (complete.env === undefined && own !== undefined) complete.env = own;
  const text = canonicalCommand(complete, base);
  if (allowed(principal, CAP[EXEC], native.sha256(text))) return undefined;
  return { capability: EXEC, resource: text };
}

/** Calls with wrong arguments call it: Node.js says what is wrong, and nothing else would be there to run. */
const NONE = '/nowhere/program';

/** Puts what stands for a wrong value in the place of an option. */
function isMistaken(options, name, read) {
  const given = options[name];
  if (given === undefined || given === null) return false;
  const found = read(given);
  options[name] = found === undefined ? mistaken(given) : found;
  return found === undefined;
}

const textIn = (value) => (typeof value === 'string' ? value : undefined);
const shellIn = (value) => (typeof value === 'boolean' ? value : textIn(value));

/** Replaces a call of which Node.js says that its options are wrong. */
function isWrong(args, list, options, callback) {
  const wrong = [isMistaken(options, 'cwd', toPath), isMistaken(options, 'shell', shellIn), isMistaken(options, 'argv0', textIn)];
  if (!wrong[0] && !wrong[1] && !wrong[2]) return false;
  rebuild(args, NONE, list, options, callback);
  return true;
}

/**
 * The same for a list of arguments, or options, that are none.
 * @param {boolean} isStrict no callback stands there, and what are no options is not left out
 */
function isWrongCall(args, isStrict) {
  const { 1: list, 2: options } = args;
  const isMissing = list === undefined || list === null;
  const isList = isMissing || typeof list === 'object' || (typeof list === 'function' && !isStrict);
  // Where options stand in the place of the list nothing behind them is read.
  const hasOptions = !isStrict || !(isMissing || ArrayIsArray(list)) || options === undefined || options === null || isOptions(options);
  if (isList && hasOptions) return false;
  args.length = 0;
  ArrayPrototypePush(args, NONE);
  ArrayPrototypePush(args, isList ? undefined : mistaken(list));
  if (!hasOptions) ArrayPrototypePush(args, mistaken(options));
  return true;
}

/** The options that decide what runs, as primitives, in a copy that is passed on. */
function snapshotSpawnOptions(given) {
  const options = snapshotOptions(given) ?? {};
  if (options.execPath !== undefined && options.execPath !== null) options.execPath = String(options.execPath);
  if (ArrayIsArray(options.execArgv)) options.execArgv = snapshotList(options.execArgv);
  // What is empty means the environment of this process, to Node too; what is not an object holds no variables.
  options.env = options.env ? snapshotEnvironment(options.env) : undefined;
  return options;
}

function snapshotEnvironment(given) {
  if (typeof given !== 'object') throw new TypeError('The "options.env" property must be of type object.');
  const values = snapshotOptions(given);
  const result = { __proto__: null };
  const names = ObjectKeys(values);
  for (let i = 0; i < names.length; i++) if (values[names[i]] !== undefined) define(result, names[i], String(values[names[i]]));
  return result;
}

/** The part of the options that belongs to the canonical form. */
function decisive(options) {
  const { cwd, env, shell, argv0, uid, gid, windowsVerbatimArguments } = options;
  return { __proto__: null, cwd, env: env ?? undefined, shell, argv0, uid, gid, windowsVerbatimArguments };
}

/** What is asked for is allowed: what is a Node.js program becomes the package's own [I3]. */
function admit(principal, file, line, options, refused) {
  const given = options.env === undefined || options.env === null ? null : ObjectKeys(options.env);
  fixEnvironment(principal, options);
  return refused ?? (options.shell ? undefined : confine(principal, file, line, options, given));
}

/** The child inherits what the package was judged with: its own environment, never a reference that can change. */
function fixEnvironment(principal, options) {
  if (options.env === undefined || options.env === null) {
    const { base, own } = environment.forChild(principal);
    options.env = own ?? base;
  }
}

const isOptions = (value) => typeof value === 'object' && value !== null && !ArrayIsArray(value);

/** Replaces the arguments by `first`, the options and, when there is one, the callback. */
function rebuild(args, first, second, options, callback) {
  args.length = 0;
  ArrayPrototypePush(args, first);
  if (second !== undefined) ArrayPrototypePush(args, second);
  ArrayPrototypePush(args, options);
  if (typeof callback === 'function') ArrayPrototypePush(args, callback);
}

/** exec(command, options?, callback?) and execSync(command, options?). */
function command(principal, args) {
  const line = args[0];
  if (typeof line !== 'string') {
    args[0] = mistaken(line);
    return undefined;
  }
  const callback = typeof args[1] === 'function' ? args[1] : args[2];
  const options = snapshotSpawnOptions(isOptions(args[1]) ? args[1] : undefined);
  if (isWrong(args, undefined, options, callback)) return undefined;
  const refused = judgeStdio(principal, options)
    ?? judgeCommand(principal, ObjectAssign({ __proto__: null, command: line }, decisive(options)));
  fixEnvironment(principal, options);
  rebuild(args, line, undefined, options, callback);
  return refused;
}

/** execFile, execFileSync: (file, args?, options?, callback?). */
function file(principal, args) {
  const program = args[0];
  if (typeof program !== 'string') {
    args[0] = mistaken(program);
    return undefined;
  }
  if (isWrongCall(args, false)) return undefined;
  const hasList = ArrayIsArray(args[1]);
  const list = hasList ? snapshotList(args[1]) : [];
  const given = isOptions(args[1]) ? args[1] : args[2];
  const callback = typeof args[1] === 'function' ? args[1] : typeof args[2] === 'function' ? args[2] : args[3];
  const options = snapshotSpawnOptions(isOptions(given) ? given : undefined);
  if (isWrong(args, list, options, callback)) return undefined;
  const refused = judgeStdio(principal, options)
    ?? judgeCommand(principal, ObjectAssign({ __proto__: null, file: program, args: list }, decisive(options)));
  const unfit = admit(principal, program, list, options, refused);
  rebuild(args, program, list, options, callback);
  return unfit;
}

/** spawn, spawnSync: the same without a callback. */
const spawn = (principal, args) => (typeof args[0] === 'string' && isWrongCall(args, true) ? undefined : file(principal, args));

/** fork(module, args?, options?): judged as the command line it becomes. */
function fork(principal, args) {
  const module = toPath(args[0]);
  if (module === undefined) {
    args[0] = mistaken(args[0]);
    return undefined;
  }
  if (isWrongCall(args, true)) return undefined;
  const list = ArrayIsArray(args[1]) ? snapshotList(args[1]) : [];
  const given = isOptions(args[1]) ? args[1] : args[2];
  const options = snapshotSpawnOptions(isOptions(given) ? given : undefined);
  if (isWrong(args, list, options)) return undefined;
  options.execPath = options.execPath || execPath;
  const isInherited = !ArrayIsArray(options.execArgv);
  if (isInherited) options.execArgv = copyList(execArgv);
  options.shell = false;
  const line = [];
  for (let i = 0; i < options.execArgv.length; i++) ArrayPrototypePush(line, options.execArgv[i]);
  ArrayPrototypePush(line, module);
  for (let i = 0; i < list.length; i++) ArrayPrototypePush(line, list[i]);
  const refused = judgeStdio(principal, options)
    ?? judgeCommand(principal, ObjectAssign({ __proto__: null, file: options.execPath, args: line }, decisive(options)));
  // What the operator gave Node-RED on the way is not for a program of the package.
  if (isInherited) options.execArgv = harmlessOf(options.execArgv);
  const unfit = admit(principal, options.execPath, isInherited ? [module] : line, options, refused);
  rebuild(args, module, list, options);
  return unfit;
}

/** ChildProcess.prototype.spawn(options), called by a package itself: the undocumented form below all others. */
function bare(principal, args) {
  const options = snapshotSpawnOptions(args[0]);
  if (typeof options.file !== 'string') return { capability: EXEC, resource: 'a command that is not text' };
  options.args = ArrayIsArray(options.args) ? snapshotList(options.args) : [];
  // Written anew from what was judged: of two pairs with one name, programs see the first and others the last.
  const env = ArrayIsArray(options.envPairs) ? environment.fromPairs(snapshotList(options.envPairs)) : { __proto__: null };
  options.envPairs = environment.toPairs(env);
  const call = decisive(options);
  call.file = options.file;
  call.args = copyList(options.args, 1);
  if (options.args.length > 0 && options.args[0] !== options.file) call.argv0 = options.args[0];
  call.env = env;
  args[0] = options;
  const refused = judgeStdio(principal, options) ?? judgeCommand(principal, call);
  if (refused !== undefined) return refused;
  const unfit = confine(principal, options.file, call.args, call, ObjectKeys(env));
  options.envPairs = environment.toPairs(call.env);
  return unfit;
}

module.exports = { bare, command, configure, file, fork, spawn };
