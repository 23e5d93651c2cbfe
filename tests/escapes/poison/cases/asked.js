'use strict';
// Members that nobody has and that everybody is asked for: what the language and Node.js look for in any object, in a stream, in an
// object of which there is one for all.
const { EventEmitter } = require('events');
const fs = require('fs');
const readline = require('readline');
const { Writable } = require('stream');
const util = require('util');

const seen = [];
const note = (...values) => { seen.push(...values); };
/** What is answered in the place of the member. */
const taking = (answer) => function taken(...args) { note(this, ...args); return answer; };
const textOf = (value) => (typeof value === 'string' ? value : value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : String(value?.secret ?? ''));

/** Puts a member there in every way there is. */
function put(object, key, value) {
  class Given { constructor() { return object; } }
  const attempts = [
    () => { object[key] = value; }, () => Object.defineProperty(object, key, { value, configurable: true }), () => Reflect.defineProperty(object, key, { value, configurable: true }),
    () => { class Field extends Given { [key] = value; } return new Field(); }, () => Object.assign(object, { [key]: value }),
  ];
  for (const attempt of attempts) { try { attempt(); } catch { /* the next one */ } }
}

/** A class and all that it inherits from. */
function putAbove(object, key, value) {
  for (let level = object; level !== null && level !== Object.prototype; level = Object.getPrototypeOf(level)) put(level, key, value);
}

/** As a field of a class whose name is worked out. The class is new each time: V8 does so in another way where it has been before. */
let times = 0;
const field = (object, key, value) => Function('object', 'key', 'value', `class Given { constructor() { return object; } } class Field extends Given { [key] = value; } return new Field(); // ${++times}`)(object, key, value);

const then = function then(resolve) { note(this); Object.defineProperty(this, 'then', { value: undefined }); resolve(this); };

const cases = [
  { name: 'a then of emitters', act: 'awaits', change: () => put(EventEmitter.prototype, 'then', then) },
  { name: 'a toJSON of emitters', act: 'json', change: () => put(EventEmitter.prototype, 'toJSON', taking('')) },
  { name: 'a toJSON of errors', act: 'json', change: () => put(Error.prototype, 'toJSON', taking('')) },
  {
    name: 'a toJSON between errors and what they inherit from', act: 'json', change: () => {
      putAbove(Error.prototype, 'toJSON', taking(''));
      for (const level of [Error.prototype, Object.getPrototypeOf(Error.prototype)]) { for (const exchange of [Object.setPrototypeOf, Reflect.setPrototypeOf]) { try { exchange(level, { toJSON: taking('') }); } catch { /* the next one */ } } }
    },
  },
  {
    name: 'a toJSON in a field of what errors inherit', act: 'json', change: () => {
      for (let level = Error.prototype; level !== null && level !== Object.prototype; level = Object.getPrototypeOf(level)) { try { field(level, 'toJSON', taking('')); } catch { /* the next one */ } }
    },
  },
  {
    name: 'a toJSON in a field of what errors inherit, where one has been added', act: 'json', change: () => {
      Error.prototype.toJSON = () => 'added';
      for (let level = Error.prototype; level !== null && level !== Object.prototype; level = Object.getPrototypeOf(level)) { try { field(level, 'toJSON', taking('')); } catch { /* the next one */ } }
    },
  },
  { name: 'what is called of a module that is a function', act: 'calls', change: () => { put(Function.prototype, '__esModule', true); put(Function.prototype, 'default', note); } },
  { name: 'the listener that a listener stands for', act: 'tells', change: () => put(Function.prototype, 'listener', note) },
  { name: 'what streams do in the end', act: 'ends', change: () => put(Writable.prototype, '_final', function final(done) { note(this); done(); }) },
  { name: 'what streams do first', act: 'ends', change: () => put(Writable.prototype, '_construct', function construct(done) { setImmediate(() => note(this)); done(); }) },
  { name: 'the answer to the question of an interface that was asked none', act: 'lines', change: () => putAbove(readline.Interface.prototype, '_questionCallback', note) },
  { name: 'the order of what is printed', act: 'inspects', change: () => put(util.inspect.defaultOptions, 'sorted', (a, b) => { note(a, b); return 0; }) },
  { name: 'a digest of its own', act: 'digests', change: () => put(require('crypto').webcrypto.subtle, 'digest', async (name, bytes) => note(bytes)) },
  { name: 'what is decoded by punycode', act: 'decodes', change: () => put(require('punycode').ucs2, 'decode', taking([])) },
  { name: 'the channel of a process that has none', act: 'reports', change: () => putAbove(Object.getPrototypeOf(process), 'send', note) },
];

module.exports = [
  ...cases.map(({ change, act, ...entry }) => ({
    ...entry, wants: 'read', before: 'acts', restart: true,
    async run(ctx) {
      seen.length = 0;
      change();
      try { await globalThis.bystanderActs[act](); } catch { /* it is not what it was */ }
      await ctx.kit.wait(20);
      return seen.map(textOf).join();
    },
  })),
  {
    name: 'a then of open files', wants: 'read', before: 'handle', restart: true,
    async run(ctx) {
      let found;
      putAbove(Object.getPrototypeOf(await fs.promises.open(__filename).catch(() => globalThis.bystanderHandle)), 'then', function stolen(resolve) { found = this; Object.defineProperty(this, 'then', { value: undefined }); resolve(this); });
      const handle = await (async () => globalThis.bystanderHandle)();
      return found === handle ? found.readFile('latin1') : '';
    },
  },
  {
    name: 'the names of the keys of a pair', wants: 'escaped', before: 'acts', restart: true,
    async run() {
      const { generateKeyPair } = require('crypto');
      for (const key of Object.getOwnPropertySymbols(generateKeyPair)) { try { generateKeyPair[key].reverse(); } catch { /* it stays */ } put(generateKeyPair, key, ['privateKey', 'publicKey']); }
      return await globalThis.bystanderActs.pair() === 'private' ? 'ESCAPED' : '';
    },
  },
  {
    name: 'an expression of Node.js compiled anew', wants: 'escaped', before: 'acts', restart: true,
    run() {
      require('_http_common').chunkExpression.compile('nothing');
      return globalThis.bystanderActs.chunked() === 'false' ? 'ESCAPED' : '';
    },
  },
  {
    name: 'the deprecations of everybody thrown', wants: 'exit', restart: true,
    async run(ctx) {
      put(Object.getPrototypeOf(process), 'throwDeprecation', true);
      require('util').deprecate(() => {}, 'of the attacker', 'ESC0001')();
      await ctx.kit.wait(100);
    },
  },
];
