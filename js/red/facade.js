'use strict';
// The machine that makes one area of a package's `RED` out of the real one and a table. What is in the real area and not in the
// table is refused: nobody has looked at it [G1].

const { ObjectDefineProperty, ReflectApply, ReflectOwnKeys } = require('../boot/primordials');
const { conceal } = require('../core/conceal');
const { judge } = require('../core/decide');
const { lentBy } = require('../core/handed');
const { refusal, report } = require('../core/deny');
const { isTaking, take } = require('./views/ways');

/** In a table: the member as it is. A function is called on the real area. */
const PASS = 'pass';
/** In a table: a member that no package gets. */
const HIDDEN = 'hidden';
/** In a table: a function that acts for the runtime as a whole; calling it is refused. */
const REFUSED = 'refused';

/**
 * A function of the package's own that calls `fn` on `receiver`; core's own function stays out of reach, and whoever calls this one
 * (a promise, a stream of Node's), the package is on the stack.
 */
function passing(ctx, fn, receiver) {
  const holder = {
    pass(...args) {
      return ReflectApply(fn, receiver, args);
    },
  };
  return conceal(lentBy(holder.pass, ctx.principal), fn);
}

/** A function in the place of one that no package may call. */
function refusing(ctx, api, why) {
  const holder = {
    refused() {
      throw refusal(ctx.principal, 'all', api, why);
    },
  };
  return holder.refused;
}

/** Is the capability there? When not, that is reported, and the call has no effect. */
function granted(ctx, capability, api, resource) {
  const refused = judge(ctx.principal, capability, resource);
  if (refused === undefined) return true;
  report(ctx.principal, refused.capability, api, refused.resource);
  return false;
}

/** Throws unless the capability is there. */
function demand(ctx, capability, api, resource) {
  const refused = judge(ctx.principal, capability, resource);
  if (refused !== undefined) throw refusal(ctx.principal, refused.capability, api, refused.resource);
}

function add(target, key, value) {
  ObjectDefineProperty(target, key, { __proto__: null, value, writable: true, enumerable: true, configurable: true });
}

/** A member that is made when it is looked at; a package may put its own in its place. */
function lazily(target, key, get) {
  const accessors = {
    get,
    set(value) {
      add(target, key, value);
    },
  };
  ObjectDefineProperty(target, key, { __proto__: null, get: accessors.get, set: accessors.set, enumerable: true, configurable: true });
}

/**
 * @param {object} ctx whose RED it is: `{ principal, name, real, set }`
 * @param {string} area for messages: `RED.nodes`
 * @param {object} real
 * @param {Record<string, 'pass'|'hidden'|((ctx: object, real: object, key: string, api: string) => any)>} table
 */
function build(ctx, area, real, table) {
  const result = {};
  const keys = ReflectOwnKeys(real);
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i];
    if (typeof key !== 'string') continue;
    const rule = table[key];
    if (rule === HIDDEN) continue;
    if (typeof rule === 'function') {
      const made = rule(ctx, real);
      const own = lentBy(made, ctx.principal);
      add(result, key, isTaking(made) ? take(own) : own);
      continue;
    }
    const value = real[key];
    if (rule === PASS) add(result, key, typeof value === 'function' ? passing(ctx, value, real) : value);
    else if (typeof value === 'function') add(result, key, refusing(ctx, `${area}.${key}()`, rule === REFUSED ? 'the runtime as a whole' : 'a member that is not classified'));
  }
  return result;
}

module.exports = { HIDDEN, PASS, REFUSED, add, build, demand, granted, lazily, passing, refusing };
