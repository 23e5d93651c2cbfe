'use strict';
// Which members of the language's own objects are locked in which way. Every member is locked; the tables say where an
// assignment must still work (on an object that inherits the member, or as a polyfill writes it) and where V8's fast paths look.

const {
  SymbolFor, SymbolIterator, SymbolMatch, SymbolMatchAll, SymbolReplace, SymbolSearch, SymbolSplit, SymbolToPrimitive, SymbolUnscopables,
} = require('../boot/primordials');

/** Objects by how they are written in a program. `prototype` of a constructor is meant by the constructor's name. */
const ALL = 'all';

/**
 * Members of prototypes that honest code assigns on objects inheriting them (`error.name = …`, `socket.send = …`, `UTCDate.prototype.getHours = …`)
 * are accessors that define the member on the receiver: all of a prototype that is not listed. Constants is what these lists leave out: nothing
 * inherits from values like texts, and everyone reads their members all the time.
 */
const assignable = {
  __proto__: null,
  String: [
    'constructor', 'toString', 'valueOf', 'at', 'codePointAt', 'endsWith', 'includes', 'match', 'matchAll', 'normalize', 'padEnd', 'padStart', 'repeat', 'replace', 'replaceAll',
    'search', 'split', 'startsWith', 'trim', 'trimEnd', 'trimLeft', 'trimRight', 'trimStart', 'isWellFormed', 'toWellFormed',
  ],
  Number: ['constructor', 'toString', 'valueOf', 'toLocaleString'],
  Boolean: ['constructor', 'toString', 'valueOf'],
  BigInt: ['toString', 'toLocaleString'],
  Symbol: ['toString'],
  TypedArray: ['toString', 'toLocaleString', 'at', 'fill', 'find', 'findIndex', 'includes', 'slice', 'subarray', 'set'],
};

/** Prototypes of what only the engine makes, and the members of those that are assignable. */
const engines = ['a function', 'ArrayIterator', 'MapIterator', 'SetIterator', 'StringIterator', 'RegExpStringIterator', 'AsyncIterator', 'IteratorHelper', 'WrapForValidIterator'];
const usual = ['constructor', 'name', 'message', 'toString'];

/** Members nobody relies on, which packages redefine (`colors`: `'text'.bold`). */
const harmless = { __proto__: null, String: ['anchor', 'big', 'blink', 'bold', 'fixed', 'fontcolor', 'fontsize', 'italics', 'link', 'small', 'strike', 'sub', 'sup'] };

/** Of those, what stays a constant: V8 takes slow paths for every array, promise or map when it finds an accessor here. */
const constant = {
  __proto__: null,
  Array: ['length', SymbolIterator, SymbolUnscopables],
  Map: [SymbolIterator],
  Set: [SymbolIterator],
};

/** Members that V8 watches: core/pin.js puts them there. */
const watched = {
  __proto__: null,
  Map: [SymbolIterator],
  Set: [SymbolIterator],
  String: [SymbolIterator],
  Iterator: [SymbolIterator],
  Array: ['constructor'],
  // Asked for as plain members by `execa`, which gives its processes those of a promise.
  Promise: ['constructor', 'then', 'catch', 'finally'],
  // By `mimic-function` and all that uses it.
  Function: ['toString'],
  RegExp: ['constructor'],
  TypedArray: ['constructor'],
  Uint8Array: ['constructor'],
  Uint8ClampedArray: ['constructor'],
  Uint16Array: ['constructor'],
  Uint32Array: ['constructor'],
  Int8Array: ['constructor'],
  Int16Array: ['constructor'],
  Int32Array: ['constructor'],
  Float16Array: ['constructor'],
  Float32Array: ['constructor'],
  Float64Array: ['constructor'],
  BigInt64Array: ['constructor'],
  BigUint64Array: ['constructor'],
};

/**
 * Prototypes of what has elements. Frozen, they would make every `list[i] = x` of the process ask them whether it may: they are sealed, and
 * what is left to write in them is made constant.
 */
const withElements = [
  'Object', 'Array', 'Uint8ClampedArray', 'Uint16Array', 'Uint32Array', 'Int8Array', 'Int16Array', 'Int32Array', 'Float16Array', 'Float32Array', 'Float64Array', 'BigInt64Array', 'BigUint64Array',
];

/** Constructors with `Symbol.species`, which V8 watches too: frozen. */
const grown = ['Array', 'Promise', 'RegExp'];

/** Static functions that packages set when they find none, or without looking. */
const polyfilled = {
  __proto__: null,
  Object: ['assign', 'entries', 'fromEntries', 'getOwnPropertyDescriptors', 'groupBy', 'hasOwn', 'is', 'values'],
  Array: ['from', 'fromAsync', 'of'],
  Number: ['isFinite', 'isInteger', 'isNaN', 'isSafeInteger', 'parseFloat', 'parseInt'],
  Math: ['acosh', 'asinh', 'atanh', 'cbrt', 'clz32', 'cosh', 'expm1', 'fround', 'hypot', 'imul', 'log10', 'log1p', 'log2', 'random', 'sign', 'sinh', 'tanh', 'trunc'],
  Promise: ['all', 'allSettled', 'any', 'race', 'reject', 'resolve', 'try', 'withResolvers'],
  String: ['fromCodePoint', 'raw'],
  Date: ['UTC', 'now', 'parse'],
  Error: ['captureStackTrace'],
  Map: ['groupBy'],
  RegExp: ['escape'],
  JSON: ['parse', 'stringify'],
};

/** Objects that honest packages add to. Everything else is frozen. */
const open = {
  __proto__: null,
  constructors: [
    'Object', 'Function', 'String', 'Number', 'Symbol', 'Date', 'Error', 'Map', 'Set', 'WeakMap', 'WeakSet', 'ArrayBuffer', 'DataView', 'Uint8Array', 'Iterator', 'BigInt',
    'Buffer', 'URL', 'URLSearchParams', 'AbortSignal', 'Event', 'EventTarget', 'Response', 'Headers', 'ReadableStream', 'Blob',
  ],
  prototypes: [
    'Function', 'String', 'Number', 'Boolean', 'Date', 'RegExp', 'Promise', 'Map', 'Set', 'WeakMap', 'WeakSet', 'Error', 'Symbol', 'BigInt', 'ArrayBuffer', 'DataView', 'TypedArray', 'Uint8Array', 'Iterator',
    'Buffer', 'URL', 'URLSearchParams', 'AbortSignal', 'Event', 'EventTarget', 'Response', 'Headers', 'ReadableStream', 'Blob',
  ],
  namespaces: ['Math', 'JSON', 'Reflect', 'Intl', 'Atomics'],
};

/** Objects with functions and classes in them. */
const namespaces = ['Math', 'JSON', 'Reflect', 'Intl', 'Atomics', 'WebAssembly', 'Temporal'];

/** Objects of which there is one for everybody. */
const single = ['crypto', 'navigator'];

/** Classes whose functions everyone takes out and calls (`Object.prototype.hasOwnProperty.call(…)`). */
const language = [
  'Object', 'Function', 'Array', 'String', 'Number', 'Boolean', 'Symbol', 'Date', 'RegExp', 'Error', 'Promise', 'Map', 'Set', 'WeakMap', 'Math', 'JSON', 'Reflect',
];

/** What `Object.prototype` gives to everything: an object in between must not answer instead. */
const inherited = { __proto__: null, constants: ['hasOwnProperty', 'isPrototypeOf', 'propertyIsEnumerable', 'toLocaleString'], assignable: ['toString', 'valueOf'] };

const INSPECT = SymbolFor('nodejs.util.inspect.custom');
const WITHOUT_JSON = ['then', SymbolToPrimitive, INSPECT];

/**
 * Members that the language or Node.js asks any value for; adding one to a shared prototype would put its author between
 * everyone and everyone's values.
 */
const asked = {
  __proto__: null,
  // `express` takes a function with a `handle` for an application, which it then calls in the place of everyone's middleware; compiled code takes one
  // with `__esModule` for a module and calls its `default`.
  Function: ['then', 'toJSON', 'handle', '__esModule', 'listener', SymbolToPrimitive, INSPECT, SymbolFor('nodejs.util.promisify.custom')],
  // Beside what is asked of all, what `Buffer.from` and the constructors of lists take for what has elements.
  DataView: ['then', 'toJSON', SymbolToPrimitive, INSPECT, SymbolIterator, 'length', 'type', 'data'],
  Error: WITHOUT_JSON,
  Map: WITHOUT_JSON,
  RegExp: WITHOUT_JSON,
  Set: WITHOUT_JSON,
  BigInt: [],
  Symbol: [],
  String: [],
  Number: [],
  Boolean: [],
};
const askedOfAll = ['then', 'toJSON', SymbolToPrimitive, INSPECT];
/** Of those packages may say how theirs are written (personal.js). */
const personal = ['Map', 'RegExp', 'Set'];
/**
 * Prototypes to which each package adds for itself (additions.js), as to constructors and namespaces. Not those whose instances are given fields all the time, and not
 * where V8 watches what they inherit from: with another one above `String.prototype` it would look for elements there for each list that has none. An assignment to a value that can have no members says why by what it inherits.
 */
const divided = ['Function', 'Date', 'Map', 'Set', 'WeakMap', 'WeakSet', 'ArrayBuffer', 'DataView'];
/** Constructors that stay as they are: those below others, from which V8 reads their `Symbol.species`, and that with members of V8's own. */
const kept = ['Error', 'Buffer', 'Uint8Array', 'AbortSignal'];

/** The same for primitive values, which nothing inherits from: a text is split by a number, too. */
const byWhich = [SymbolMatch, SymbolMatchAll, SymbolReplace, SymbolSearch, SymbolSplit];
const askedOfPrimitives = { __proto__: null, String: byWhich, Number: byWhich, Boolean: byWhich, BigInt: byWhich };

/** Members that are settings. */
const settings = { __proto__: null, stackTraceLimit: true, prepareStackTrace: true, defaultMaxListeners: true, poolSize: true };

module.exports = {
  ALL, asked, askedOfAll, askedOfPrimitives, assignable, constant, divided, engines, grown, harmless, inherited, kept, language, namespaces, open, personal, polyfilled, settings, single, usual, watched, withElements,
};
