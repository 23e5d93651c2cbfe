'use strict';
// Where the walk begins: the global object, every builtin module, `process`, and one object of each class that nobody
// exports but anybody can get.

const {
  ArrayPrototypePush, AsyncFunction, AsyncGeneratorFunction, GeneratorFunction, ObjectGetPrototypeOf, ReflectApply, ReflectGet, ReflectOwnKeys, SafeMap, SafeSet,
  StringPrototypeIndexOf, StringPrototypeSlice, StringPrototypeStartsWith, SymbolIterator, clearTimeout, globalThis, setImmediate, setTimeout,
} = require('../boot/primordials');
const { Module, module: nodeModule, realProcess } = require('../boot/builtins');
const { Walk } = require('./walk');

/** Modules that exist only with the `node:` prefix are not in the list of Node 20 and 22. */
const SCHEME_ONLY = ['sea', 'sqlite', 'test', 'test/reporters'];
/** Classes belong to the module that is walked first: the one they are documented for. */
const FIRST = ['events', 'stream', 'buffer', 'util', 'url', 'net', 'tls', 'http', 'https', 'http2', 'fs', 'crypto', 'timers', 'worker_threads', 'perf_hooks', 'readline'];
/** Bindings whose classes stand behind the objects of builtin modules. */
const BINDINGS = ['cares_wrap', 'fs', 'fs_event_wrap', 'http_parser', 'js_stream', 'pipe_wrap', 'process_wrap', 'signal_wrap', 'stream_wrap', 'tcp_wrap', 'tty_wrap', 'udp_wrap', 'zlib'];

/** The names of all builtin modules of this Node.js, without `node:`, in the order of the walk. */
function moduleNames() {
  const known = new SafeSet();
  const names = [];
  const add = (request) => {
    const name = StringPrototypeStartsWith(request, 'node:') ? StringPrototypeSlice(request, 5) : request;
    if (known.has(name) || !nodeModule.isBuiltin(`node:${name}`)) return;
    known.add(name);
    ArrayPrototypePush(names, name);
  };
  const all = nodeModule.builtinModules;
  for (let i = 0; i < FIRST.length; i++) add(FIRST[i]);
  for (let i = 0; i < all.length; i++) if (isMain(all[i])) add(all[i]);
  for (let i = 0; i < all.length; i++) add(all[i]);
  for (let i = 0; i < SCHEME_ONLY.length; i++) add(SCHEME_ONLY[i]);
  return names;
}

const isMain = (name) => name[0] !== '_' && StringPrototypeIndexOf(name, '/') === -1 && name !== 'sys' && name !== 'constants';

/** name -> exports. */
function loadModules() {
  const names = moduleNames();
  const modules = new SafeMap();
  for (let i = 0; i < names.length; i++) modules.set(names[i], ReflectApply(nodeModule._load, Module, [`node:${names[i]}`, undefined, false]));
  return modules;
}

/** Objects of classes that nobody exports, made without any effect: name -> object. */
function instances(modules) {
  const of = (name) => modules.get(name);
  const timer = setTimeout(() => undefined, 1);
  clearTimeout(timer);
  const immediate = setImmediate(() => undefined);
  of('timers').clearImmediate(immediate);
  const { Readable, Writable } = of('stream');
  const { createHistogram, monitorEventLoopDelay } = of('perf_hooks');
  const map = new SafeMap();
  const texts = new (ReflectGet(globalThis, 'URLSearchParams'))();
  return [
    ['timers.timeout', timer], ['timers.immediate', immediate],
    ['stream.readable', new Readable({ read() {} })._readableState], ['stream.writable', new Writable()._writableState],
    ['crypto.secret', of('crypto').createSecretKey('key', 'utf8')],
    ['perf_hooks.histogram', createHistogram()], ['perf_hooks.delay', monitorEventLoopDelay()],
    ['ArrayIterator', ReflectApply([][SymbolIterator], [], [])], ['StringIterator', ReflectApply(''[SymbolIterator], '', [])],
    ['MapIterator', map.entries()], ['SetIterator', new SafeSet().values()], ['RegExpStringIterator', 'a'.matchAll(/a/g)],
    ['URLSearchParamsIterator', texts.entries()], ['HeadersIterator', new (ReflectGet(globalThis, 'Headers'))().entries()],
    ['FormDataIterator', new (ReflectGet(globalThis, 'FormData'))().entries()],
    ['Generator', ObjectGetPrototypeOf(GeneratorFunction.prototype)], ['AsyncGenerator', ObjectGetPrototypeOf(AsyncGeneratorFunction.prototype)],
  ];
}

/** Classes of the handles behind sockets, files and the like. */
function handles() {
  const found = [];
  for (let i = 0; i < BINDINGS.length; i++) {
    try {
      addClasses(found, ReflectApply(realProcess.binding, realProcess, [BINDINGS[i]]));
    } catch {
      // This Node.js does not have it.
    }
  }
  return found;
}

function addClasses(found, binding) {
  const keys = ReflectOwnKeys(binding);
  for (let i = 0; i < keys.length; i++) {
    const value = binding[keys[i]];
    if (typeof value === 'function' && typeof value.prototype === 'object' && ReflectOwnKeys(value.prototype).length > 1) {
      ArrayPrototypePush(found, [`handle.${keys[i]}`, value.prototype]);
    }
  }
}

/**
 * Everything that can be reached in this process.
 * @param {{has(name: string): boolean}} [known] names of Node's own, where others may have added some
 * @returns {import('./walk').Found[]}
 */
function survey(known) {
  const { emitWarning } = realProcess;
  // Loading some modules and reading some members prints a warning, which would be about nobody.
  const quiet = () => undefined;
  realProcess.emitWarning = quiet;
  try {
    const found = walkAll(known);
    for (let i = 0; i < found.length; i++) if (found[i].value === quiet) found[i].value = emitWarning;
    return found;
  } finally {
    realProcess.emitWarning = emitWarning;
  }
}

function walkAll(known) {
  const modules = loadModules();
  const walk = new Walk(known);
  const { console } = globalThis;
  walk.leave(realProcess, 'process');
  walk.leave(console, 'console');
  // Aliases (`sys`) come last in the list and would take the name away.
  modules.forEach((exports, name) => void (walk.knows(exports) || walk.leave(exports, name)));
  walk.root(globalThis, 'globalThis');
  const functions = [['GeneratorFunction', GeneratorFunction], ['AsyncFunction', AsyncFunction], ['AsyncGeneratorFunction', AsyncGeneratorFunction]];
  for (let i = 0; i < functions.length; i++) walk.instance(functions[i][1], functions[i][0]);
  const done = new SafeSet();
  done.add(realProcess);
  modules.forEach((exports, name) => {
    if (!done.has(exports)) walk.root(exports, name);
    done.add(exports);
  });
  walk.root(realProcess, 'process');
  const others = instances(modules);
  for (let i = 0; i < others.length; i++) walk.instance(others[i][1], others[i][0]);
  const below = handles();
  for (let i = 0; i < below.length; i++) walk.instance(below[i][1], below[i][0]);
  walk.finish();
  return walk.found;
}

module.exports = { SCHEME_ONLY, survey };
