'use strict';
// How names with several addresses are used: Node.js keeps one setting for the whole process. Here each package has its own, for
// what it looks up and connects to itself; core's is Node's.

const { MapPrototypeGet, MapPrototypeSet, ReflectApply, SafeMap } = require('../../boot/primordials');
const { copy, loadReal } = require('../../boot/builtins');

const dns = copy(loadReal('dns'));
const net = copy(loadReal('net'));

/** Principal -> { order, autoSelectFamily, autoSelectFamilyAttemptTimeout }. */
const preferences = new SafeMap();
const nothing = () => undefined;

/** Rows of a function that sets and one that answers. */
function rowsOf(key, set, get) {
  return {
    set: {
      judge: nothing,
      run(original, self, args, principal) {
        // Node says what is no such setting; then it is as before again.
        const before = get();
        ReflectApply(set, undefined, [args[0]]);
        const after = get();
        ReflectApply(set, undefined, [before]);
        let own = MapPrototypeGet(preferences, principal);
        if (own === undefined) {
          own = { __proto__: null };
          MapPrototypeSet(preferences, principal, own);
        }
        own[key] = after;
      },
    },
    get: { judge: nothing, run: (original, self, args, principal) => MapPrototypeGet(preferences, principal)?.[key] ?? get() },
  };
}

const order = rowsOf('order', dns.setDefaultResultOrder, dns.getDefaultResultOrder);
const family = rowsOf('autoSelectFamily', net.setDefaultAutoSelectFamily, net.getDefaultAutoSelectFamily);
const timeout = rowsOf('autoSelectFamilyAttemptTimeout', net.setDefaultAutoSelectFamilyAttemptTimeout, net.getDefaultAutoSelectFamilyAttemptTimeout);

/** The options of a lookup, an object of Sentinel's or of Node's own, as this package prefers it. */
function preferOrder(principal, options) {
  const own = MapPrototypeGet(preferences, principal)?.order;
  if (own === undefined || options.order !== undefined || options.verbatim !== undefined) return options;
  return { ...options, order: own };
}

/** The arguments of `lookup`: (name, options or family?, callback?). */
function preferOrderIn(principal, args) {
  if (MapPrototypeGet(preferences, principal)?.order === undefined) return;
  const second = args[1];
  if (typeof second === 'function') {
    args[2] = second;
    args[1] = preferOrder(principal, {});
  } else if (second === undefined || second === null) args[1] = preferOrder(principal, {});
  else args[1] = preferOrder(principal, typeof second === 'object' ? second : { family: second });
}

/** What a connection is to be made with where it does not say itself. */
const preferredFor = (principal) => MapPrototypeGet(preferences, principal);

module.exports = {
  preferOrder, preferOrderIn, preferredFor,
  dnsRows: { __proto__: null, setDefaultResultOrder: order.set, getDefaultResultOrder: order.get },
  netRows: {
    __proto__: null,
    getDefaultAutoSelectFamily: family.get,
    getDefaultAutoSelectFamilyAttemptTimeout: timeout.get,
    setDefaultAutoSelectFamily: family.set,
    setDefaultAutoSelectFamilyAttemptTimeout: timeout.set,
  },
};
