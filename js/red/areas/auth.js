'use strict';
// `RED.auth`, and who asks, as core finds out for every request: what it leaves on a request, packages see. It is a copy, and through what belongs to everybody
// nothing can be changed [R5].

const { Error, ObjectFreeze, ObjectGetOwnPropertyDescriptor, ObjectGetPrototypeOf, PromisePrototypeThen, PromiseReject, PromiseResolve, ReflectApply, ReflectConstruct, SafeSet } = require('../../boot/primordials');
const { util } = require('../../boot/builtins');
const { UNKNOWN } = require('../../core/caller');
const { conceal } = require('../../core/conceal');
const { hardenPrototype } = require('../../core/harden');
const { noteAsker } = require('../own-work');
const { copyOf, isPlain } = require('./copies');
const { isInherited } = require('./names');
const { scriptOwner } = require('../views/kinds');

const auth = {
  __proto__: null,
  // Who is refused is written into the record of what people did, by what a request says: a package may make one up.
  needsPermission: (ctx, real) => (permission) => {
    const ask = ReflectApply(real.needsPermission, real, [permission]);
    const holder = {
      // For requests that come in core calls it, and what it leaves on them is core's.
      ask(request, response, next) {
        noteAsker(request, ctx.name);
        return ask(request, response, next);
      },
    };
    return conceal(holder.ask, ask);
  },
};

const SAME = (value) => value;

/** Users are plain data; one of a class is the operator's own affair. */
const told = (found) => (typeof found === 'object' && found !== null && isPlain(found) ? copyOf(found, SAME) : found);

function telling(exports, names) {
  for (let i = 0; i < names.length; i++) {
    const original = exports[names[i]];
    const holder = {
      ask(...args) {
        const found = ReflectApply(original, exports, args);
        return util.isPromise(found) ? PromisePrototypeThen(found, told) : found;
      },
    };
    exports[names[i]] = holder.ask;
  }
}

/** Users and tokens are filed in plain objects, and who asks says under which name: what every object has there is neither, whatever a package has put on it. */
function filing(exports, name, nameOf, none) {
  const original = exports[name];
  if (typeof original !== 'function') return;
  exports[name] = (...args) => (isInherited(nameOf(args[0])) ? none() : ReflectApply(original, exports, args));
}

const itself = (name) => name;
/** As core finds it: a name, or what a strategy knows of somebody. */
const nameOfUser = (who) => (typeof who === 'string' ? who : who?.username);
const nobody = () => PromiseResolve(null);

/** `@node-red/editor-api/lib/auth/users.js`: a user without a password, and whoever has not logged in, are the same objects each time. */
function users(exports) {
  telling(exports, ['authenticate', 'default', 'get', 'tokens']);
  filing(exports, 'get', itself, nobody);
  filing(exports, 'authenticate', nameOfUser, nobody);
}

/** `@node-red/editor-api/lib/auth/tokens.js`: what somebody who logged in may do. */
function tokens(exports) {
  telling(exports, ['get']);
  filing(exports, 'get', itself, nobody);
  filing(exports, 'exchangeCodeForToken', itself, () => PromiseReject(new Error('Invalid exchange code')));
  filing(exports, 'revoke', itself, nobody);
}

/** `passport/lib/sessionmanager.js`: one for everybody, which passport leaves on each request, also on one that somebody made up. */
function sessionManager(SessionManager) {
  hardenPrototype(SessionManager.prototype);
  return function LockedSessionManager(...args) {
    const made = ReflectConstruct(SessionManager, args);
    if (typeof made._serializeUser === 'function') ObjectFreeze(made._serializeUser);
    return ObjectFreeze(made);
  };
}

/** Whose the strategy is by which the operator lets people log in. */
const strategies = new SafeSet();

function noteOwner(fn) {
  const owner = scriptOwner(fn);
  if (owner > UNKNOWN) strategies.add(owner);
}

/** A class, and those that it or its prototype inherits from: settings.js may have made it of one that a package has. */
function noteClass(Strategy) {
  for (let kind = Strategy; typeof kind === 'function'; kind = ObjectGetPrototypeOf(kind)) noteOwner(kind);
  let prototype = ObjectGetOwnPropertyDescriptor(Strategy, 'prototype')?.value;
  for (; typeof prototype === 'object' && prototype !== null; prototype = ObjectGetPrototypeOf(prototype)) {
    const kind = ObjectGetOwnPropertyDescriptor(prototype, 'constructor')?.value;
    if (typeof kind === 'function') noteOwner(kind);
  }
}

/** `@node-red/editor-api/lib/auth/index.js`: a strategy keeps in the session what it asks whom it sends people to. */
function login(exports) {
  const { genericStrategy } = exports;
  exports.genericStrategy = function useStrategy(app, strategy) {
    const Strategy = strategy?.strategy;
    if (typeof Strategy === 'function' && !util.isProxy(Strategy)) noteClass(Strategy);
    return ReflectApply(genericStrategy, this, [app, strategy]);
  };
}

/** Is it the package of that strategy? */
const isStrategy = (principal) => strategies.has(principal);

module.exports = { auth, isStrategy, login, sessionManager, tokens, users };
