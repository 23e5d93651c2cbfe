'use strict';
// The built-ins of the language are locked, and honest packages do not notice: each expression gives the same as without Sentinel.
// What one package sets on the global object it sees itself, and nobody else does.
const assert = require('node:assert/strict');
const { after, before, describe, test } = require('node:test');
const { Session } = require('../support/session.js');
const { tempDir } = require('../support/userdir.js');
const { probePackage } = require('../support/packages.js');

/** What honest code does with objects that inherit from built-ins, and with built-ins it adds to: name -> [expression, result]. */
const HONEST = {
  'toString of an own object': ["() => { const o = {}; o.toString = () => 'mine'; return `${o}`; }", 'mine'],
  'name and message of an error': ["() => { const e = new Error('a'); e.name = 'Mine'; e.message = 'b'; e.toString = () => e.name + e.message; return `${e}`; }", 'Mineb'],
  'an error class of the old kind': [`() => {
    function Mine(message) { Error.call(this); this.message = message; }
    Mine.prototype = Object.create(TypeError.prototype); Mine.prototype.constructor = Mine; Mine.prototype.name = 'Mine';
    return new Mine('x').name + new Mine('x').constructor.name + (new Mine() instanceof TypeError);
  }`, 'MineMinetrue'],
  'push of one array': ['() => { const a = []; a.push = (x) => x * 2; return a.push(21); }', 42],
  'a list with own methods': ["() => { const p = Object.create(Array.prototype); for (const k of ['push']) Object.defineProperty(p, k, { value: () => 'seen' }); return Object.setPrototypeOf([1], p).push(2); }", 'seen'],
  'a map class by assignment': ["() => { class M extends Map {} M.prototype.get = () => 'mine'; return new M().get(); }", 'mine'],
  'get of one map': ["() => { const m = new Map(); m.get = () => 'mine'; return m.get(); }", 'mine'],
  'then of one promise': ["() => { const p = Promise.resolve(1); p.then = () => 'mine'; return p.then(); }", 'mine'],
  'a promise class': ["async () => { class P extends Promise {} P.prototype.constructor = P; return (await P.resolve(2)) + (P.resolve() instanceof P ? '' : 'no'); }", '2'],
  'exec of one pattern': ["() => { const r = /a/; r.exec = () => null; return r.test('a'); }", false],
  'call and toString of a function': ["() => { const f = () => 1; f.call = () => 'mine'; f.toString = () => 'text'; return f.call() + f; }", 'minetext'],
  'an emitter by assignment': ["() => { const e = new (require('events'))(); e.emit = () => 'mine'; return e.emit('x'); }", 'mine'],
  'an emitter that is not initialised': ["() => { const { EventEmitter } = require('events'); const e = Object.create(EventEmitter.prototype); let n = 0; e.on('a', () => { n += 1; }); e.emit('a'); return n + e.listenerCount('a'); }", 2],
  'an emitter by copied descriptors, as express makes its applications': [`() => {
    const { EventEmitter } = require('events');
    const app = () => {};
    for (const key of Object.getOwnPropertyNames(EventEmitter.prototype)) if (!Object.hasOwn(app, key)) Object.defineProperty(app, key, Object.getOwnPropertyDescriptor(EventEmitter.prototype, key));
    let n = 0; app.on('mount', () => { n += 1; }); app.once('mount', () => { n += 1; }); app.emit('mount'); app.emit('mount');
    return n + app.listenerCount('mount');
  }`, 4],
  'what is asked of an object, on one and on a class of its own': [`async () => {
    const { EventEmitter } = require('events'), { Stream, Writable } = require('stream'), { inspect, inherits } = require('util');
    class A extends EventEmitter { then(done) { done('waited'); } }
    function B() { EventEmitter.call(this); }
    inherits(B, EventEmitter);
    B.prototype.toJSON = () => 'written';
    B.prototype[inspect.custom] = () => 'printed';
    const stream = new Writable({ write: (chunk, encoding, done) => done(), final(done) { this.ended = 'ended'; done(); } });
    await new Promise((resolve) => stream.on('finish', resolve).end());
    return [await new A(), JSON.stringify(new B()), inspect(new B()), stream.ended, 'then' in Stream.prototype, Object.keys(stream).includes('_final')].join();
  }`, 'waited,"written",printed,ended,false,true'],
  'what a process of another kind would have': ["() => ['send', 'pkg', 'browser', 'type', 'throwDeprecation'].filter((key) => key in process).join()", ''],
  'a word like a member in a table': ["() => { const t = {}; for (const k of ['constructor', 'valueOf', 'hasOwnProperty', 'push']) t[k] = 1; return Object.keys(t).length; }", 4],
  'Date.prototype.addYear': ["() => { Date.prototype.addYear = function () { return this.getFullYear() + 1; }; return new Date(2020, 1).addYear(); }", 2021],
  'Buffer.prototype.readBit': ["() => { Buffer.prototype.readBit = function () { return this[0] & 1; }; return Buffer.from([3]).readBit(); }", 1],
  'Reflect.decorate': ["() => { Reflect.decorate = () => 'd'; return Reflect.decorate(); }", 'd'],
  'String.prototype.shout': ["() => { Object.defineProperty(String.prototype, 'shout', { get() { return `${this}!`; }, configurable: true }); return 'a'.shout; }", 'a!'],
  'BigInt.prototype.toJSON': ["() => { BigInt.prototype.toJSON = function () { return this.toString(); }; return JSON.stringify(5n); }", '"5"'],
  'Promise.try': ["() => { Promise.mine = () => 'm'; return Promise.mine(); }", 'm'],
  'a defined function of Promise': ["() => { Object.defineProperty(Promise, 'defined', { value: () => 'd', configurable: true }); return Promise.defined(); }", 'd'],
  'a function of Promise for its subclasses': ["() => { Promise.inherited = () => 'i'; class P extends Promise {} P.own = () => 'o'; return P.inherited() + P.own() + Object.keys(P); }", 'ioown'],
  'resolve of one promise class': ["() => { class P extends Promise {} P.resolve = () => 'mine'; return P.resolve(); }", 'mine'],
  'arrays of a class give arrays of that class': ["() => { class A extends Array {} return new A(1, 2).map((x) => x) instanceof A; }", true],
  'iterators of the old kind': ["() => { 'use strict'; const I = Object.create(Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]()))); I[Symbol.iterator] = function () { return [7][Symbol.iterator](); }; return [...I][0]; }", 7],
  'constructors of instances': ["() => [new Uint8Array(1).constructor === Uint8Array, Promise.resolve().constructor === Promise, /a/.constructor === RegExp, Buffer.from('').constructor === Buffer].join()", 'true,true,true,true'],
  'a constructor on one promise, one array of bytes': ["() => { 'use strict'; const p = Promise.resolve(), u = new Uint8Array(1); p.constructor = 1; u.constructor = 2; return p.constructor + u.constructor; }", 3],
  'classes are functions': ['() => [Array, Promise, RegExp].every((C) => C instanceof Function && typeof C.call === "function" && Object.prototype.toString.call(C) === "[object Function]")', true],
  'Symbol.observable': ["() => { Symbol.observable ??= Symbol('observable'); return typeof Symbol.observable; }", 'symbol'],
  'a polyfill that sets what is there': ["() => { 'use strict'; Object.assign = Object.assign || (() => {}); String.prototype.trim = String.prototype.trim || (() => {}); return Object.assign({}, { a: ' x '.trim() }).a; }", 'x'],
  'a polyfill that defines what is there': ["() => { Object.defineProperty(Array.prototype, 'push', { value() { return 'other'; }, configurable: true, writable: true }); return [].push(1); }", 1, true],
  'a polyfill that replaces in strict code': ["() => { 'use strict'; RegExp.prototype.exec = () => null; Promise.prototype.then = () => {}; return /a/.test('a'); }", true, true],
  'Error.stackTraceLimit': ["() => { const was = Error.stackTraceLimit; Error.stackTraceLimit = 1; const lines = new Error('x').stack.split('\\n').length; Error.stackTraceLimit = was; return lines; }", 2],
  'the originalValue of an accessor': ["() => { const d = Object.getOwnPropertyDescriptor(Map.prototype, 'get'); return typeof (d.value ?? d.get.originalValue); }", 'function'],
  'a new global': ['() => { global.realmNew = 1; return realmNew; }', 1],
};

/** Names that packages set for themselves. */
const SET = ['fetch', 'Promise', 'Response', 'Headers', 'AbortController', 'crypto', 'URL', 'Map', 'structuredClone', 'setTimeout'];

const calls = {
  honest: `({ source }) => eval('(' + source + ')')()`,
  set: `({ name, how }) => {
    const mine = name === 'Promise' ? class mine extends Promise {} : function mine() {};
    if (how === 'define') Object.defineProperty(globalThis, name, { value: mine, configurable: true, writable: true });
    else globalThis[name] = mine;
    return globalThis[name] === mine;
  }`,
  see: "({ name }) => globalThis[name]?.name ?? typeof globalThis[name]",
  back: '({ name }) => { globalThis[name] = undefined; }',
  say: `() => {
    Error.prototype.toJSON ??= function toJSON() { return this.message; };
    Object.defineProperty(Map.prototype, 'toJSON', { value() { return [...this]; }, configurable: true, writable: true });
    RegExp.prototype.toJSON = RegExp.prototype.toString;
  }`,
  flood: `({ count }) => {
    const errors = [];
    for (let i = 0; i < count; i++) try { require('fs').statSync('/etc/hostname'); } catch (error) { errors.push(error); }
    const lines = errors.map(({ stack }) => stack.split('\\n').length);
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 7;
    try { require('fs').statSync('/etc/hostname'); } catch (error) { errors.push(error); }
    const kept = Error.stackTraceLimit;
    Error.stackTraceLimit = limit;
    return [errors.length, new Set(errors.map(({ code, message, capability }) => code + message + capability)).size, lines[0], Math.min(...lines), kept, new Error('own').stack.split('\\n').length > 2, errors.every((error) => require('util').types.isNativeError(error))];
  }`,
  write: "() => JSON.stringify([new TypeError('m'), new Map([[1, 2]]), /a/])",
};

for (const sentinel of [false, true]) {
  describe(sentinel ? 'with Sentinel' : 'without Sentinel', () => {
    const base = tempDir('nrgs-realm-');
    const packages = ['realm-one', 'realm-two'].map((name) => ({ dir: probePackage(base, { name, calls }), how: 'copy' }));
    const session = new Session({ base, sentinel, packages });
    before(() => session.nodeRed());
    after(() => session.close());

    for (const [name, [source, wanted, protectedOnly]] of Object.entries(HONEST)) {
      if (protectedOnly && !sentinel) continue;
      test(name, async () => {
        const { ok, value, error } = await session.call('realm-one', 'honest', { source });
        assert.ok(ok, error?.message);
        assert.equal(value, `${wanted}`);
      });
    }

    test('errors, maps and expressions are written as the package says that writes them', async () => {
      await session.call('realm-one', 'say', {});
      assert.equal((await session.call('realm-one', 'write', {})).value, '["m",[[1,2]],"/a/"]');
      assert.equal((await session.call('realm-two', 'write', {})).value, sentinel ? '[{},{},{}]' : '["m",[[1,2]],"/a/"]');
    });

    if (sentinel) {
      test('of a flood of refusals not every error has frames, and all others have theirs', async () => {
        const few = JSON.parse((await session.call('realm-one', 'flood', { count: 3 })).value);
        assert.deepEqual(few, [4, 1, 11, 11, 7, true, true]);
        const many = JSON.parse((await session.call('realm-one', 'flood', { count: 3_000 })).value);
        assert.deepEqual(many, [3_001, 1, many[2], 1, 7, true, true]);
      });

      for (const name of SET) {
        test(`${name} of one package is not that of another`, async () => {
          const { value: before } = await session.call('realm-two', 'see', { name });
          for (const how of ['assign', 'define']) {
            assert.equal((await session.call('realm-one', 'set', { name, how })).value, 'true');
            assert.equal((await session.call('realm-two', 'see', { name })).value, before);
            assert.notEqual(before, 'mine');
          }
        });
      }
    }
  });
}
