'use strict';
// Locks by name (`navigator.locks`, `worker_threads.locks`): one list for the process and its threads. A package takes locks in
// its own name: whoever takes somebody else's stops them, and the list tells what they do.

const { Array, ObjectGetPrototypeOf, ObjectPreventExtensions, PromisePrototypeThen, ReflectApply, String, StringPrototypeSlice, StringPrototypeStartsWith } = require('../boot/primordials');
const { closeMember } = require('../core/close');
const { hardenPrototype } = require('../core/harden');
const { innerLoaded } = require('../core/inner');
const { closeSingle } = require('../core/single');
const { put } = require('../core/lists');

let native;
const prefixOf = (principal) => `${native.principalName(principal)}: `;

const request = {
  judge: () => undefined,
  run(original, self, args, principal) {
    args[0] = prefixOf(principal) + String(args[0]);
    return ReflectApply(original, self, args);
  },
};

/** The package's own among some locks, under the names it gave them. */
function ownOf(list, prefix) {
  const shown = new Array();
  for (let i = 0; i < list.length; i++) {
    const { name, mode, clientId } = list[i];
    if (StringPrototypeStartsWith(name, prefix)) put(shown, shown.length, { name: StringPrototypeSlice(name, prefix.length), mode, clientId });
  }
  return shown;
}

const query = {
  judge: () => undefined,
  run(original, self, args, principal) {
    const prefix = prefixOf(principal);
    return PromisePrototypeThen(ReflectApply(original, self, args), ({ held, pending }) => ({ held: ownOf(held, prefix), pending: ownOf(pending, prefix) }));
  },
};

/**
 * @param {object|undefined} locks the manager; Node.js 22 and older have none
 * @param {object} api the addon
 * @param {{internals: number}} who
 */
function close(locks, api, who) {
  native = api;
  if (locks === undefined) return;
  const prototype = ObjectGetPrototypeOf(locks);
  closeMember(prototype, 'request', request, 'locks.request', who);
  closeMember(prototype, 'query', query, 'locks.query', who);
  hardenPrototype(prototype);
  const { Lock } = innerLoaded('internal/locks');
  if (typeof Lock === 'function') {
    hardenPrototype(Lock.prototype);
    ObjectPreventExtensions(Lock.prototype);
  }
  closeSingle(locks);
}

module.exports = { close };
