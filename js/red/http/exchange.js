'use strict';
// What is under way on connections of Node-RED's servers: packages find nothing of it by the sockets they are given [R15].

const { ObjectDefineProperty, ObjectGetOwnPropertyDescriptor } = require('../../boot/primordials');
const { state } = require('../../boot/state');
const { CORE, INTERNAL, isReadByCore, isSettled, lookOf, newPlace, settle } = require('../../core/caller');
const { makeNote } = require('../../core/given');

/** Parts of Node.js that work with it. */
const EXCHANGES = ['node:_http_server', 'node:_http_common', 'node:_http_incoming', 'node:_http_outgoing', 'node:net', 'node:internal/child_process'];
let exchanges = 0;

function configure(native) {
  exchanges = native.internals(EXCHANGES);
}

/**
 * What is under way on a connection. Who was given a request finds its socket, and the next request of the same client comes in there: an editor's, with
 * what it is authorized by.
 */
const UNDER_WAY = ['parser', '_httpMessage'];
const made = { __proto__: null };

/** Node.js asks several times for each request, mostly when there is nothing. */
function exchangeOf(key) {
  const values = makeNote();
  const place = newPlace();
  const look = lookOf();
  const accessors = {
    get() {
      const value = values.of(this);
      if (value === undefined || value === null) return value;
      // Every function between this one and the look is one more frame for V8 to translate.
      const found = state.armed ? look(exchanges, place, 0, 0) : CORE;
      const who = isSettled(found) ? found : settle(found, exchanges, place);
      return who === INTERNAL || (who === CORE && isReadByCore(key, exchanges, place)) ? value : undefined;
    },
    set(value) {
      values.put(this, value);
    },
  };
  return { __proto__: null, values, accessors };
}

function hide(socket) {
  for (let i = 0; i < UNDER_WAY.length; i++) {
    const key = UNDER_WAY[i];
    const own = ObjectGetOwnPropertyDescriptor(socket, key);
    if (own !== undefined && !own.configurable) continue;
    const { values, accessors } = made[key] ??= exchangeOf(key);
    values.put(socket, own?.value);
    ObjectDefineProperty(socket, key, { __proto__: null, get: accessors.get, set: accessors.set, enumerable: own !== undefined, configurable: false });
  }
}

/** What is under way there, for Sentinel. */
const underWay = (socket, key) => made[key]?.values.of(socket);

module.exports = { configure, hide, underWay };
