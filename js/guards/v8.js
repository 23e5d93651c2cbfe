'use strict';
// `v8`: heap snapshots hold every secret of the process, flags change the language.

const {
  ArrayBufferIsView, ArrayBufferPrototypeByteLengthGet, ObjectDefineProperty, ObjectGetOwnPropertyDescriptor, ReflectApply, ReflectOwnKeys, TypeError, accessorDescriptor,
} = require('../boot/primordials');
const { views } = require('../core/cloned');
const { closeMember, closeMembers } = require('../core/close');
const { conceal } = require('../core/conceal');
const { judge, judgePath, toFile } = require('../core/decide');
const { makeNote } = require('../core/given');
const { replaceMember } = require('../core/harden');
const { memoryOf, readingOf } = require('../core/in-use');
const { isOverflow } = require('../core/overflow');
const { plainClass } = require('../core/plain');

const start = { judge: () => ({ capability: 'all', resource: 'the start of the process' }) };
const open = { judge: (principal) => judge(principal, 'inspector:open', undefined) };

/** Without a name it makes one up, in the working directory. */
function judgeSnapshot(principal, args) {
  if (args[0] !== undefined) args[0] = toFile(args[0], principal);
  return judge(principal, 'inspector:open', undefined) ?? judgePath(principal, 'fs:write', args[0] ?? '.', 0);
}

/** V8 takes no Proxy: of what others left it writes what this package sees (core/cloned.js). */
function serialize(original, self, args) {
  try {
    return ReflectApply(original, self, args);
  } catch (error) {
    const copy = views.without(args[0]);
    if (copy === undefined) throw error;
    return ReflectApply(original, self, [copy]);
  }
}

/** C++ makes the error of what cannot be cloned by a member of the serializer, and believes that it is a function: it is the one that was there when it began. */
function keepErrors({ prototype }) {
  const { writeValue } = prototype;
  const holder = {
    writeValue(...args) {
      const value = this._getDataCloneError;
      if (typeof value !== 'function') throw new TypeError('_getDataCloneError of a serializer is a function');
      ObjectDefineProperty(this, '_getDataCloneError', { __proto__: null, value, writable: false, enumerable: false, configurable: false });
      return ReflectApply(writeValue, this, args);
    },
  };
  replaceMember(prototype, 'writeValue', conceal(holder.writeValue, writeValue));
}

/** What a deserializer reads is where it was when it began, and as long: it has the address. It tells C++ by `buffer`, which it sets when it is made. */
function keepMemory({ prototype }) {
  const bytes = makeNote();
  const accessors = {
    set(value) {
      if (bytes.of(this) === undefined && ArrayBufferIsView(value)) bytes.put(this, { __proto__: null, view: value, length: lengthOf(value) });
      ObjectDefineProperty(this, 'buffer', { __proto__: null, value, writable: true, enumerable: true, configurable: true });
    },
  };
  ObjectDefineProperty(prototype, 'buffer', accessorDescriptor(undefined, accessors.set, false, false));
  const keys = ReflectOwnKeys(prototype);
  for (let i = 0; i < keys.length; i++) {
    const { value: original } = ObjectGetOwnPropertyDescriptor(prototype, keys[i]);
    if (typeof original !== 'function' || keys[i] === 'constructor') continue;
    const holder = {
      read(...args) {
        const known = bytes.of(this);
        if (known === undefined || lengthOf(known.view) < known.length) throw new TypeError('what is deserialized is not there any more');
        return readingOf(known.view, original, this, args);
      },
    };
    replaceMember(prototype, keys[i], conceal(holder.read, original));
  }
}

function isShared(memory) {
  try {
    ArrayBufferPrototypeByteLengthGet(memory);
    return false;
  } catch (error) {
    if (isOverflow(error)) throw error;
    return true;
  }
}

/** Shared memory stays. */
function lengthOf(view) {
  const memory = memoryOf(view);
  return isShared(memory) ? 0 : ArrayBufferPrototypeByteLengthGet(memory);
}

module.exports = {
  rows: {
    __proto__: null,
    serialize: { judge: () => undefined, run: serialize },
    getHeapSnapshot: open,
    queryObjects: open,
    setFlagsFromString: open,
    setHeapSnapshotNearHeapLimit: open,
    startCpuProfile: open,
    startHeapProfile: open,
    stopCoverage: open,
    takeCoverage: open,
    writeHeapSnapshot: { judge: judgeSnapshot },
  },
  constructors: { __proto__: null, DefaultDeserializer: plainClass, Deserializer: plainClass },
  hidden: { __proto__: null, promiseHooks: 'everyone\'s promises', startupSnapshot: 'the start of the process', GCProfiler: 'everyone\'s heap', SyncHeapProfileHandle: 'everyone\'s heap', SyncCPUProfileHandle: 'everyone\'s code' },
  /** Namespaces, which an ES module gets as they are. */
  complete(values, native, guards, { who }) {
    keepErrors(values.Serializer);
    keepMemory(values.Deserializer);
    closeMembers(values.promiseHooks, open, 'v8.promiseHooks', who);
    // Node.js asks `isBuildingSnapshot` all the time.
    const changes = ['addDeserializeCallback', 'addSerializeCallback', 'setDeserializeMainFunction'];
    for (let i = 0; i < changes.length; i++) closeMember(values.startupSnapshot, changes[i], start, `v8.startupSnapshot.${changes[i]}`, who);
  },
  passes: {
    __proto__: null,
    DefaultSerializer: 'own data', Serializer: 'own data',
    cachedDataVersionTag: 'a number', deserialize: 'own data', getCppHeapStatistics: 'numbers', getHeapCodeStatistics: 'numbers',
    getHeapSpaceStatistics: 'numbers', getHeapStatistics: 'numbers', heapStatisticsDetailed: 'numbers', isStringOneByteRepresentation: 'a question',
  },
};
