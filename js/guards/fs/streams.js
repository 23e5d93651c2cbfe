'use strict';
// Streams of `fs` open their file later, from a Node-internal script with no package on the stack. So each stream
// gets its own small `fs`: for a package, guards in its name that judge the path at the moment it is opened; for
// core, functions that serve this one file and no other.

const { ObjectFreeze, ReflectApply, ReflectConstruct } = require('../../boot/primordials');
const { fs } = require('../../boot/builtins');
const { define, snapshotOptions } = require('../../core/args');
const { toFile } = require('../../core/decide');
const { mistaken } = require('../../core/mistaken');
const { refusal } = require('../../core/deny');
const { CORE, UNKNOWN } = require('../../core/caller');
const { guard, guardConstructor } = require('../../core/wrap');

const NAMES = ['open', 'close', 'read', 'write', 'writev', 'fsync'];

/** The `fs` of a package's streams: its own guards, which nobody can change. */
function packageFs(guards) {
  const result = { __proto__: null };
  for (let i = 0; i < NAMES.length; i++) result[NAMES[i]] = guards[NAMES[i]];
  return ObjectFreeze(result);
}

/** The `fs` of one stream made by core: bound to the path (or descriptor) it was made for. */
function coreFs(path, givenDescriptor) {
  let own = givenDescriptor;
  const elsewhere = (api, what) => refusal(UNKNOWN, 'all', api, `${what}`);
  const onOwn = (name) => (descriptor, ...rest) => {
    // A subclass may open the file itself (graceful-fs does); then the descriptor must lead to that file.
    if (own === undefined && isSameFile(descriptor, path)) own = descriptor;
    if (descriptor !== own) throw elsewhere(`fs.${name}()`, `file descriptor ${descriptor}`);
    return ReflectApply(fs[name], undefined, [descriptor, ...rest]); // eslint-disable-line sentinel/no-polymorphic-call -- rest of a call by core
  };
  const result = { __proto__: null };
  for (let i = 1; i < NAMES.length; i++) result[NAMES[i]] = onOwn(NAMES[i]);
  result.open = (target, flags, mode, callback) => {
    if (target !== path || own !== undefined) throw elsewhere('fs.open()', target);
    return fs.open(target, flags, mode, (error, descriptor) => {
      if (typeof descriptor === 'number') own = descriptor;
      callback(error, descriptor);
    });
  };
  return ObjectFreeze(result);
}

function isSameFile(descriptor, path) {
  try {
    const opened = fs.fstatSync(descriptor);
    const named = fs.statSync(path);
    return opened.dev === named.dev && opened.ino === named.ino;
  } catch {
    return false;
  }
}

/** Reads path and options once and puts the right `fs` into the options. */
function prepare(args, principal, streamFs) {
  const named = args[0];
  const path = toFile(named, principal);
  const file = path === undefined ? mistaken(named) : path;
  const given = args[1];
  const options = typeof given === 'string' ? { encoding: given } : snapshotOptions(given) ?? {};
  if (typeof options !== 'object') return [file, options];
  if (options.fs === undefined || options.fs === null) {
    const descriptor = typeof options.fd === 'number' ? options.fd : undefined;
    const isHandle = typeof options.fd === 'object' && options.fd !== null;
    if (!isHandle) define(options, 'fs', principal === CORE ? coreFs(path, descriptor) : streamFs(principal));
  }
  return [file, options];
}

/**
 * Guards for the stream classes and their factories.
 * @param {object} who as for guard()
 * @param {(principal: number) => object} streamFs the frozen `fs` of a package
 */
function build(who, streamFs) {
  const allow = () => undefined;
  const row = {
    judge: allow,
    construct: (Original, args, newTarget, principal) => ReflectConstruct(Original, prepare(args, principal, streamFs), newTarget),
    callable: (Original, self, args, principal) => ReflectApply(Original, self, prepare(args, principal, streamFs)),
  };
  const factory = (Original) => ({
    judge: allow,
    run: (original, self, args, principal) => ReflectConstruct(Original, prepare(args, principal, streamFs)),
    core: (original, self, args) => ReflectConstruct(Original, prepare(args, CORE, streamFs)),
  });
  const ReadStream = guardConstructor(fs.ReadStream, row, 'fs.ReadStream()', who);
  const WriteStream = guardConstructor(fs.WriteStream, row, 'fs.WriteStream()', who);
  return {
    __proto__: null,
    ReadStream,
    FileReadStream: ReadStream,
    WriteStream,
    FileWriteStream: WriteStream,
    createReadStream: guard(fs.createReadStream, factory(fs.ReadStream), 'fs.createReadStream()', who),
    createWriteStream: guard(fs.createWriteStream, factory(fs.WriteStream), 'fs.createWriteStream()', who),
  };
}

module.exports = { build, packageFs };
