'use strict';
// Rows for functions of the runtime that act for everyone: what it takes to call one, with copies of plain data going in and coming out.

const { PromisePrototypeThen, PromiseReject, ReflectApply, StringPrototypeIndexOf, String } = require('../../boot/primordials');
const { util } = require('../../boot/builtins');
const { judge } = require('../../core/decide');
const { refusal } = require('../../core/deny');
const { mayNode, nodeOf, nodeRefusal } = require('../nodes/access');
const { boundary } = require('../../core/boundary');
const { copyOf } = require('./copies');

const NOTHING = () => undefined;

/**
 * A row: `capability` is demanded, then `check` looks at the copied arguments and returns an error to refuse.
 * @param {string|undefined} capability
 * @param {object} [more]
 * @param {(ctx: object, args: any[], api: string) => (Error|undefined)} [more.check]
 * @param {(args: any[], ctx: object, api: string) => any[]} [more.given] what the function is called with
 * @param {(result: any, ctx: object) => any} [more.shown] what comes out of it
 * @param {boolean} [more.rejects] a refusal is a rejected promise
 */
function asking(capability, { check, given, shown = plainly, rejects = false } = {}) {
  return (ctx, real, key, api) => {
    const holder = {
      ask(...args) {
        // What is looked at is what the function gets [A8].
        const copies = copyAll(args);
        const error = lacks(ctx, capability, api) ?? check?.(ctx, copies, api);
        if (error !== undefined && rejects) return PromiseReject(error);
        if (error !== undefined) throw error;
        const result = ReflectApply(boundary(real[key]), real, given === undefined ? copies : given(copies, ctx, api));
        return util.isPromise(result) ? PromisePrototypeThen(result, (value) => shown(value, ctx)) : shown(result, ctx);
      },
    };
    return holder.ask;
  };
}

const plainly = (value) => copyOf(value, NOTHING);

function copyAll(args) {
  const copies = [];
  for (let i = 0; i < args.length; i++) copies[i] = copyOf(args[i], NOTHING);
  return copies;
}

function lacks(ctx, capability, api) {
  if (capability === undefined) return undefined;
  const refused = judge(ctx.principal, capability, undefined);
  return refused === undefined ? undefined : refusal(ctx.principal, refused.capability, api, '');
}

/** The only argument of a function of the runtime's API: in the record of what people did stands the package. */
const named = (args, { name }, api) => [{ ...args[0], user: undefined, req: { user: { username: `package ${name}` }, path: api } }];

/** May this package do that to the node of an id? An error when not. */
function lacksNode(ctx, capability, id, api) {
  const node = nodeOf(ctx.real, `${String(id)}`);
  return mayNode(ctx.principal, capability, node) ? undefined : nodeRefusal(ctx.principal, capability, api, node);
}

/** Names of the library that lead out of it. */
function outside(ctx, names, api) {
  for (let i = 0; i < names.length; i++) {
    if (typeof names[i] !== 'string' || StringPrototypeIndexOf(names[i], '..') >= 0) return refusal(ctx.principal, 'all', api, `outside of the library: ${String(names[i])}`);
  }
  return undefined;
}

module.exports = { asking, lacksNode, named, outside };
