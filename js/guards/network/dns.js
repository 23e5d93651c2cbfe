'use strict';
// `dns` and `dns/promises`: asking for a name tells it to a server outside. Addresses are not asked for.

const {
  ArrayIsArray, NumberIsInteger, ObjectGetOwnPropertyDescriptor, ObjectGetPrototypeOf, ReflectApply, ReflectOwnKeys, StringPrototypeLastIndexOf, StringPrototypeSlice, SymbolPrototypeDescriptionGet, TypeError,
} = require('../../boot/primordials');
const { snapshotOptions } = require('../../core/args');
const { CORE } = require('../../core/caller');
const { conceal } = require('../../core/conceal');
const { judge, verdict } = require('../../core/decide');
const { answers } = require('../../core/deny');
const { hardenPrototype, replaceMember } = require('../../core/harden');
const { put } = require('../../core/lists');
const { mistaken } = require('../../core/mistaken');
const { guard } = require('../../core/wrap');
const { isFree, isIP, mayReach, toHost } = require('./destination');
const { dnsRows, preferOrderIn } = require('./preferences');
const { configure, isNodesOwn } = require('./resolving');

const DNS = 'network:dns';

function judgeName(principal, name) {
  return mayReach(principal, DNS, name) ? undefined : { capability: DNS, resource: name };
}

/** lookup(hostname, options?, callback?): an address is given back as it is. */
function judgeLookup(principal, args) {
  if (typeof args[1] === 'object') args[1] = snapshotOptions(args[1]);
  if (typeof args[0] !== 'string') return notText(args);
  args[0] = toHost(args[0], '"hostname" argument');
  preferOrderIn(principal, args);
  return args[0] === '' || isIP(args[0]) !== 0 ? undefined : judgeName(principal, args[0]);
}

/** resolve(name, …), reverse(ip), lookupService(address, …) */
function judgeQuery(principal, args) {
  if (typeof args[1] === 'object') args[1] = snapshotOptions(args[1]);
  if (typeof args[0] !== 'string') return notText(args);
  args[0] = toHost(args[0], '"name" argument');
  return judgeName(principal, args[0]);
}

/** Node complains about what is no text, and must not be handed something that changes its mind. */
function notText(args) {
  if (args[0]) args[0] = undefined;
  return undefined;
}

/** The address in `1.2.3.4`, `1.2.3.4:53`, `[::1]` and `[::1]:53`. */
function serverOf(text) {
  if (isIP(text) !== 0) return text;
  const close = StringPrototypeLastIndexOf(text, ']');
  if (text[0] === '[' && close > 0) return StringPrototypeSlice(text, 1, close);
  const colon = StringPrototypeLastIndexOf(text, ':');
  return colon === -1 ? text : StringPrototypeSlice(text, 0, colon);
}

/** resolver.setServers(list): what is asked for goes there. */
function judgeServers(principal, args) {
  if (!ArrayIsArray(args[0])) return undefined;
  const given = args[0];
  const servers = [];
  const { length } = given;
  for (let i = 0; i < length; i++) {
    const server = given[i];
    put(servers, i, typeof server === 'string' || typeof server === 'number' ? server : mistaken(server));
    const refused = typeof server === 'string' ? judgeName(principal, serverOf(server)) : undefined;
    if (refused !== undefined) return refused;
  }
  args[0] = servers;
  return undefined;
}

const forEveryone = (principal) => judge(principal, 'all', undefined) && { capability: 'all', resource: 'the DNS servers of the whole process' };

const QUERIES = [
  'lookupService', 'resolve', 'resolve4', 'resolve6', 'resolveAny', 'resolveCaa', 'resolveCname', 'resolveMx', 'resolveNaptr', 'resolveNs', 'resolvePtr', 'resolveSoa',
  'resolveSrv', 'resolveTlsa', 'resolveTxt', 'reverse',
];

/** What core asks is judged only where the whole process is bounded [C6]. */
function boundCore(judgeIt, answer, name) {
  return (original, self, args) => {
    const error = isFree(CORE) ? undefined : verdict(judgeIt, CORE, args, `dns.${name}()`, self);
    return error === undefined ? ReflectApply(original, self, args) : answers[answer](error, args);
  };
}

/** @param {'callback'|'reject'} answer */
function rowsOf(answer) {
  const rows = { __proto__: null, ...dnsRows, setServers: { judge: forEveryone } };
  rows.lookup = { judge: judgeLookup, answer, internal: isNodesOwn, core: boundCore(judgeLookup, answer, 'lookup') };
  for (let i = 0; i < QUERIES.length; i++) rows[QUERIES[i]] = { judge: judgeQuery, answer, core: boundCore(judgeQuery, answer, QUERIES[i]) };
  return rows;
}

/** A method of resolvers that makes what is below them, of numbers: of anything else that ends the process. */
const MOST = 0x7FFFFFFF;
const MAKES = 'dns:resolver:initializeHandle';

function checkMaking(level, key) {
  const original = level[key];
  const holder = {
    make(...numbers) {
      for (let i = 0; i < numbers.length; i++) if (!NumberIsInteger(numbers[i]) || numbers[i] < -1 || numbers[i] > MOST) throw new TypeError('dns.Resolver is made of numbers');
      if (numbers.length !== original.length) throw new TypeError('dns.Resolver is made of numbers');
      return ReflectApply(original, this, numbers);
    },
  };
  replaceMember(level, key, conceal(holder.make, original));
}

/** Resolvers of one's own have the same methods, and servers of their own. */
function lockResolver({ prototype }, answer, native) {
  const rows = rowsOf(answer);
  rows.setServers = { judge: judgeServers };
  const internals = native.internals(['node:dns', 'node:internal/dns/promises']);
  for (let level = prototype; ObjectGetOwnPropertyDescriptor(level, 'hasOwnProperty') === undefined; level = ObjectGetPrototypeOf(level)) {
    const keys = ReflectOwnKeys(level);
    for (let i = 0; i < keys.length; i++) {
      const row = rows[keys[i]];
      const { value, configurable } = ObjectGetOwnPropertyDescriptor(level, keys[i]);
      if (configurable && typeof keys[i] === 'symbol' && SymbolPrototypeDescriptionGet(keys[i]) === MAKES) checkMaking(level, keys[i]);
      if (row !== undefined && configurable && typeof value === 'function') replaceMember(level, keys[i], guard(value, row, `dns.Resolver.${keys[i]}()`, { internals, called: keys[i] }));
    }
    hardenPrototype(level);
  }
}

/** @param {'callback'|'reject'} answer */
const tableOf = (answer) => ({
  internals: ['node:net', 'node:dgram', 'node:internal/dgram', 'node:dns', 'node:internal/dns/promises'],
  rows: rowsOf(answer),
  passes: {
    __proto__: null,
    getServers: 'addresses of resolvers', Resolver: 'its methods are judged',
  },
  isLocked: true,
  complete: ({ Resolver }, native) => lockResolver(Resolver, answer, native),
});

const callbacks = tableOf('callback');
const { complete } = callbacks;
callbacks.complete = (values, native) => {
  configure(values.lookup);
  complete(values, native);
};

module.exports = { callbacks, promises: tableOf('reject') };
