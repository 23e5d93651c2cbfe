'use strict';
// Whose the handles below sockets for datagrams are.

const { MapPrototypeClear, MapPrototypeSet, ObjectDefineProperty, ReflectApply, ReflectOwnKeys, SafeMap, SafeWeakMap } = require('../../boot/primordials');
const { process, process: { nextTick } } = require('../../boot/builtins');
const { CORE } = require('../../core/caller');
const { isIP } = require('./destination');

/** Handle -> { principal, names }: sockets of packages, and what the system resolved for them. */
const owners = new SafeWeakMap();
const LONGEST_MEMORY = 1000;

const isObject = (value) => typeof value === 'object' && value !== null;

const ownerOf = (handle) => owners.get(handle);

/** From now on it is this package's. */
function own(handle, principal) {
  const owner = { __proto__: null, principal, names: new SafeMap() };
  owners.set(handle, owner);
  return owner;
}

/** The state of a socket lies under a symbol. */
function handleOf(socket) {
  const keys = ReflectOwnKeys(socket);
  for (let i = 0; i < keys.length; i++) if (typeof keys[i] === 'symbol' && keys[i].description === 'state symbol') return socket[keys[i]].handle;
  return undefined;
}

/** A socket that a package made: its handle is the package's, and tells what the system's resolver answered. */
function adopt(socket, principal, ownLookup) {
  const handle = handleOf(socket);
  if (principal === CORE || !isObject(handle)) return socket;
  const { names } = own(handle, principal);
  const { lookup } = handle;
  const holder = {
    lookup(address, callback) {
      const family = ownLookup === undefined && typeof address === 'string' ? isIP(address) : 0;
      // As Node does with what is an address already.
      if (family !== 0) return ReflectApply(nextTick, process, [callback, null, address, family]);
      return ReflectApply(lookup, handle, [address, (error, ip, family) => {
        if (names.size > LONGEST_MEMORY) MapPrototypeClear(names);
        if (!error && ownLookup === undefined && typeof address === 'string') MapPrototypeSet(names, ip, address);
        return callback(error, ip, family);
      }]);
    },
  };
  ObjectDefineProperty(handle, 'lookup', { __proto__: null, value: holder.lookup, writable: false, enumerable: true, configurable: false });
  return socket;
}

module.exports = { adopt, isObject, own, ownerOf };
