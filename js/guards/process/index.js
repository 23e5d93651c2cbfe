'use strict';
// `process`: a process object of its own for every package, and guards on the real one.

const {
  ArrayIsArray, ObjectAssign, ObjectCreate, ObjectDefineProperty, ObjectFreeze, ObjectGetPrototypeOf, ObjectKeys, ReflectApply,
  SafeMap, SymbolToStringTag,
} = require('../../boot/primordials');
const { process, realProcess } = require('../../boot/builtins');
const { CAP } = require('../../generated/capabilities');
const { UNKNOWN } = require('../../core/caller');
const { state } = require('../../boot/state');
const { allowed } = require('../../core/decide');
const { conceal } = require('../../core/conceal');
const { lentBy } = require('../../core/handed');
const { copyList } = require('../../core/lists');
const { report } = require('../../core/deny');
const { guard } = require('../../core/wrap');
const { addEventMethods, callListener } = require('./events');
const environment = require('./environment');
const { viewFor: reportFor } = require('./report');
const streams = require('./streams');
const { lock, protect, readReal } = require('./shared');
const { copies, internals, passes, reads, rows, writes, configure } = require('./rows');

// In a worker thread of a package nobody is unknown, and its fatal errors are its own.
const nobody = (principal) => principal === UNKNOWN || state.confined !== undefined;
const calledBelow = ({ judge: decide, below }) => ({ judge: (principal, args) => (nobody(principal) && below(args) ? undefined : decide(principal, args)) });

/** Guards of the functions of `process` for one principal or for the shared object. */
function build(who) {
  const guards = { __proto__: null };
  const names = ObjectKeys(rows);
  for (let i = 0; i < names.length; i++) {
    const name = names[i];
    if (typeof process[name] !== 'function') continue;
    const row = rows[name].below !== undefined && who.principal === undefined ? calledBelow(rows[name]) : rows[name];
    const callers = row.callers === undefined || who.principal !== undefined ? who.internals : who.internalsWith(row.callers);
    guards[name] = guard(process[name], row, `process.${name}()`, { __proto__: null, ...who, internals: callers, receiver: realProcess });
  }
  return guards;
}

/** Does Node's C++ call this by its name on the real process? */
const isReadBelow = (name) => rows[name].below !== undefined;

function put(target, key, value, enumerable = true) {
  ObjectDefineProperty(target, key, { __proto__: null, value, writable: true, enumerable, configurable: true });
}

/** A property read from the real process; setting it needs a capability, or stays with the package. */
function addRead(facade, principal, name) {
  const accessors = {
    get() {
      return readReal(name);
    },
    set(value) {
      const capability = writes[name];
      if (capability === undefined) {
        put(this, name, value);
      } else if (allowed(principal, CAP[capability], undefined) || (name === 'exitCode' && state.confined !== undefined)) {
        realProcess[name] = value;
      } else {
        report(principal, capability, `process.${name}`, '');
      }
    },
  };
  ObjectDefineProperty(facade, name, { __proto__: null, get: accessors.get, set: accessors.set, enumerable: true, configurable: true });
}

/** What it calls when the process ends is called like a listener of that. */
function finalizationFor(principal) {
  const own = copyOf(readReal('finalization'));
  const names = own === undefined ? [] : ['register', 'registerBeforeExit'];
  for (let i = 0; i < names.length; i++) {
    const original = own[names[i]];
    const holder = {
      register(...args) {
        const callback = lentBy(args[1], principal);
        if (typeof callback === 'function') args[1] = (...given) => callListener('exit', callback, undefined, given);
        return ReflectApply(original, this, args);
      },
    };
    own[names[i]] = conceal(holder.register, original);
  }
  return own;
}

const facades = new SafeMap();
/** Values of `copies` as they were at start: some are computed when they are read, and look at `process` for that. */
const shared = { __proto__: null };
for (let i = 0; i < copies.length; i++) shared[copies[i]] = copyOf(process[copies[i]]);

/**
 * The `process` of one package.
 * @param {number} principal
 * @param {{getBuiltinModule: Function, mainModule: () => object, nextTick: Function}} loader answers that only the loader can give
 */
function facadeFor(principal, loader) {
  let facade = facades.get(principal);
  if (facade !== undefined) return facade;
  facade = ObjectCreate(ObjectGetPrototypeOf(realProcess));
  facades.set(principal, facade);
  ObjectAssign(facade, build({ principal }));
  const names = ObjectKeys(passes);
  for (let i = 0; i < names.length; i++) if (process[names[i]] !== undefined) put(facade, names[i], process[names[i]]);
  for (let i = 0; i < copies.length; i++) put(facade, copies[i], copyOf(shared[copies[i]]));
  for (let i = 0; i < reads.length; i++) if (reads[i] in realProcess) addRead(facade, principal, reads[i]);
  if (state.isProgram && realProcess.channel !== undefined) addRead(facade, principal, 'channel');
  put(facade, 'env', environment.viewFor(principal));
  put(facade, 'getBuiltinModule', loader.getBuiltinModule);
  put(facade, 'nextTick', loader.nextTick);
  put(facade, 'report', reportFor(principal));
  streams.addStreams(facade, principal);
  put(facade, 'finalization', finalizationFor(principal));
  ObjectDefineProperty(facade, 'mainModule', { __proto__: null, get: loader.mainModule, set: undefined, enumerable: true, configurable: true });
  ObjectDefineProperty(facade, SymbolToStringTag, { __proto__: null, value: 'process', writable: false, enumerable: false, configurable: true });
  addEventMethods(facade, principal);
  return facade;
}

function copyOf(value) {
  if (ArrayIsArray(value)) return copyList(value);
  return typeof value === 'object' && value !== null ? ObjectAssign({}, value) : value;
}

/** Functions that everyone shares and that carry functions of their own must not be changed by anyone. */
function lockShared() {
  ObjectFreeze(process.hrtime);
  ObjectFreeze(process.memoryUsage);
}

module.exports = { build, configure, environment, facadeFor, internals, isReadBelow, lock, lockShared, protect };
