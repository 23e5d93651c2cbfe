'use strict';
// RED.hooks: by name; a hook sees the message and stand-ins of the nodes, and may change the message only [R6].

const {
  ArrayIsArray, ObjectDefineProperty, PromisePrototypeThen, Proxy, ReflectApply, ReflectGet, ReflectGetOwnPropertyDescriptor, ReflectHas, ReflectOwnKeys, ReflectSet, StringPrototypeIndexOf,
  StringPrototypeSlice, WeakMapPrototypeGet, WeakMapPrototypeSet,
} = require('../../boot/primordials');
const { util } = require('../../boot/builtins');
const { state } = require('../../boot/state');
const { CORE } = require('../../core/caller');
const { holds } = require('../../core/decide');
const { report } = require('../../core/deny');
const { isOverflow } = require('../../core/overflow');
const { boundary } = require('../../core/boundary');
const { copyOfMessage, messageBehind, viewOfMessage } = require('../messages/contents');
const { REFUSED, granted } = require('../facade');
const { copyOf } = require('./copies');
const { recordOf } = require('../nodes/identity');
const { isNode, present } = require('../nodes/membrane');
const { emptyLike, perPrincipal } = require('../views/mirror');
const { textOf } = require('../views/containers');
const { seenBy } = require('../views/seen');
const { SENT } = require('../views/ways');

const CAPABILITIES = {
  __proto__: null,
  onSend: 'hooks:on-send',
  preRoute: 'hooks:pre-route',
  preDeliver: 'hooks:pre-deliver',
  postDeliver: 'hooks:post-deliver',
  onReceive: 'hooks:on-receive',
  postReceive: 'hooks:post-receive',
  onComplete: 'hooks:on-complete',
  preInstall: 'hooks:pre-install',
  postInstall: 'hooks:post-install',
  preUninstall: 'hooks:pre-uninstall',
  postUninstall: 'hooks:post-uninstall',
};

/** What a hook may replace. */
const CHANGEABLE = { __proto__: null, msg: true, cloneMessage: true };

/** Hooks that see messages: what it takes to change those that this is about. */
const SEEING = { __proto__: null, postDeliver: 'hooks:pre-deliver', postReceive: 'hooks:on-receive', onComplete: 'hooks:on-receive' };
const CHANGING = ['hooks:on-send', 'hooks:pre-route', 'hooks:pre-deliver', 'hooks:on-receive'];

/** Who may change messages anywhere on their way has them in hand. */
function changes(principal) {
  if (state.isObserving) return true;
  for (let i = 0; i < CHANGING.length; i++) if (holds(principal, CHANGING[i])) return true;
  return false;
}

const NOTHING = () => undefined;

const FIXED = 'a hook may replace `msg`; sender and receiver are those of the deployed flow';

/** `onSend.mine` -> its name and label. */
function split(hook) {
  const dot = StringPrototypeIndexOf(hook, '.');
  return dot < 0 ? { name: hook, label: undefined } : { name: StringPrototypeSlice(hook, 0, dot), label: StringPrototypeSlice(hook, dot + 1) };
}

/** Labels are a package's own: nobody removes or takes another's. */
const labelled = (ctx, name, label) => (label === undefined ? name : `${name}.${ctx.principal}:${label}`);

/** Payload of a hook, or part of one -> its view. */
const viewsOf = perPrincipal();

/**
 * The payload of a message hook: nodes as stand-ins, the message itself, and nothing else that could be changed.
 * @param {{msg: any, lacks: string}} [seen] a copy of the message, for who may not change it, and what that would take
 */
function view(principal, payload, seen) {
  if (typeof payload !== 'object' || payload === null) return payload;
  if (isNode(payload)) return present(principal, payload);
  if (util.isNativeError(payload)) return require('../views').cross(principal, payload, CORE, SENT);
  const known = viewsOf(principal);
  let made = seen === undefined ? WeakMapPrototypeGet(known, payload) : undefined;
  if (made === undefined) {
    const read = (key) => (seen !== undefined && key === 'msg' ? seen.msg : ReflectGet(payload, key));
    made = new Proxy(emptyLike(payload), {
      __proto__: null,
      has: (target, key) => ReflectHas(payload, key),
      ownKeys: () => ReflectOwnKeys(payload),
      get(target, key) {
        const value = read(key);
        return key !== 'error' && typeof value === 'function' ? value : shown(principal, payload, key, value);
      },
      set(target, key, value) {
        if (seen !== undefined && CHANGEABLE[key] === true) {
          report(principal, seen.lacks, `RED.hooks: event.${key} =`, '');
          return true;
        }
        if (CHANGEABLE[key] === true && !ArrayIsArray(payload)) return ReflectSet(payload, key, key === 'msg' ? messageBehind(payload, value) : value);
        // Where a message goes and where it comes from is not for hooks to say [R10]. It has no effect; the message goes its way.
        if (typeof key === 'string') report(principal, 'node:wires:write', `RED.hooks: event.${key} =`, payload.id === undefined ? '' : `${payload.id}`, undefined, FIXED);
        return true;
      },
      getOwnPropertyDescriptor(target, key) {
        if (ReflectGetOwnPropertyDescriptor(payload, key) === undefined) return undefined;
        const value = read(key);
        return key === 'length' && ArrayIsArray(payload)
          ? { value, writable: true, enumerable: false, configurable: false }
          : { value: shown(principal, payload, key, value), writable: true, enumerable: true, configurable: true };
      },
      defineProperty: () => false,
      deleteProperty: () => false,
      setPrototypeOf: () => false,
      preventExtensions: () => false,
    });
    if (seen === undefined) WeakMapPrototypeSet(known, payload, made);
  }
  return made;
}

/** A member of it. */
function shown(principal, payload, key, value) {
  if (key === 'msg') return viewOfMessage(principal, value);
  if (key !== 'error') return view(principal, value);
  // What a node is done with is its package's and need not be an error. Core has still to tell of it.
  return seenBy(principal, value, recordOf(ReflectGet(payload, 'node')?.node)?.principal ?? CORE);
}

function failed(ctx, name, error) {
  ctx.real.log.error(`[${ctx.name}] a hook "${name}" failed: ${textOf(error)}`);
}

/** A hook that sees what is over stops nobody else's, whatever it answers, and fails by itself. */
function see(ctx, name, callback, event) {
  try {
    const result = callback.length === 1 ? callback(event) : callback(event, (error) => { if (error) failed(ctx, name, error); });
    if (util.isPromise(result)) PromisePrototypeThen(result, undefined, (error) => failed(ctx, name, error));
  } catch (error) {
    if (isOverflow(error)) throw error;
    failed(ctx, name, error);
  }
}

function add(ctx, real) {
  const holder = {
    add(hook, callback) {
      const { name, label } = split(`${hook}`);
      const capability = CAPABILITIES[name];
      if (capability !== undefined && !granted(ctx, capability, `RED.hooks.add("${name}")`)) return undefined;
      // The message is still on its way, or in use.
      const isSeen = SEEING[name] !== undefined && !changes(ctx.principal);
      const shown = (payload) => {
        // The payload of an installation is changed by contract: it is the hook's purpose. What the others are shown npm is told, too.
        if (name === 'preInstall') return payload;
        if (StringPrototypeIndexOf(name, 'nstall') >= 0) return copyOf(payload, NOTHING);
        return view(ctx.principal, payload, isSeen ? { __proto__: null, msg: copyOfMessage(payload.msg), lacks: SEEING[name] } : undefined);
      };
      if (SEEING[name] !== undefined && typeof callback === 'function') {
        return ReflectApply(real.add, real, [labelled(ctx, name, label), (payload) => see(ctx, name, callback, shown(payload))]);
      }
      const relay = (payload, done) => callback(shown(payload), boundary(done));
      // Node-RED looks at the number of parameters to know whether a hook takes `done`.
      if (typeof callback === 'function') ObjectDefineProperty(relay, 'length', { __proto__: null, value: callback.length });
      return ReflectApply(real.add, real, [labelled(ctx, name, label), relay]);
    },
  };
  return holder.add;
}

function remove(ctx, real) {
  const holder = {
    remove(hook) {
      const { name, label } = split(`${hook}`);
      if (!granted(ctx, 'hooks:remove', 'RED.hooks.remove()')) return undefined;
      return ReflectApply(real.remove, real, [labelled(ctx, name, label)]);
    },
  };
  return holder.remove;
}

module.exports = {
  __proto__: null,
  add,
  remove,
  clear: REFUSED,
  trigger: REFUSED,
  has: (ctx, real) => (hook) => {
    const { name, label } = split(`${hook}`);
    return ReflectApply(real.has, real, [labelled(ctx, name, label)]);
  },
};
