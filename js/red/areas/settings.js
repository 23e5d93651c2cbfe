'use strict';
// RED.settings: a package's own settings always, the others by grant, secrets never; nothing of it can be changed but by grant [R12].

const {
  ArrayPrototypePush, ObjectKeys, Proxy, ReflectApply, ReflectDefineProperty, ReflectGet, ReflectGetOwnPropertyDescriptor, ReflectHas, ReflectOwnKeys, TypeError,
} = require('../../boot/primordials');
const { allowed } = require('../../core/decide');
const { CAP } = require('../../generated/capabilities');
const { refusal, report } = require('../../core/deny');
const { boundary } = require('../../core/boundary');
const { copyOf, written } = require('./copies');
const { demand } = require('../facade');
const { isInherited } = require('./names');
const { isDeclared, isOpen, isRuntimes, isSecret } = require('./secrets');

/** Functions of the operator's settings stay the operator's. */
const NOTHING = () => undefined;

function mayRead(ctx, name) {
  if (isDeclared(ctx.principal, name) || isOpen(name)) return true;
  if (isSecret(name)) return false;
  return allowed(ctx.principal, CAP['settings:read'], undefined);
}

/** The value of a setting for a package. A name that is not set at all tells nothing, and is not worth a refusal. */
function read(ctx, name, value) {
  if (value === undefined) return undefined;
  if (mayRead(ctx, name)) return copyOf(value, NOTHING);
  report(ctx.principal, isSecret(name) ? 'all' : 'settings:read', 'RED.settings', `${name}`);
  return undefined;
}

/** Functions of the real object: what a package gets for each. Those not named here are refused. */
const functions = {
  __proto__: null,
  get: (ctx, real) => (name) => {
    const key = `${name}`;
    const value = ReflectApply(real.get, real, [key]);
    return read(ctx, key, !isSecret(key) || isDeclared(ctx.principal, key) || value === undefined ? value : true);
  },
  set: (ctx, real) => (name, value) => change(ctx, real, 'set', [`${name}`, kept(value)]),
  delete: (ctx, real) => (name) => change(ctx, real, 'delete', [`${name}`]),
  available: (ctx, real) => () => real.available(),
};

/** All settings are written into one file, whoever keeps one: what cannot be written there would keep those of others from being kept. */
function kept(value) {
  // As core writes it: below a name, with an indent of 4.
  const copy = written({ __proto__: null, value }, 4)?.value;
  if (copy === undefined && value !== undefined && typeof value !== 'function' && typeof value !== 'symbol') throw new TypeError('a setting must be what JSON can say');
  return copy;
}

function change(ctx, real, method, args) {
  const name = args[0];
  const api = `RED.settings.${method}()`;
  demand(ctx, 'settings:write', api);
  if (isSecret(name) || isRuntimes(name) || isInherited(name)) throw refusal(ctx.principal, 'all', api, `the setting ${name}`);
  return ReflectApply(boundary(real[method]), real, args);
}

function settings(ctx) {
  const real = ctx.real.settings;
  const own = {};
  const names = ObjectKeys(functions);
  for (let i = 0; i < names.length; i++) own[names[i]] = functions[names[i]](ctx, real);
  const isSetting = (key) => typeof key === 'string' && ReflectHas(real, key) && typeof ReflectGet(real, key) !== 'function';
  return new Proxy(own, {
    __proto__: null,
    get(target, key) {
      if (ReflectGetOwnPropertyDescriptor(target, key) !== undefined) return ReflectGet(target, key);
      // Methods that every object has tell of what is shown here, and are no functions of the runtime's.
      if (typeof key !== 'string' || isInherited(key) || !ReflectHas(real, key)) return ReflectGet(target, key);
      const value = ReflectGet(real, key);
      if (typeof value !== 'function') return read(ctx, key, value);
      if (isSecret(key)) return undefined;
      return () => {
        throw refusal(ctx.principal, 'all', `RED.settings.${key}()`, 'a function of the runtime');
      };
    },
    has: (target, key) => ReflectHas(target, key) || (isSetting(key) && mayRead(ctx, key)),
    // What a package sets here it sets for itself.
    set: (target, key, value) => ReflectDefineProperty(target, key, { __proto__: null, value, writable: true, enumerable: true, configurable: true }),
    ownKeys(target) {
      const list = ReflectOwnKeys(target);
      const keys = ObjectKeys(real);
      for (let i = 0; i < keys.length; i++) {
        if (ReflectGetOwnPropertyDescriptor(target, keys[i]) === undefined && isSetting(keys[i]) && mayRead(ctx, keys[i])) ArrayPrototypePush(list, keys[i]);
      }
      return list;
    },
    getOwnPropertyDescriptor(target, key) {
      const mine = ReflectGetOwnPropertyDescriptor(target, key);
      if (mine !== undefined || !isSetting(key) || !mayRead(ctx, key)) return mine;
      return { value: read(ctx, key, ReflectGet(real, key)), writable: true, enumerable: true, configurable: true };
    },
  });
}

module.exports = { functions, settings };
