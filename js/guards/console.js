'use strict';
// The shared console, which only core can change: what packages see of it is made in consoles.js.

const {
  ObjectDefineProperty, ObjectFreeze, ObjectGetOwnPropertyDescriptor, ObjectGetPrototypeOf, ObjectHasOwn, ObjectPreventExtensions, ReflectApply, ReflectGet, ReflectOwnKeys,
  SymbolPrototypeDescriptionGet, accessorDescriptor, globalThis,
} = require('../boot/primordials');
const { env, fs, loadReal } = require('../boot/builtins');
const { CORE, INTERNAL, UNKNOWN, callerOf, onGlobal, writerOf } = require('../core/caller');
const { closeFunctions, putOn } = require('../core/closing');
const { conceal } = require('../core/conceal');
const { formatted } = require('../core/formatted');
const { lockObject } = require('../core/lock');
const { isOverflow } = require('../core/overflow');
const { readReal } = require('./process/shared');

/** As it was at start, also for a realm whose global was replaced. */
const real = globalThis.console;
const STREAMS = { __proto__: null, _stdout: 'stdout', _stderr: 'stderr' };

/**
 * What stands for a stream on the shared console: it writes, and leads nowhere. The methods of the console take it from there
 * for every line, so there is no look at the stack.
 */
function outlet(name) {
  let target;
  // The console, too, keeps the stream it found first.
  const stream = () => (target ??= readReal(name));
  const pass = (key) => (...args) => {
    const value = ReflectGet(stream(), key);
    return typeof value === 'function' ? ReflectApply(value, target, args) : undefined;
  };
  // The console listens for errors while it writes.
  const forErrors = (key) => (event, listener) => {
    if (event === 'error') ReflectApply(stream()[key], target, [event, listener]);
  };
  return ObjectFreeze({
    write: (text, callback) => ReflectApply(stream().write, target, [text, callback]),
    on: forErrors('on'),
    once: forErrors('once'),
    removeListener: forErrors('removeListener'),
    listenerCount: (event) => ReflectApply(stream().listenerCount, target, [event]),
    getColorDepth: pass('getColorDepth'),
    hasColors: pass('hasColors'),
    get isTTY() {
      return stream().isTTY;
    },
    get _writableState() {
      return { __proto__: null, errorEmitted: stream()._writableState?.errorEmitted === true };
    },
    get columns() {
      return stream().columns;
    },
  });
}

function replaceStream(key) {
  const descriptor = ObjectGetOwnPropertyDescriptor(real, key);
  if (descriptor === undefined || !descriptor.configurable) return undefined;
  const value = outlet(STREAMS[key]);
  ObjectDefineProperty(real, key, { __proto__: null, value, writable: false, enumerable: descriptor.enumerable, configurable: false });
  return value;
}

/** The members of the console that Node names by symbols, by what the symbols are called. */
function inner() {
  const found = { __proto__: null };
  const keys = ReflectOwnKeys(real);
  for (let i = 0; i < keys.length; i++) if (typeof keys[i] === 'symbol') found[SymbolPrototypeDescriptionGet(keys[i])] = keys[i];
  return found;
}

/**
 * Fixes an inner function, which nobody replaces.
 * @param {(original: Function) => Function} [make] what stands there from now on
 */
function fixInner(key, make) {
  const descriptor = key === undefined ? undefined : ObjectGetOwnPropertyDescriptor(real, key);
  if (typeof descriptor?.value !== 'function' || !descriptor.configurable) return;
  const value = make === undefined ? descriptor.value : conceal(make(descriptor.value), descriptor.value);
  ObjectDefineProperty(real, key, { __proto__: null, value, writable: false, enumerable: descriptor.enumerable, configurable: false });
}

const { prototype: { write: writeOfStreams } } = loadReal('stream').Writable;

/** Core has not put itself before it. */
const isNodes = (stream) => stream.write === writeOfStreams && !ObjectHasOwn(stream, '_write');

/** A file, which Node writes to at once; nothing waits there. */
const isQuietFile = (stream) => stream._type === 'fs' && isNodes(stream) && !stream.destroyed && stream.writableLength === 0;

/** A pipe or socket, which tells later that it failed: nobody need listen while it is written to. */
const tellsLater = (stream) => stream._type === 'pipe' && isNodes(stream);

/** Writes to a file past its stream, which would go through the guard of `fs.writeSync`. A failure is the stream's to tell. */
function wroteToFile(stream, line) {
  if (!isQuietFile(stream)) return false;
  try {
    fs.writeSync(stream.fd, line);
    return true;
  } catch {
    return false;
  }
}

const noop = () => {};

/** Where a console keeps its indentation, where Node.js still does, and that of the shared one: kept here and not behind a lock of its own, which every line would have to pass. */
let indentation;
let indented = '';

/** A package indents its own lines and nobody else's: those of one call, in the groups that it has opened. */
function indentedBy(text, target, act) {
  if (text === '' || indentation === undefined) return act();
  const before = target === real ? indented : target[indentation];
  const put = (next) => {
    if (target === real) indented = next;
    else target[indentation] = next;
  };
  put(`${before}${text}`);
  try {
    return act();
  } finally {
    put(before);
  }
}

/**
 * Writes a line as the console's own function does, but straight to the stream. That function is left what is rare: a console that is
 * indented or does not ignore errors.
 */
const writer = (original) => {
  const { _stdoutErrorHandler: onStdout, _stderrErrorHandler: onStderr } = real;
  indented = real[indentation];
  const accessors = {
    get: () => indented,
    set(next) {
      if (callerOf(0) === CORE && typeof next === 'string') indented = next;
    },
  };
  ObjectDefineProperty(real, indentation, { __proto__: null, get: accessors.get, set: accessors.set, enumerable: false, configurable: false });
  const ignoresErrors = real._ignoreErrors;
  ObjectDefineProperty(real, '_ignoreErrors', { __proto__: null, value: ignoresErrors, writable: false, enumerable: false, configurable: false });
  let stdout;
  let stderr;
  // Node's names for the two, as they come.
  let toStdout;
  let toStderr;
  const holder = {
    write(target, text) {
      if (indented !== '' || ignoresErrors !== true) return ReflectApply(original, real, [target, text]);
      let stream;
      if (target === toStdout) stream = stdout ??= readReal('stdout');
      else if (target === toStderr) stream = stderr ??= readReal('stderr');
      else {
        const name = typeof target === 'symbol' ? SymbolPrototypeDescriptionGet(target) : undefined;
        if (name === 'kUseStdout') toStdout ??= target;
        if (name === 'kUseStderr') toStderr ??= target;
        return ReflectApply(original, real, [target, text]);
      }
      const line = `${text}\n`;
      if (wroteToFile(stream, line)) return undefined;
      const onEnd = target === toStdout ? onStdout : onStderr;
      try {
        if (tellsLater(stream)) {
          stream.write(line, onEnd); // eslint-disable-line sentinel/no-polymorphic-call -- the real stream, which packages never get
          return undefined;
        }
      } catch (error) {
        if (isOverflow(error)) throw error;
        return undefined;
      }
      try {
        // Not `once`, which binds a function for every line; it is taken off below.
        if (stream.listenerCount('error') === 0) stream.on('error', noop);
        stream.write(line, onEnd); // eslint-disable-line sentinel/no-polymorphic-call -- the real stream, which packages never get
      } catch (error) {
        if (isOverflow(error)) throw error;
      } finally {
        stream.removeListener('error', noop);
      }
      return undefined;
    },
  };
  return holder.write;
};

/**
 * Tells how a line is to look without a detour through the shared environment: Node.js 20 and 22 ask for FORCE_COLOR each time.
 * Where that is set, and on a terminal, the console's own function answers.
 * @param {symbol} mode where the console keeps whether it shows colours
 */
const plainLook = (mode, stdout) => (original) => {
  const plain = ObjectFreeze({});
  const holder = {
    options(stream) {
      const isPlain = real[mode] === 'auto' && stream === stdout && env.FORCE_COLOR === undefined && !stream.isTTY;
      return isPlain ? plain : ReflectApply(original, real, [stream]);
    },
  };
  return holder.options;
};

/** What stands for `%s` is printed as ever (core/formatted.js). */
const placing = (original) => {
  const holder = {
    format(args) {
      return ReflectApply(original, this, [formatted(args, 0)]);
    },
  };
  return holder.format;
};

function quicken(stdout) {
  const keys = inner();
  indentation = keys.kGroupIndentationString ?? keys.kGroupIndent;
  if (indentation !== undefined) fixInner(keys.kWriteToConsole, writer);
  if (keys.kColorMode !== undefined) fixInner(keys.kGetInspectOptions, plainLook(keys.kColorMode, stdout));
  fixInner(keys.kFormatForStdout, placing);
  fixInner(keys.kFormatForStderr, placing);
}

/**
 * Locks the shared console and makes the global one answer with the package's own.
 * @param {(principal: number) => {console: object, process: object}} compartmentOf
 * @param {number} readers set of the Node-internal scripts that write to its streams
 */
function lock(compartmentOf, readers) {
  const stdout = replaceStream('_stdout');
  replaceStream('_stderr');
  quicken(stdout);
  lockObject(real);
  ObjectPreventExtensions(ObjectGetPrototypeOf(real));
  const { configurable, enumerable } = ObjectGetOwnPropertyDescriptor(globalThis, 'console');
  if (!configurable) return;
  let current = globalThis.console;
  let nobodys;
  /** What several come across who cannot be told: nobody changes it for the others. */
  const ofNobody = () => {
    if (nobodys === undefined) {
      nobodys = compartmentOf(UNKNOWN).variables.console;
      closeFunctions(nobodys);
      ObjectFreeze(nobodys);
    }
    return nobodys;
  };
  const expected = onGlobal('console');
  const holder = {
    get() {
      // Whoever came across it elsewhere would hand on what others could change.
      const who = this === globalThis ? callerOf(readers, 0, expected) : UNKNOWN;
      if (who === CORE || who === INTERNAL) return current;
      return who === UNKNOWN ? ofNobody() : compartmentOf(who).variables.console;
    },
    set(...args) {
      if (this !== globalThis) return putOn(this, 'console', args[0]);
      const who = writerOf(args);
      if (who === CORE) current = args[0];
      else if (who !== UNKNOWN) compartmentOf(who).setVariable('console', args[0]);
      return undefined;
    },
  };
  ObjectDefineProperty(globalThis, 'console', accessorDescriptor(holder.get, holder.set, enumerable, false));
}

module.exports = { STREAMS, indentedBy, lock, real };
