'use strict';
// What Node.js takes for TLS where a connection does not say: it reads members of `tls`, and a variable of the environment, once for the whole process. Here each package has
// its own, for what it connects and serves itself; core's is Node's.

const {
  MapPrototypeGet, MapPrototypeSet, ObjectDefineProperty, ObjectGetOwnPropertyDescriptor, ObjectHasOwn, ReflectApply, SafeMap, accessorDescriptor,
} = require('../../boot/primordials');
const { define, snapshotOptions } = require('../../core/args');
const { CORE, UNKNOWN, callerOf, writerOf } = require('../../core/caller');
const { currentScope } = require('./vouch');

/** Texts, which Node reads when it needs them. (What clients may renegotiate it reads when nobody is on the stack.) */
const VALUES = ['DEFAULT_MIN_VERSION', 'DEFAULT_MAX_VERSION', 'DEFAULT_CIPHERS', 'DEFAULT_ECDH_CURVE'];
/** Functions, which Node calls with all that a connection is made with: those of a package are for what it asks for itself. */
const FUNCTIONS = ['checkServerIdentity', 'createSecureContext'];
/** Whether servers need a certificate that somebody trusts. */
const REJECT = 'NODE_TLS_REJECT_UNAUTHORIZED';

/** Principal -> name -> value. */
const own = new SafeMap();

function ownOf(principal, name) {
  const mine = MapPrototypeGet(own, principal);
  return mine === undefined ? undefined : mine[name];
}

/** @param {any} value `undefined` for members: Node's own again */
function setOwn(principal, name, value) {
  let mine = MapPrototypeGet(own, principal);
  if (mine === undefined) {
    mine = { __proto__: null };
    MapPrototypeSet(own, principal, mine);
  }
  mine[name] = value;
}

/** Whose connection a script of Node's is working on, as connectorOf() in connect.js has it. */
function worksFor() {
  const scope = currentScope();
  const who = callerOf(0);
  return scope === undefined || (who !== CORE && who !== UNKNOWN) ? who : scope.principal;
}

/** A member of the shared module: what holds for whoever it is read for. */
function shareMember(real, name) {
  const descriptor = ObjectGetOwnPropertyDescriptor(real, name);
  if (descriptor === undefined || !('value' in descriptor)) return;
  let current = descriptor.value;
  const accessors = {
    get() {
      if (own.size === 0) return current;
      const mine = ownOf(worksFor(), name);
      // Node does not look whether it is a text before it calls its methods.
      return typeof mine === 'string' ? mine : current;
    },
    set(...args) {
      const who = writerOf(args);
      if (who === CORE) current = args[0];
      else if (who !== UNKNOWN) setOwn(who, name, args[0]);
    },
  };
  ObjectDefineProperty(real, name, accessorDescriptor(accessors.get, accessors.set, descriptor.enumerable, false));
}

let shared;

/** Before anybody else has `tls`. */
function install(real, values) {
  shared = { real, values };
  for (let i = 0; i < VALUES.length; i++) shareMember(real, VALUES[i]);
}

/** These members, of the facade of a package. */
function membersFor(principal) {
  const members = { __proto__: null };
  const add = (name, usual) => {
    const accessors = {
      get: () => ownOf(principal, name) ?? usual(),
      set: (value) => setOwn(principal, name, value),
    };
    members[name] = { __proto__: null, get: accessors.get, set: accessors.set, enumerable: true, configurable: true };
  };
  for (let i = 0; i < VALUES.length; i++) add(VALUES[i], () => shared.real[VALUES[i]]);
  for (let i = 0; i < FUNCTIONS.length; i++) add(FUNCTIONS[i], () => shared.values[FUNCTIONS[i]]);
  return members;
}

/** Has the package put functions of its own into the place of Node's? */
function hasFunctions(principal) {
  const mine = MapPrototypeGet(own, principal);
  return mine !== undefined && (typeof mine.checkServerIdentity === 'function' || typeof mine.createSecureContext === 'function');
}

/** Puts them into the options of a connection that this package alone asks for. */
function addFunctions(principal, options) {
  if (!hasFunctions(principal)) return;
  const mine = MapPrototypeGet(own, principal);
  if (typeof mine.checkServerIdentity === 'function' && !ObjectHasOwn(options, 'checkServerIdentity')) define(options, 'checkServerIdentity', mine.checkServerIdentity);
  if (typeof mine.createSecureContext !== 'function' || options.secureContext) return;
  define(options, 'secureContext', ReflectApply(mine.createSecureContext, undefined, [snapshotOptions(options)]));
}

/** What a package wrote into the variable: `{ value }`, `undefined` in it where it deleted it; or undefined. */
const rejects = (principal) => ownOf(principal, REJECT);
const setRejects = (principal, value) => setOwn(principal, REJECT, { __proto__: null, value });
/** The same for whoever is at work. */
const rejectsNow = () => (own.size === 0 ? undefined : rejects(worksFor()));

module.exports = { REJECT, addFunctions, hasFunctions, install, membersFor, rejects, rejectsNow, setRejects };
