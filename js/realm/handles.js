'use strict';
// Classes of C++ below those that have a name, and the parts that instances keep under symbols: whoever replaced `update` of a hash, `init` of
// a cipher or `export` of a key would be handed what everybody hashes, encrypts and signs with.

const { ObjectDefineProperty, ObjectFreeze, ObjectGetOwnPropertyDescriptor, ObjectGetPrototypeOf, ObjectPreventExtensions, ObjectPrototype, ReflectOwnKeys, SafeSet, StringPrototypeCharCodeAt } = require('../boot/primordials');
const { loadReal } = require('../boot/builtins');
const { believe } = require('../core/believed');
const { hardenPrototype, isShared, keepPrototype, share } = require('../core/harden');
const { lockStatics } = require('../core/lock');
const { classOf, hardenLevel } = require('../guards/network/handles');
const { innerBinding } = require('../core/inner');

/**
 * The parts of Node.js in C++ whose classes are locked, all of them: what is written, looked up, computed is an object of such a class, too, and
 * many are `this` of a callback. Those of scripts, modules, threads and messages have locks of their own.
 */
const PARTS = [
  'block_list', 'blob', 'cares_wrap', 'crypto', 'fs', 'fs_dir', 'fs_event_wrap', 'http2', 'http_parser', 'js_stream', 'js_udp_wrap', 'performance', 'pipe_wrap', 'process_wrap', 'signal_wrap',
  'stream_pipe', 'stream_wrap', 'tcp_wrap', 'tls_wrap', 'tty_wrap', 'udp_wrap', 'zlib',
];

/** What has no more than this is a request or a computation, of which nobody replaces anything. */
const SMALL = 2;

/** Prototypes that are locked. */
const done = new SafeSet();

function closeSmall(level) {
  const keys = ReflectOwnKeys(level);
  const name = classOf(level);
  for (let i = 0; i < keys.length; i++) {
    const { configurable, enumerable, value } = ObjectGetOwnPropertyDescriptor(level, keys[i]);
    if (configurable && typeof value === 'function') ObjectDefineProperty(level, keys[i], { __proto__: null, value: believe(keys[i], value, name), enumerable });
  }
  ObjectFreeze(level);
}

function lockClass(prototype) {
  for (let level = prototype; level !== null && level !== ObjectPrototype && !done.has(level); level = ObjectGetPrototypeOf(level)) {
    done.add(level);
    if (ReflectOwnKeys(level).length <= SMALL) closeSmall(level);
    else hardenLevel(level);
  }
}

const isCapital = (letter) => letter >= 65 && letter <= 90;

function lockHandles() {
  for (let i = 0; i < PARTS.length; i++) {
    const classes = innerBinding(PARTS[i]);
    const names = ReflectOwnKeys(classes);
    for (let k = 0; k < names.length; k++) {
      // V8 makes the prototype of a function of C++ when it is asked for: only of those that have the name of a class.
      if (typeof names[k] !== 'string' || !isCapital(StringPrototypeCharCodeAt(names[k], 0))) continue;
      const { value } = ObjectGetOwnPropertyDescriptor(classes, names[k]);
      const prototype = typeof value === 'function' ? ObjectGetOwnPropertyDescriptor(value, 'prototype')?.value : undefined;
      if (typeof prototype !== 'object' || prototype === null) continue;
      lockClass(prototype);
      lockStatics(value);
    }
  }
  const { HTTPParser } = loadReal('_http_common');
  lockClass(HTTPParser.prototype);
  lockStatics(HTTPParser);
}

let native;

/** @param {object} api the addon */
function configure(api) {
  native = api;
}

/** Is it the prototype of a class of C++? */
function isOfCpp(level) {
  const made = ObjectGetOwnPropertyDescriptor(level, 'constructor')?.value;
  return typeof made === 'function' && native.scriptOwner(made) === NO_SCRIPT;
}
const NO_SCRIPT = -1;

/** What an object inherits, up to what is locked. */
function lockAbove(object) {
  for (let level = ObjectGetPrototypeOf(object); level !== null && level !== ObjectPrototype && !isShared(level); level = ObjectGetPrototypeOf(level)) {
    if (isOfCpp(level)) hardenLevel(level);
    hardenPrototype(level);
    keepPrototype(ObjectGetOwnPropertyDescriptor(level, 'constructor')?.value);
    share(level);
    ObjectPreventExtensions(level);
  }
}

/** The classes of what an object keeps, and of what that keeps. */
function lockParts(object, depth = 2) {
  const keys = ReflectOwnKeys(object);
  for (let i = 0; i < keys.length; i++) {
    const value = ObjectGetOwnPropertyDescriptor(object, keys[i]).value;
    if (typeof value !== 'object' || value === null) continue;
    lockAbove(value);
    if (depth > 1) lockParts(value, depth - 1);
  }
}

module.exports = { configure, lockAbove, lockHandles, lockParts };
