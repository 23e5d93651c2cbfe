'use strict';
// What `AsyncLocalStorage` keeps. Before Node.js 24 it keeps it under a symbol on whatever is going on, a promise, a timer, a socket, where anybody
// finds it who is called meanwhile; and it asks each storage by a method of its own to pass it on, which is handed all that begins anywhere.
// From then on it keeps the values of all storages in one map, and an AsyncResource has that under a symbol.

const { ObjectIs, ReflectApply, ReflectDefineProperty, ReflectOwnKeys, SafeWeakSet, SymbolPrototypeDescriptionGet, TypeError, accessorDescriptor, dataDescriptor } = require('../boot/primordials');
const { loadReal, util } = require('../boot/builtins');
const { CORE, INTERNAL, callerOf, newPlace } = require('../core/caller');
const { conceal } = require('../core/conceal');
const { Given } = require('../core/given');
const { replaceMember } = require('../core/harden');

// Asked for here, it gets Node's own functions: Node.js 22 loads it when somebody asks, and would give it the guards.
const { AsyncLocalStorage, AsyncResource, executionAsyncResource } = loadReal('async_hooks');

/** Where one storage keeps its values: a field of its own on each resource. */
function newSlot() {
  return class Slot extends Given {
    #value;

    static valueOn(resource) {
      return #value in resource ? resource.#value : undefined;
    }

    static keepOn(resource, value) {
      if (!(#value in resource)) new Slot(resource);
      resource.#value = value;
    }
  };
}

/** The slot of a storage. */
class Owner extends Given {
  #slot = newSlot();

  static slotOf(storage) {
    if (!(#slot in storage)) new Owner(storage);
    return storage.#slot;
  }
}
const { slotOf } = Owner;

/** Storages that are told what begins. */
const enabled = new SafeWeakSet();

const methods = {
  _propagate(resource, triggerResource) {
    const slot = slotOf(this);
    const value = slot.valueOn(triggerResource);
    if (value !== undefined && enabled.has(this)) slot.keepOn(resource, value);
  },
  enterWith(store) {
    this._enable();
    slotOf(this).keepOn(executionAsyncResource(), store);
  },
  run(store, callback, ...args) {
    if (ObjectIs(store, this.getStore())) return ReflectApply(callback, null, args);
    this._enable();
    const slot = slotOf(this);
    const resource = executionAsyncResource();
    const before = slot.valueOn(resource);
    slot.keepOn(resource, store);
    try {
      return ReflectApply(callback, null, args);
    } finally {
      slot.keepOn(resource, before);
    }
  },
  getStore() {
    return this.enabled ? slotOf(this).valueOn(executionAsyncResource()) : undefined;
  },
};

/** Node hands every resource to the `_propagate` of each storage: that is Node's, whatever the storage is. */
function switches(original) {
  const own = dataDescriptor(methods._propagate, false, false, false);
  return {
    _enable() {
      if (this.enabled) return;
      if (util.isProxy(this) || !ReflectDefineProperty(this, '_propagate', own)) throw new TypeError('this is no AsyncLocalStorage');
      enabled.add(this);
      ReflectApply(original._enable, this, []);
    },
    // Node takes the last one off its list when this one is not there.
    disable() {
      if (!enabled.has(this)) return;
      enabled.delete(this);
      ReflectApply(original.disable, this, []);
    },
  };
}

/** By Node.js 20 and 22; a newer one does so when it is told to by an option, and then has a `name` for each storage. */
function keepStores({ prototype }) {
  if (typeof prototype._propagate !== 'function') return;
  const { _enable, _propagate, disable } = prototype;
  if ('name' in prototype) methods._propagate = conceal(_propagate, _propagate);
  const made = { ...('name' in prototype ? undefined : methods), ...switches({ _enable, disable }) };
  for (const name in made) replaceMember(prototype, name, conceal(made[name], prototype[name]));
}

/** The map of a resource, for Node alone. */
class Frame extends Given {
  #map;

  static of(resource) {
    return #map in resource ? resource.#map : undefined;
  }

  static set(resource, map) {
    if (!(#map in resource)) new Frame(resource);
    resource.#map = map;
  }
}
const { of: frameOf, set: setFrame } = Frame;

const isObject = (value) => typeof value === 'object' && value !== null;

function keepFrames({ prototype }, native) {
  const internals = native.internals(['node:async_hooks']);
  const place = newPlace();
  const isNodes = (value) => {
    if (!isObject(value)) return false;
    const who = callerOf(internals, place);
    return who === INTERNAL || who === CORE;
  };
  const keys = ReflectOwnKeys(new AsyncResource('SENTINEL'));
  for (let i = 0; i < keys.length; i++) {
    if (typeof keys[i] !== 'symbol' || SymbolPrototypeDescriptionGet(keys[i]) !== 'context_frame') continue;
    const accessors = {
      get() {
        return isNodes(this) ? frameOf(this) : undefined;
      },
      set(map) {
        if (isNodes(this)) setFrame(this, map);
      },
    };
    ReflectDefineProperty(prototype, keys[i], accessorDescriptor(accessors.get, accessors.set, false, false));
  }
}

/** @param {object} native the addon */
function keep(native) {
  keepStores(AsyncLocalStorage);
  keepFrames(AsyncResource, native);
}

module.exports = { keep };
