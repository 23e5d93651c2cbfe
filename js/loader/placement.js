'use strict';
// Which compartment a file is loaded into [A7]: who asked for it, whose it is, and whether that is allowed.

const { Error, Number, RegExpPrototypeExec, SafeMap, SafeSet, StringPrototypeEndsWith, StringPrototypeIndexOf, StringPrototypeSlice, StringPrototypeStartsWith } = require('../boot/primordials');
const { state } = require('../boot/state');
const { judgePath, allowed } = require('../core/decide');
const { refusal } = require('../core/deny');
const { CAP } = require('../generated/capabilities');
const { CORE, FUNCTION_NODE, UNKNOWN, isBelow } = require('../core/caller');
const { KIND, ownerOf } = require('../core/owners');
const { Module, path, url } = require('../boot/builtins');

/** What Node's loader knows of a package.json. */
const { _readPackage: readPackage } = Module;

let native;
/** The module of Node-RED that loads what function nodes ask for. */
let externalModules;

function configure(api, options) {
  native = api;
  externalModules = options.externalModules;
}

/** The principal of a name. Names in angle brackets are Sentinel's own; a folder that is called so is nobody. */
function named(name) {
  return name[0] === '<' ? UNKNOWN : native.principal(name);
}

/** A package that is a principal of its own: installed by itself, and a palette package or named in the policy. */
function isPrincipal(owner) {
  return owner.kind === KIND.package && owner.outer === undefined && (owner.palette || native.hasEntry(owner.name));
}

/**
 * The principal for a third-party file that core loads: a palette package, a file of {userDir}/nodes, a module of a
 * function node, or something that settings.js asks for.
 */
function principalForCore(file, parentFile) {
  if (state.confined !== undefined) return state.confined;
  const owner = ownerOf(file);
  if (owner.kind === KIND.package && !isPrincipal(owner) && parentFile !== undefined && parentFile === externalModules) return FUNCTION_NODE;
  return named((owner.outer ?? owner).name);
}

/** The name of a package that a request asks for; empty for one that asks for a file. */
function nameAsked(request) {
  if (request[0] === '.' || path.isAbsolute(request)) return '';
  const first = StringPrototypeIndexOf(request, '/');
  const end = request[0] === '@' && first !== -1 ? StringPrototypeIndexOf(request, '/', first + 1) : first;
  return end === -1 ? request : StringPrototypeSlice(request, 0, end);
}

/**
 * A library of Node-RED's asks for something that it does without, and finds a package which is not Node-RED's: that is not there for it. `ws` would hand
 * whatever is called `bufferutil` all that editors say, `@node-rs/bcrypt` have something else compare passwords.
 * @param {string} request what it asked for, which is the file of a package
 * @param {{filename: string}|undefined} parent the module that asked
 */
function checkLeftOut(request, parent) {
  const file = parent?.filename;
  if (typeof file !== 'string' || !path.isAbsolute(file)) return;
  const owner = ownerOf(file);
  const name = nameAsked(request);
  if (owner.kind !== KIND.core || name === '' || coreName(owner) === '' || !native.doesWithout(owner.root, name)) return;
  const error = new Error(`Cannot find module '${request}'\nRequire stack:\n- ${file}`);
  error.code = 'MODULE_NOT_FOUND';
  error.requireStack = [file];
  throw error;
}

function isRuntimeInternal(name) {
  return name === 'node-red' || StringPrototypeStartsWith(name, '@node-red/');
}

function refuseModule(principal, name) {
  throw refusal(principal, 'module:load', 'require()', name);
}

const mayLoad = (principal, name) => allowed(principal, CAP['module:load'], name);

/**
 * The principal in whose compartment `file` is loaded when code of `from` requires it.
 * @param {{principal: number, name: string, root: string, directory: string}} from who requires
 * @param {string} file resolved real path
 * @returns {number} principal id; 0 means a part of Node-RED itself, of which packages get what js/red/areas/internals.js makes
 * @throws {SentinelError} when it may not be loaded at all
 */
function place(from, file) {
  const principal = placeByOwner(from, file);
  // In a worker thread of a package all code is that package's, also what it shares with others elsewhere.
  return state.confined ?? principal;
}

function placeByOwner(from, file) {
  const owner = ownerOf(file);
  switch (owner.kind) {
    case KIND.sentinel:
      throw refusal(from.principal, 'all', 'require()', file);
    case KIND.core: {
      // The runtime has one instance; every other package of its tree is loaded afresh as the caller's dependency.
      const name = coreName(owner);
      if (!isRuntimeInternal(name)) return copied(name === '' ? readable(from, file) : from.principal, file);
      if (!mayLoad(from.principal, name)) refuseModule(from.principal, name);
      // Data is everyone's own copy; of modules a package gets what js/red/areas/internals.js makes.
      return StringPrototypeEndsWith(file, '.json') ? from.principal : CORE;
    }
    case KIND.package:
      if (owner.root === from.root || !isPrincipal(owner)) return from.principal;
      // A dependency that is told to load a file of the package it works for (`log4js`, `knex`, `piscina`).
      if (named(owner.name) === from.principal) return from.principal;
      if (!native.declares(from.root, owner.name) && !mayLoad(from.principal, owner.name)) refuseModule(from.principal, owner.name);
      return named(owner.name);
    default:
      // Helper files beside a file of {userDir}/nodes are that file's own code; anything else is reading a file.
      if (from.directory !== '' && isBelow(file, from.directory)) return from.principal;
      return copied(readable(from, file), file);
  }
}

/** Files of core's, the operator's or somebody else's of which a package has an instance of its own: their names do not say whose code it is. */
const copies = new SafeSet();

function copied(principal, file) {
  copies.add(file);
  return principal;
}

/** What a package compiles with `vm` has its number before the name. */
const COMPILED = /^vm:(\d+):/;

/**
 * Whose code every script of this name is, for who has nothing but the name: UNKNOWN where several may have it.
 * @param {string} name as V8 has it: a path, or the URL of an ES module
 */
function soleOwner(name) {
  const compiled = RegExpPrototypeExec(COMPILED, name);
  if (compiled !== null) return Number(compiled[1]);
  if (StringPrototypeStartsWith(name, 'Function node')) return FUNCTION_NODE;
  if (!path.isAbsolute(name)) return principalOfName(name) ?? UNKNOWN;
  const owner = ownerOf(name);
  if (owner.kind === KIND.sentinel || copies.has(name)) return UNKNOWN;
  if (owner.kind === KIND.core) return CORE;
  return owner.kind === KIND.path || isPrincipal(owner) ? named(owner.name) : UNKNOWN;
}

/** Is this a file of the operator's own: settings.js, or an application that embeds Node-RED? By its name, as soleOwner(). */
function isOperators(name) {
  const file = StringPrototypeStartsWith(name, 'file://') ? url.fileURLToPath(name) : name;
  if (!path.isAbsolute(file) || soleOwner(name) !== CORE) return false;
  const owner = ownerOf(file);
  return owner.kind === KIND.core && coreName(owner) === '';
}

/** The name a package of node-red's tree is installed under; empty for the operator's own files. */
function coreName({ root }) {
  const parent = path.dirname(root);
  if (path.basename(parent) === 'node_modules') return path.basename(root);
  const isScoped = path.basename(parent)[0] === '@' && path.basename(path.dirname(parent)) === 'node_modules';
  return isScoped ? `${path.basename(parent)}/${path.basename(root)}` : '';
}

/** A file of Node-RED's own by its package and place in it, as `@node-red/util/lib/log.js`. */
function internalName(file) {
  const owner = ownerOf(file);
  return `${coreName(owner)}/${replaceSeparators(path.relative(owner.root, file))}`;
}

function replaceSeparators(text) {
  let result = '';
  for (let i = 0; i < text.length; i++) result += text[i] === path.sep ? '/' : text[i];
  return result;
}

/** Is this file a part of Node-RED's own? */
function isRuntime(file) {
  const owner = ownerOf(file);
  return owner.kind === KIND.core && isRuntimeInternal(coreName(owner));
}

function readable(from, file) {
  const refused = judgePath(from.principal, 'fs:read', file, 0);
  if (refused !== undefined) throw refusal(from.principal, refused.capability, 'require()', file);
  return from.principal;
}

/** principal -> a file of its package, for principals whose code Node loads itself (ES modules). */
const homes = new SafeMap();

/** The principal of an ES module, for attribution by its URL. */
function principalOfFile(file) {
  const owner = ownerOf(file);
  if (owner.kind === KIND.sentinel || (owner.kind === KIND.core && state.confined === undefined)) return CORE;
  const principal = state.confined ?? principalOfOwner(owner);
  if (!homes.has(principal)) homes.set(principal, file);
  return principal;
}

function principalOfOwner(owner) {
  if (owner.kind === KIND.path || isPrincipal(owner)) return named(owner.name);
  if (owner.outer !== undefined && isPrincipal(owner.outer)) return named(owner.outer.name);
  // A dependency that was imported before anybody asked for whom.
  return UNKNOWN;
}

/** Is this Node-RED's module that loads what function nodes, and packages through RED, ask for? */
const isExternalModules = (file) => file !== undefined && file === externalModules;

let principalOfMark = () => undefined;

/** @param {(url: string) => number|undefined} principalOf see esm-names.js */
function countMarks(principalOf) {
  principalOfMark = principalOf;
}

/** The principal of a script that the loader has not compiled itself: an ES module. Nothing else can carry such a name. */
function principalOfName(name) {
  const marked = principalOfMark(name);
  if (marked !== undefined) return state.confined ?? marked;
  return StringPrototypeStartsWith(name, 'file://') ? principalOfFile(url.fileURLToPath(name)) : undefined;
}

const homeOf = (principal) => homes.get(principal);

/** The folder whose files are the code of a principal that is named by path; empty for packages. */
function codeDirectory(owner, file) {
  return owner.kind === KIND.path && StringPrototypeStartsWith(owner.name, './') ? path.dirname(file) : '';
}

const isCode = ({ compartment: { directory } }, file) => ownerOf(file).kind !== KIND.path || (directory !== '' && isBelow(file, directory));
const isReadable = (record, file) => isCode(record, file) || judgePath(record.compartment.principal, 'fs:read', file, 0) === undefined;

function checkReadable(record, file) {
  if (isReadable(record, file)) return;
  throw refusal(record.compartment.principal, 'fs:read', 'require.resolve()', file);
}

/** A package.json can say that its folder stands for a file anywhere (`main`): whether that is there is for those who may read it. */
function checkMain(record, directory) {
  const { main } = readPackage(directory) ?? {};
  if (typeof main === 'string') checkReadable(record, path.resolve(directory, main));
}

const INDEX = /[\\/]index\.[^\\/]*$/;

/** What was found tells what is there, and where links lead; that something else was found tells that `main` is not there. */
function checkFound(record, file) {
  if (!path.isAbsolute(file)) return file;
  checkReadable(record, file);
  if (RegExpPrototypeExec(INDEX, file) !== null) checkMain(record, path.dirname(file));
  return file;
}

module.exports = { INDEX, checkFound, checkLeftOut, checkMain, checkReadable, codeDirectory, configure, countMarks, homeOf, internalName, isExternalModules, isOperators, isPrincipal, isReadable, isRuntime, place, principalForCore, principalOfFile, principalOfName, soleOwner };
