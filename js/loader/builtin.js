'use strict';
// Builtin modules as packages see them: a facade for each package and module, made when it is first asked for, and
// guards on the shared originals (net two) from the moment anyone loads such a module.

const {
  ArrayPrototypePush, MapPrototypeGet, MapPrototypeHas, MapPrototypeSet, ObjectCreate, ObjectDefineProperties, ObjectDefineProperty, ObjectGetOwnPropertyDescriptor, ObjectGetPrototypeOf, ObjectKeys,
  ReflectOwnKeys, SafeMap, SafeSet, StringPrototypeSlice, StringPrototypeStartsWith,
} = require('../boot/primordials');
const { copy, module: nodeModule, realProcess } = require('../boot/builtins');
const { refuseToStart } = require('../boot/fatal');
const { state } = require('../boot/state');
const { refusal } = require('../core/deny');
const { closePrototypes } = require('../core/prototypes');
const { joinLists } = require('../core/lists');
const { guard, guardConstructor } = require('../core/wrap');
const { placeAll } = require('../core/shared');
const childProcess = require('../guards/child_process');
const fsGuards = require('../guards/fs');
const { syncExports } = require('../guards/process/shared-environment');
const { guarded, partly, passes } = require('../guards');
const network = require('../guards/network');
const realm = require('../realm');
const { createServer } = require('../red/http/server');
const later = require('./later');
const passed = require('./passed');
const { checkStrict } = require('./strict');

const names = new SafeSet();
for (let i = 0; i < nodeModule.builtinModules.length; i++) names.add(bare(nodeModule.builtinModules[i]));
// Modules that exist only with the `node:` prefix are not in the list of Node 20 and 22.
const SCHEME_ONLY = { __proto__: null, sea: true, sqlite: true, test: true, 'test/reporters': true };
for (const name in SCHEME_ONLY) names.add(name);

function bare(request) {
  return StringPrototypeStartsWith(request, 'node:') ? StringPrototypeSlice(request, 5) : request;
}

/** The name of the builtin module a request means, or undefined. */
function builtinName(request) {
  const name = bare(request);
  if (!names.has(name)) return undefined;
  return name === request && SCHEME_ONLY[name] === true ? undefined : name;
}

const originals = new SafeMap();

/** The real exports of a builtin, copied (as descriptors) before anyone outside Node could change them. */
function originalOf(name) {
  let entry = originals.get(name);
  if (entry === undefined) {
    const table = tableOf(name);
    // What it loads itself has its guards first.
    if (table?.needs !== undefined) originalOf(table.needs);
    const real = later.load(name, table);
    entry = { __proto__: null, real, values: copy(real) };
    originals.set(name, entry);
    if (table !== undefined) placeGuards(name, entry);
    // `process` is locked as what it is (guards/process/shared.js): Node puts something on it when it loads `domain`.
    if (state.armed && real !== realProcess) {
      realm.lockLate(state.prototypesOpen, { __proto__: null, name, real, values: entry.values });
      syncExports();
    }
  }
  return entry;
}

const tableOf = (name) => (guarded[name] ?? partly[name])?.();

/** Net two of one module. */
function placeGuards(name, entry) {
  const { internals, isLocked } = tableOf(name);
  const who = { internals: internals === undefined ? readers : native.internals(internals) };
  const guards = build(name, entry, who);
  placeAll(entry.real, guards);
  closePrototypes(guards, entry.values, (parent) => guardConstructor(parent, unclassified, `${parent.name}()`, who));
  if (isLocked === true) network.configure(native);
  tableOf(name).complete?.(entry.values, native, guards, { __proto__: null, real: entry.real, who });
  if (isLocked === true) passed.lockModules([{ __proto__: null, name, real: entry.real, values: entry.values }]);
  // A package's own copy of a module that passes takes the guarded functions from there.
  if (partly[name] !== undefined) entry.values = copy(entry.real);
}

let readers = 0;
let native;

/**
 * @param {object} api the addon
 * @param {number} internalsId set of the Node-internal scripts that use guarded builtins themselves
 */
function configure(api, internalsId) {
  native = api;
  readers = internalsId;
}

/** Guards of a module with a simple table: functions, constructors, and everything else refused or passed on. */
function build(name, { values }, who) {
  const table = tableOf(name);
  const guards = { __proto__: null };
  const keys = ReflectOwnKeys(values);
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i];
    const value = values[key];
    if (typeof value !== 'function' || typeof key !== 'string') continue;
    const api = `${name}.${key}()`;
    if (table.rows?.[key] !== undefined) guards[key] = guard(value, table.rows[key], api, who);
    else if (table.constructors?.[key] !== undefined) guards[key] = guardConstructor(value, table.constructors[key], api, who);
    else if (table.passes?.[key] === undefined && table.passesRest === undefined) guards[key] = guardConstructor(value, unclassified, api, who);
  }
  return guards;
}

const unclassified = { called: '', judge: () => ({ capability: 'all', resource: 'a function that is not classified' }) };

/** An object with the members of `real`, where `guards` stand for what they guard. */
function facadeOf(name, principal) {
  const { real } = originalOf(name);
  const table = guarded[name]();
  const facade = typeof real === 'function'
    ? guardConstructor(real, unclassified, `${name}()`, { principal })
    : ObjectCreate(ObjectGetPrototypeOf(real));
  const guards = build(name, originals.get(name), { principal });
  const own = table.own?.(principal) ?? { __proto__: null };
  const keys = ReflectOwnKeys(real);
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i];
    if (table.hidden?.[key] !== undefined || own[key] !== undefined || key === 'prototype') continue;
    const descriptor = ObjectGetOwnPropertyDescriptor(real, key);
    const value = guards[key] ?? originals.get(name).values[key];
    if (value !== undefined) {
      ObjectDefineProperty(facade, key, { __proto__: null, value, writable: true, enumerable: descriptor.enumerable, configurable: true });
    } else if (descriptor.get === undefined) ObjectDefineProperty(facade, key, descriptor);
    else passed.ownAccessor(facade, key, real, descriptor.enumerable);
  }
  ObjectDefineProperties(facade, own);
  return facade;
}

function fsFacade(compartment) {
  const { principal } = compartment;
  const guards = fsGuards.guardsOf(principal);
  const { real } = originalOf('fs');
  const promises = fill({}, originalOf('fs/promises').real, guards.promises, principal, 'fs.promises');
  const facade = fill({}, real, guards.fs, principal, 'fs');
  ObjectDefineProperty(facade, 'promises', { __proto__: null, value: promises, writable: true, enumerable: true, configurable: true });
  MapPrototypeSet(compartment.facades, 'fs/promises', promises);
  return facade;
}

/** Copies names from `real` in their order; functions without a guard that do not pass are refused. */
function fill(facade, real, guards, principal, name) {
  const keys = ReflectOwnKeys(real);
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i];
    if (key === 'promises') continue;
    const descriptor = ObjectGetOwnPropertyDescriptor(real, key);
    if (isDeprecated(key)) {
      ObjectDefineProperty(facade, key, descriptor);
      continue;
    }
    let value = guards[key];
    if (value === undefined && fsGuards.passes[key] !== undefined) value = real[key];
    if (value === undefined) {
      const found = descriptor.get === undefined ? descriptor.value : undefined;
      if (typeof found !== 'function') continue;
      value = guardConstructor(found, unclassified, `${name}.${key}()`, { principal });
    }
    ObjectDefineProperty(facade, key, { __proto__: null, value, writable: true, enumerable: descriptor.enumerable, configurable: true });
  }
  return facade;
}

function childProcessFacade({ principal }) {
  const facade = {};
  const guards = childProcess.build({ principal });
  const keys = ReflectOwnKeys(childProcess.original);
  for (let i = 0; i < keys.length; i++) {
    const value = guards[keys[i]];
    if (value === undefined) continue;
    ObjectDefineProperty(facade, keys[i], { __proto__: null, value, writable: true, enumerable: true, configurable: true });
  }
  return facade;
}

/**
 * What `require(name)` of a builtin gives to a package.
 * @param {object} compartment with `principal`, `facades`, `process` and `Module`
 * @param {string} name without `node:`
 * @throws {SentinelError} for a module that is not classified
 */
function facadeFor(compartment, name) {
  const { facades } = compartment;
  if (!MapPrototypeHas(facades, name)) {
    const facade = later.partOf(name, (other) => facadeFor(compartment, other)) ?? make(compartment, name);
    if (!MapPrototypeHas(facades, name)) MapPrototypeSet(facades, name, facade);
  }
  return MapPrototypeGet(facades, name);
}

function make(compartment, name) {
  if (state.strictModules) checkStrict(compartment.principal, name);
  switch (name) {
    case 'fs': return fsFacade(compartment);
    case 'fs/promises': return facadeFor(compartment, 'fs').promises;
    case 'child_process': return childProcessFacade(compartment);
    case 'process': return compartment.process;
    case 'module': return compartment.Module;
    case 'console': return compartment.console;
    default:
  }
  if (guarded[name] !== undefined) {
    const table = guarded[name]();
    if (table.refuseAll !== undefined) throw refusal(compartment.principal, 'all', `require('node:${name}')`, table.refuseAll);
    return later.relate(name, facadeOf(name, compartment.principal), (other) => facadeFor(compartment, other));
  }
  if (passes[name] !== undefined) return later.relate(name, passed.facadeOf(name, originalOf(name), compartment.schedulers), (other) => facadeFor(compartment, other));
  throw refusal(compartment.principal, 'all', `require('node:${name}')`, 'a builtin module that is not classified');
}

const waiting = [];

/** Has something done before the first package runs: core has come so far by then that nothing is added any more. */
function beforeFirstPackage(action) {
  ArrayPrototypePush(waiting, action);
}

/** The first package is about to run: from now on callers are looked for, and every guarded module has its guards, but for those in later.js. */
function firstPackage() {
  if (state.armed) return;
  try {
    for (let i = 0; i < waiting.length; i++) waiting[i]();
    lockEverything();
    state.armed = true;
    syncExports();
  } catch (error) {
    // Node-RED would take it for a fault of the package and go on with modules that are not locked.
    refuseToStart(error);
  }
}

function lockEverything() {
  const isForLater = later.looks();
  const { emitWarning } = realProcess;
  // Loading some of them prints a warning about their stability, which would be about nobody.
  realProcess.emitWarning = () => undefined;
  const all = ObjectKeys(guarded);
  // Node's own parts (`_tls_wrap`) are left unfinished when they are loaded before the module they are part of.
  originalOf('tls');
  originalOf('https');
  const shared = joinLists(all, ObjectKeys(passes));
  const modules = [];
  for (let i = 0; i < shared.length; i++) {
    if (isForLater(shared[i]) || !exists(shared[i])) continue;
    const { real, values } = originalOf(shared[i]);
    ArrayPrototypePush(modules, { __proto__: null, name: shared[i], real, values });
  }
  passed.lockModules(modules);
  network.finish();
  realm.lock(state.prototypesOpen, modules);
  realProcess.emitWarning = emitWarning;
}

// Worker threads have no trace events, but the name.
function exists(name) {
  if (name === 'trace_events' && state.confined !== undefined) return false;
  return nodeModule.isBuiltin(`node:${name}`);
}

const coreViews = new SafeMap();

// They warn when they are read.
const isDeprecated = (key) => key === 'F_OK' || key === 'R_OK' || key === 'W_OK' || key === 'X_OK';

/**
 * What core's modules get for a builtin whose shared exports are locked: an object of their own with the same guards,
 * because core replaces some of it (graceful-fs) and clones it by its descriptors. The servers that core makes are made
 * through boundaries.
 * @returns {object|undefined} undefined: core gets the shared exports
 */
function coreView(name) {
  const servers = name === 'http' || name === 'https';
  if (name !== 'fs' && name !== 'child_process' && !servers) return undefined;
  let view = coreViews.get(name);
  if (view === undefined) {
    const { real } = originalOf(name);
    view = {};
    const keys = ReflectOwnKeys(real);
    for (let i = 0; i < keys.length; i++) {
      const descriptor = ObjectGetOwnPropertyDescriptor(real, keys[i]);
      if (isDeprecated(keys[i]) || (servers && originalOf(name).values[keys[i]] === undefined)) ObjectDefineProperty(view, keys[i], descriptor);
      else ObjectDefineProperty(view, keys[i], { __proto__: null, value: real[keys[i]], writable: true, enumerable: descriptor.enumerable, configurable: true });
    }
    if (servers) view.createServer = createServer(real.createServer);
    coreViews.set(name, view);
  }
  return view;
}

module.exports = { beforeFirstPackage, builtinName, configure, coreView, facadeFor, firstPackage, originalOf };
