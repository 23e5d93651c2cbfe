'use strict';
// Objects of a package that go into a method of a node of core: core uses them as they are, but what it calls in them sees nodes as the package
// may, as a function does that is given by itself (`relay` in membrane.js).

const {
  BufferFrom, Proxy, ReflectGet, ReflectSet, SafeWeakMap, TypedArrayPrototypeSymbolToStringTagGet,
} = require('../../boot/primordials');
const { UNKNOWN } = require('../../core/caller');
const { demandNode } = require('./access');
const { recordOf } = require('./identity');
const { emptyLike, mirrorOf } = require('../views/mirror');

/** What core holds -> what the package gave. */
const given = new SafeWeakMap();

/** What a package gave, when this stands for it. */
const returned = (value) => (typeof value === 'object' && value !== null ? given.get(value) ?? value : value);

/**
 * @param {any} value of a package, no node
 * @param {(value: any, key: PropertyKey) => any} hand what else core gets: functions and nodes
 * @param {(value: any) => any} receive what the package gets of what core puts there
 */
function lend(value, hand, receive) {
  if (typeof value !== 'object' || value === null || given.has(value)) return value;
  if (TypedArrayPrototypeSymbolToStringTagGet(value) === 'Uint8Array') return BufferFrom(value);
  const made = new Proxy(emptyLike(value), mirrorOf(value, (key) => hand(ReflectGet(value, key), key), (key, item) => ReflectSet(value, key, receive(item))));
  given.set(made, value);
  return made;
}

/** For the ids that go into a call of a node of core: gives one back, or throws when it is that of a node which the caller may not change. */
function judging(principal, record, api) {
  return (id) => {
    const found = typeof id === 'string' ? record.node?._flow?.getNode?.(id) : undefined;
    if (typeof found !== 'object' || found === null) return id;
    const whose = recordOf(found) ?? { __proto__: null, principal: UNKNOWN, type: `${found.type}`, id };
    if (whose.principal !== principal) demandNode(principal, 'node:write', api, whose);
    return id;
  };
}

module.exports = { judging, lend, returned };
