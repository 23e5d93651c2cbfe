'use strict';
// Locks what every package shares and Sentinel or Node relies on, before any package runs.

const {
  Array, ObjectGetPrototypeOf, ObjectPreventExtensions, ObjectPrototype, ReflectApply,
} = require('./primordials');
const { fs, fsPromises, process, realProcess } = require('./builtins');
const { hardenPrototype, replaceMember } = require('../core/harden');
const { guard, guardConstructor } = require('../core/wrap');
const { judgeDescriptor } = require('../guards/fs/descriptors');
const childProcess = require('../guards/child_process');

/** A handle below JavaScript that only Node's own scripts may start. */
function lockHandle(prototype, name, api, internals, native) {
  if (prototype === undefined || typeof prototype[name] !== 'function') return;
  const row = { judge: () => ({ capability: 'all', resource: 'a handle of Node.js' }) };
  replaceMember(prototype, name, guard(prototype[name], row, api, { internals: native.internals(internals) }));
}

function lockHandles(native) {
  const { FSEvent } = ReflectApply(process.binding, realProcess, ['fs_event_wrap']);
  lockHandle(FSEvent.prototype, 'start', 'FSEvent.start()', ['node:internal/fs/watchers'], native);
  const { StatWatcher } = ReflectApply(process.binding, realProcess, ['fs']);
  lockHandle(StatWatcher?.prototype, 'start', 'StatWatcher.start()', ['node:internal/fs/watchers'], native);
  const list = childProcess.prototypes();
  for (let i = 0; i < list.length; i++) {
    const { prototype, name, row, api, internals } = list[i];
    replaceMember(prototype, name, guard(prototype[name], row, api, { internals: native.internals(internals) }));
  }
}

/** Handles of open files can change owner, mode and times whatever they were opened for. */
async function lockFileHandle(native) {
  const handle = await fsPromises.open('/dev/null', 'r');
  const prototype = ObjectGetPrototypeOf(handle);
  const names = ['chmod', 'chown', 'utimes'];
  const internals = native.internals(['node:internal/fs/promises']);
  for (let i = 0; i < names.length; i++) {
    const judge = (principal, args, self) => judgeDescriptor(principal, [self.fd], 0, 'fs:write');
    replaceMember(prototype, names[i], guard(prototype[names[i]], { judge, answer: 'reject' }, `FileHandle.${names[i]}()`, { internals }));
  }
  // A handle around a number of one's choice would be everyone's file.
  const refuse = { judge: () => ({ capability: 'all', resource: 'a file handle of its own making' }) };
  const { FileHandle } = ReflectApply(process.binding, realProcess, ['fs']);
  replaceMember(FileHandle.prototype, 'constructor', guardConstructor(FileHandle, refuse, 'FileHandle()', { internals }));
  replaceMember(prototype, 'constructor', guardConstructor(prototype.constructor, refuse, 'FileHandle()', { internals }));
  hardenPrototype(prototype);
  await handle.close();
}

/** Locks prototypes. Resolves when the last of them, which only an open file has, is locked. Opt out of the built-in ones with NRG_SENTINEL_NO_PROTO_FREEZE [G3]. */
function install(native, keepPrototypesOpen) {
  if (!keepPrototypesOpen) {
    ObjectPreventExtensions(ObjectPrototype);
    ObjectPreventExtensions(Array.prototype);
  }
  lockHandles(native);
  const classes = [fs.Dirent, fs.Stats, fs.Dir, fs.ReadStream, fs.WriteStream];
  for (let i = 0; i < classes.length; i++) hardenPrototype(classes[i].prototype);
  return lockFileHandle(native);
}

module.exports = { install };
