'use strict';
// Preloaded into a Node-RED without Sentinel: writes down which members are looked for in vain on the classes of Node.js and of the language that everybody shares, and by which file. A Proxy stands above the topmost class
// of each chain, to which V8 comes when it has found nothing. Says so when the process ends, in the file that NRGS_LOOKED_FOR names.
const fs = require('node:fs');
const { builtinModules } = require('node:module');

/** What of a name is looked for often is asked about so many times, by whom. */
const ASKED_AT_MOST = 200;
/** Nothing is added to these for others, or everything inherits from them. */
const LEFT = new Set([Object, Array, Function, Map, Set, WeakMap, WeakSet, ArrayBuffer, DataView]);

const { captureStackTrace } = Error;
const { getPrototypeOf, prototype: ofAll } = Object;
const labels = new Map();
const tops = new Set();
/** label of the class -> member -> file that asks -> {count, line, kind} */
const found = new Map();
let isAtWork = false;

/** The frames of who asks, without those of this file. */
function framesOf() {
  const { prepareStackTrace, stackTraceLimit } = Error;
  Error.prepareStackTrace = (_, frames) => frames;
  Error.stackTraceLimit = 12;
  try {
    const holder = {};
    captureStackTrace(holder);
    // Asked while a stack is being written already, by Node.js.
    if (!Array.isArray(holder.stack)) return [];
    return holder.stack.map((frame) => ({ file: frame.isEval() ? 'eval' : frame.getFileName() ?? '', line: frame.getLineNumber() }));
  } finally {
    Object.assign(Error, { prepareStackTrace, stackTraceLimit });
  }
}

const shortened = (file) => file.replace(/^.*\/node_modules\//u, '').replace(/^file:\/\//u, '');

function whoAsks() {
  for (const { file, line } of framesOf()) if (file !== __filename && file !== '') return { file: shortened(file), line };
  return { file: '?', line: 0 };
}

/** The class of something that has a class below the top, or the top. */
function classOf(receiver, top) {
  for (let at = Object(receiver); at !== null && at !== ofAll; at = getPrototypeOf(at)) if (labels.has(at)) return labels.get(at);
  return labels.get(top);
}

/** A symbol of the language, one that anybody can name, or one that only its module has. */
function nameOf(key) {
  if (typeof key !== 'symbol') return key;
  if (Symbol[key.description?.slice(7)] === key) return key.description;
  return Symbol.keyFor(key) === undefined ? `private ${key.description}` : `Symbol.for ${key.description}`;
}

function note(kind, key, receiver, top) {
  if (isAtWork || key in ofAll) return;
  isAtWork = true;
  try {
    const label = classOf(receiver, top);
    const name = nameOf(key);
    if (!found.has(label)) found.set(label, new Map());
    const members = found.get(label);
    if (!members.has(name)) members.set(name, { count: 0, files: {} });
    const member = members.get(name);
    member.count += 1;
    if (member.count > ASKED_AT_MOST) return;
    const { file, line } = whoAsks();
    (member.files[`${file}:${line}`] ??= {})[kind] = true;
  } finally {
    isAtWork = false;
  }
}

function watchAbove(top) {
  if (tops.has(top) || !Object.isExtensible(top)) return;
  tops.add(top);
  const traps = {
    get(target, key, receiver) {
      note('get', key, receiver, top);
      return Reflect.get(target, key, receiver);
    },
    has(target, key) {
      note('has', key, top, top);
      return Reflect.has(target, key);
    },
  };
  Object.setPrototypeOf(top, new Proxy(Object.create(ofAll), traps));
}

function watch(label, constructor) {
  if (typeof constructor !== 'function' || LEFT.has(constructor)) return;
  const { prototype } = constructor;
  if (typeof prototype !== 'object' || prototype === null || prototype === ofAll) return;
  let top = prototype;
  for (let at = prototype; at !== null && at !== ofAll; at = getPrototypeOf(at)) {
    if (LEFT.has(at.constructor) && Object.hasOwn(at, 'constructor')) return;
    top = at;
  }
  if (!labels.has(prototype)) labels.set(prototype, label);
  if (!labels.has(top)) labels.set(top, `above ${label}`);
  classes.add(top);
}

const classes = new Set();
for (const name of Object.getOwnPropertyNames(globalThis)) {
  if (/^(?:webkit|localStorage|sessionStorage|navigator|crypto)/u.test(name)) continue;
  watch(name, Object.getOwnPropertyDescriptor(globalThis, name).value ?? globalThis[name]);
}
watch('TypedArray', getPrototypeOf(Uint8Array));
/** Accessors, of `fs`. */
const STREAMS = new Set(['ReadStream', 'WriteStream']);
const UNUSED = /^(?:_|node:|inspector|sys$|wasi|trace_events|punycode|cluster|repl|test)|\/posix$|\/win32$/u;
for (const name of builtinModules) {
  if (UNUSED.test(name)) continue;
  const exported = require(name);
  watch(name, exported);
  for (const [key, { value }] of Object.entries(Object.getOwnPropertyDescriptors(exported))) watch(`${name}.${key}`, STREAMS.has(key) ? exported[key] : value);
}
// `Object.prototype.toString` of Node.js 20 tells by that what inherits from a Proxy.
for (const { name, prototype } of [Boolean, Date, Error, Number, RegExp, String]) Object.defineProperty(prototype, Symbol.toStringTag, { value: name });
for (const top of classes) watchAbove(top);

process.on('exit', () => {
  isAtWork = true;
  const told = {};
  for (const [label, members] of found) told[label] = Object.fromEntries(members);
  fs.writeFileSync(process.env.NRGS_LOOKED_FOR, JSON.stringify(told));
});
