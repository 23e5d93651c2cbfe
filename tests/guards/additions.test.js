'use strict';
// What a package adds to the language's own objects is its own: neither another package nor core finds it, in whatever way it was added, and an accessor is handed nobody's values [G3][R5].
const assert = require('node:assert/strict');
const vm = require('node:vm');
const { after, before, describe, test } = require('node:test');
const { Session } = require('../support/session.js');
const { tempDir } = require('../support/userdir.js');
const { probePackage } = require('../support/packages.js');

/** On Node.js 20 V8 has no way to take what is assigned. */
const LATER = { 'Date.prototype': ['Date.prototype', 'new Date()'], 'Error.prototype': ['Error.prototype', "new TypeError('a')"] };
/** How it is written -> [the object, what inherits the member]. */
const OBJECTS = {
  Object: ['Object', 'Object'],
  'Object, below a plain object': ['Object', '({}).constructor'],
  'Object.keys': ['Object.keys', 'Object.keys'],
  'Array.prototype.push': ['Array.prototype.push', '[].push'],
  parseInt: ['parseInt', 'parseInt'],
  'Function.prototype': ['Function.prototype', '(() => {})'],
  'Function.prototype, below a plain object': ['Function.prototype', '({}).constructor'],
  'Function.prototype, below a class': ['Function.prototype', 'class {}'],
  'Map.prototype': ['Map.prototype', 'new (class extends Map {})()'],
  'ArrayBuffer.prototype': ['ArrayBuffer.prototype', 'new ArrayBuffer(1)'],
  Array: ['Array', 'Array'],
  Promise: ['Promise', 'class extends Promise {}'],
  Map: ['Map', 'Map'],
  URL: ['URL', 'URL'],
  Math: ['Math', 'Math'],
  Reflect: ['Reflect', 'Reflect'],
  'Hash.prototype': ["require('crypto').Hash.prototype", "require('crypto').createHash('sha256')"],
  'Hmac.prototype': ["require('crypto').Hmac.prototype", "require('crypto').createHmac('sha256', 'key')"],
  'KeyObject.prototype': ["require('crypto').KeyObject.prototype", "require('crypto').createSecretKey('key', 'utf8')"],
  'Certificate.prototype': ["require('crypto').Certificate.prototype", "new (require('crypto').Certificate)()"],
  'readline.Interface.prototype': ["require('readline').Interface.prototype", "require('readline').createInterface({ input: new (require('stream').PassThrough)() })"],
};
/** What these inherit from, streams do, too: to that everyone adds. */
const STREAMS = ['Hash.prototype', 'Hmac.prototype'];
/** To these everyone adds by assignment. */
const DEFINED = {
  'BigInt.prototype': ['BigInt.prototype', '5n'],
  'String.prototype': ['String.prototype', "'text'"],
  'Number.prototype': ['Number.prototype', '5'],
  'Promise.prototype': ['Promise.prototype', 'Promise.resolve()'],
  'Buffer.prototype': ['Buffer.prototype', "Buffer.from('a')"],
  'RegExp.prototype': ['RegExp.prototype', '/a/'],
  'URL.prototype': ['URL.prototype', "new URL('http://a/')"],
  Error: ['Error', 'Error'],
  Buffer: ['Buffer', 'Buffer'],
};
const ASSIGNED = {
  'an assignment': '(o, k, v) => { o[k] = v; }',
  'Object.assign': '(o, k, v) => { Object.assign(o, { [k]: v }); }',
  'Reflect.set': '(o, k, v) => { Reflect.set(o, k, v); }',
};
const WAYS = {
  'Object.defineProperty': '(o, k, value) => { Object.defineProperty(o, k, { value, configurable: true, writable: true }); }',
  'Object.defineProperties': '(o, k, value) => { Object.defineProperties(o, { [k]: { value, configurable: true } }); }',
  'Reflect.defineProperty': '(o, k, value) => { Reflect.defineProperty(o, k, { value, configurable: true }); }',
  'a getter': '(o, k, v) => { Object.defineProperty(o, k, { get() { handed.push(this); return v; }, configurable: true }); }',
  __defineGetter__: '(o, k, v) => { o.__defineGetter__(k, function () { handed.push(this); return v; }); }',
};
/** What nobody but an attacker does, and what comes to nothing for everybody. */
const LURES = {
  'a field of a class': '(o, k, v) => { class Given { constructor() { return o; } } class Field extends Given { [k] = v; } new Field(); }',
  'a getter through a Proxy': '(o, k, v) => { Object.defineProperty(new Proxy(o, {}), k, { get() { handed.push(this); return v; }, configurable: true }); }',
  '__defineGetter__ on a Proxy': '(o, k, v) => { Object.prototype.__defineGetter__.call(new Proxy(o, {}), k, function () { handed.push(this); return v; }); }',
  'what it inherits from': '(o, k, v) => { for (let at = Object.getPrototypeOf(o); at !== null && at !== Object.prototype; at = Object.getPrototypeOf(at)) Reflect.defineProperty(at, k, { value: v, configurable: true }); }',
  'a setter for its heirs': '(o, k, v) => { for (let at = Object.getPrototypeOf(o); at !== null; at = Object.getPrototypeOf(at)) Reflect.set(at, k, v, o); }',
};
const METHOD = 'function (name, f) { this.prototype[name] = f; return this; }';
const calls = {
  add: "({ object, way, key }) => eval('(' + way + ')')(eval('(' + object + ')'), key, 'LURED')",
  see: "({ heir, key }) => String(eval('(' + heir + ')')[key])",
  seeCalled: "({ key }) => [Object[key], (() => {})[key], ({}).toString[key], new Date()[key], Math[key], 'text'[key]].map(String).join()",
  core: "({ key }) => String(RED.util.getMessageProperty({ of: {} }, 'of.constructor.' + key)) + String(RED.util.getMessageProperty({ of: {} }, 'of.toString.' + key))",
  handed: '() => handed.length',
  // Nothing but compiled code is on the stack then.
  addLater: "({ object, way, key }) => Promise.resolve().then((0, eval)(`(function () { (${way})(${object}, ${JSON.stringify(key)}, 'LURED'); })`))",
  seeLater: "({ heir, key }) => Promise.resolve().then((0, eval)(`(function () { return String((${heir})[${JSON.stringify(key)}]); })`))",
  touch: `({ name }) => {
    let ends = 0;
    const down = () => { try { down(); } catch { /* The stack ends. */ } if (ends < 400) { ends += 1; try { globalThis[name]; } catch { /* It ends here, too. */ } } };
    down();
    return ends;
  }`,
  names: "({ object, key }) => { const o = eval('(' + object + ')'); return [Object.getOwnPropertyNames(o).includes(key), Object.getOwnPropertyDescriptor(o, key)?.value, key in o].join(); }",
  takes: `() => {
    'use strict';
    const found = [];
    Function.prototype.method = ${METHOD};
    function Old() {}
    Old.method('go', () => 'gone');
    found.push(new Old().go());
    Old.statics = 1; Old.listener = 2; const own = () => 1; own.method = 'mine';
    found.push(Object.keys(Old).join(), own.method, Object.keys(own).join());
    Date.prototype.addDays = function (n) { return new Date(this.getTime() + n * 864e5); };
    class Later extends Date { constructor(...list) { super(...list); this.field = 'f'; } }
    const later = new Later(0).addDays(1); found.push(later.getTime(), Object.keys(new Later()).join());
    Object.defineProperty(String.prototype, 'shout', { get() { return this + '!'; }, set(v) { found.push('set ' + v); }, configurable: true });
    found.push('a'.shout, Object.keys(new String('a')).join()); 
    class Bag extends Map { constructor() { super(); this.kept = 1; this.addDays = 2; } }
    found.push(Object.keys(new Bag()).join(), new Bag() instanceof Object, Object instanceof Function, Function.prototype.isPrototypeOf(Object), Object.prototype.toString.call(Object));
    Math.double = (n) => n * 2; Reflect.getMetadata = () => 'm'; found.push(Math.double(4), Reflect.getMetadata());
    Object.entries.sham = true; found.push(Object.entries.sham);
    delete Old.statics; found.push('statics' in Old);
    Symbol.mine ??= Symbol('mine'); found.push(typeof Symbol.mine);
    return found.map(String).join('|');
  }`,
  kinds: `() => {
    class Own extends Date {} class Bag extends Map {} function Old() {} class Sub extends Promise {}
    const values = [Old, () => 1, class {}, async () => 1, function* () {}, Old.bind(null), Math.max, Object, Promise, Sub, Function.prototype, new Function(), new Proxy(Old, {}), new Date(0), new Own(), new Map(), new Bag(), new Set(), new WeakMap(), new WeakSet(), Symbol.iterator, 5n, Object(5n), Object(Symbol.iterator),
      new ArrayBuffer(1), new DataView(new ArrayBuffer(1)), new Error('a'), new TypeError('b'), [], /a/, 'a', 5, true, Object('a'), Math, JSON, Reflect, Intl, Atomics, Promise.resolve(), Buffer.from('a'), new URL('http://a/'), Object.prototype.toString];
    return values.map((value) => Object.prototype.toString.call(value) + typeof value + (value instanceof Object) + (value instanceof Function)).join('|');
  }`,
  // With `Reflect.set` the object that is asked need not be the one that is given the member.
  elsewhere: `() => {
    const above = (o) => Object.getPrototypeOf(o);
    const tries = [[parseInt, 'stackTraceLimit', Error], [parseInt, 'poolSize', Buffer], [above(Object), 'keys', Object], [above(Math), 'max', Math], [above(parseInt), 'length', parseInt], [above(Map.prototype), 'get', Map.prototype]];
    for (const [asked, key, given] of tries) { try { Reflect.set(asked, key, 3, given); } catch {} }
  }`,
  there: `() => {
    const kept = [[Object, 'keys'], [Math, 'max'], [parseInt, 'length'], [Map.prototype, 'get']].map(([o, key]) => typeof Object.getOwnPropertyDescriptor(o, key)?.value + Object.getOwnPropertyNames(o).includes(key));
    return [...kept, String(new Error('a').stack).split('\\n').length > 1].join();
  }`,
  inTwo: `() => [Object, String.prototype, Math, parseInt, Map.prototype].map((o) => {
    let given;
    o.__defineGetter__('halves', () => 'got'); o.__defineSetter__('halves', (v) => { given = v; });
    o.halves = 5;
    Object.defineProperty(o, 'again', { value: 7, configurable: true, writable: true }); Object.defineProperty(o, 'again', { enumerable: true });
    Object.defineProperty(o, 'quiet', { value: 7, configurable: true, writable: true }); o.quiet = 8;
    return [o.halves, given, o.again, o.quiet, Object.getOwnPropertyDescriptor(o, 'again').enumerable, Object.getOwnPropertyDescriptor(o, 'quiet').enumerable].join();
  }).join('|')`,
  sameAbove: `() => {
    'use strict';
    const found = [[DataView.prototype, Object.prototype], [Math, Object.prototype], [Object, Function.prototype], [parseInt, Function.prototype]].map(([o, above]) => [Object.setPrototypeOf(o, above) === o, Reflect.setPrototypeOf(o, above), (o.__proto__ = above) === above].join());
    let refused = 0;
    for (const next of [null, {}, Map.prototype]) { try { Object.setPrototypeOf(DataView.prototype, next); Object.setPrototypeOf(DataView.prototype, Object.prototype); } catch { refused += 1; } }
    return found.join('|') + refused;
  }`,
  above: `() => {
    const F = Function.prototype; const O = Object.prototype;
    const above = [[Map, F], [Object, F], [parseInt, F], [[].push, F], [F, O], [Math, O], [Map.prototype, O], [Date.prototype, O], [Error.prototype, O], [DataView.prototype, O], [class {}, F], [O, null]];
    const found = above.map(([o, wanted]) => Object.getPrototypeOf(o) === wanted && o.__proto__ === wanted);
    const walk = (at) => { const seen = []; for (; at !== null; at = Object.getPrototypeOf(at)) seen.push(Object.hasOwn(at, 'constructor') ? at.constructor.name : at.name); return seen.join('<'); };
    return [...found, walk(new (class Bag extends Map {})()), walk(class Bag extends Map {}), Object.getPrototypeOf.name, Object.getPrototypeOf.length, new Proxy(Map, { getPrototypeOf: (of) => Reflect.getPrototypeOf(of) }) instanceof Function].join();
  }`,
  print: "() => { const { inspect } = require('util'); return [Object, Function.prototype, Date, class A extends Map {}, () => 1, Math, new Map([[1, 2]]), new Date(0), Object.prototype.toString, Promise].map((v) => inspect(v, { depth: 1 })).join('|'); }",
};

/** The same where no Sentinel ever was. */
const probe = { kinds: vm.runInThisContext(`(${calls.kinds})`) };
let count = 0;
for (const [node, sentinel] of [['20', false], ['20', true], ['24', true], ['26', true]]) {
  describe(`Node.js ${node} ${sentinel ? 'with' : 'without'} Sentinel`, () => {
    const all = { ...OBJECTS, ...(node === '20' ? {} : LATER) };
    const defined = { ...all, ...LATER, ...DEFINED };
    const base = tempDir('nrgs-additions-');
    const packages = ['additions-one', 'additions-two'].map((name) => ({ dir: probePackage(base, { name, calls, head: 'const handed = [];' }), how: 'copy' }));
    const session = new Session({ base, sentinel, node, packages });
    before(() => session.nodeRed());
    after(() => session.close());
    const ask = async (who, call, args) => {
      const { ok, value, error } = await session.call(`additions-${who}`, call, args);
      assert.ok(ok, error?.message);
      return value;
    };
    const others = sentinel ? 'undefined' : 'LURED';

    async function check(object, heir, way) {
      const key = `added${(count += 1)}`;
      await ask('one', 'add', { object, way, key });
      assert.equal(await ask('one', 'see', { heir, key }), 'LURED', 'who added it finds it');
      assert.equal(await ask('two', 'see', { heir, key }), others);
      assert.equal(await ask('two', 'see', { heir: object, key }), others);
      assert.equal((await ask('one', 'names', { object, key })).split(',')[0], 'true');
      assert.equal((await ask('two', 'names', { object, key })).split(',')[0], String(!sentinel));
    }
    for (const [name, [object, heir]] of Object.entries(all)) test(`${name}, by assignment`, async () => { for (const way of Object.values(ASSIGNED)) await check(object, heir, way); });
    for (const [name, [object, heir]] of Object.entries(defined)) test(`${name}, defined`, async () => { for (const way of Object.values(WAYS)) await check(object, heir, way); });

    test('core finds nothing of it where it looks for names of outsiders', async () => {
      for (const object of ['Object', 'Function.prototype']) {
        for (const way of Object.values({ ...ASSIGNED, ...WAYS })) {
          const key = `added${(count += 1)}`;
          await ask('one', 'add', { object, way, key });
          assert.match(await ask('two', 'core', { key }), sentinel ? /^undefinedundefined$/ : /LURED/);
          assert.match(await ask('one', 'core', { key }), sentinel ? /^undefinedundefined$/ : /LURED/);
        }
      }
    });

    test('an accessor is handed nothing of others', async () => {
      const handed = await ask('one', 'handed');
      for (const [name, [object, heir]] of Object.entries(defined)) {
        for (const way of [WAYS['a getter'], WAYS.__defineGetter__]) {
          const key = `added${(count += 1)}`;
          await ask('one', 'add', { object, way, key });
          assert.equal(await ask('two', 'see', { heir, key }), others, name);
        }
      }
      assert.equal((await ask('one', 'handed')) === handed, sentinel);
    });

    test('nor where the language has something already', async () => {
      const kind = "typeof 'text'.bold";
      for (const way of [WAYS['a getter'], WAYS.__defineGetter__]) {
        await ask('one', 'add', { object: 'String.prototype', way, key: 'bold' });
        const handed = await ask('one', 'handed');
        assert.equal(await ask('two', 'see', { heir: `({ kind: ${kind} })`, key: 'kind' }), sentinel ? 'function' : 'string');
        assert.equal(await ask('one', 'handed'), sentinel ? handed : String(Number(handed) + 1));
        assert.equal(await ask('one', 'see', { heir: "'text'", key: 'bold' }), 'LURED');
      }
    });

    test('what was compiled by eval and is called later finds nothing, and adds nothing', async () => {
      for (const [object, heir] of [['Object', 'Object'], ['parseInt', 'parseInt'], ['Function.prototype', '(() => {})'], ['Map.prototype', 'new Map()']]) {
        for (const [add, way] of [['add', ASSIGNED['an assignment']], ['addLater', ASSIGNED['an assignment']], ['addLater', WAYS['a getter'].replace('handed.push(this); ', '')]]) {
          const key = `added${(count += 1)}`;
          await ask('one', add, { object, way, key });
          for (const see of add === 'add' ? ['seeLater'] : ['see', 'seeLater']) assert.equal(await ask('two', see, { heir, key }), others, `${object}, ${add}, ${see}`);
        }
      }
    });

    test('a class that is touched for the first time where the stack ends is locked all the same', async () => {
      const members = { Response: 'clone', Headers: 'append', FormData: 'append' };
      for (const [name, key] of Object.entries(members)) {
        assert.ok((await ask('one', 'touch', { name })) > 0);
        await session.call('additions-one', 'add', { object: `${name}.prototype`, way: ASSIGNED['Reflect.set'], key });
        const seen = await ask('two', 'see', { heir: `${name}.prototype`, key });
        if (sentinel) assert.match(seen, new RegExp(`^(async )?(function )?${key}\\(`));
        else assert.equal(seen, 'LURED');
      }
    });

    for (const [lure, way] of Object.entries(LURES)) {
      test(`no way around it: ${lure}`, async () => {
        const found = [];
        for (const [name, [object, heir]] of Object.entries(all)) {
          if (STREAMS.includes(name) && lure === 'what it inherits from') continue;
          const key = `added${(count += 1)}`;
          await session.call('additions-one', 'add', { object, way, key });
          if ((await ask('two', 'see', { heir, key })) === 'LURED') found.push(name);
        }
        if (sentinel) assert.deepEqual(found, []);
        else assert.notDeepEqual(found, []);
      });
    }

    test('two packages add the same name', async () => {
      for (const [object, heir] of [['Object', 'Object'], ['String.prototype', "'text'"], ['Date.prototype', 'new Date()']]) {
        const key = `added${(count += 1)}`;
        await ask('two', 'add', { object, way: "(o, k) => { Object.defineProperty(o, k, { value: 'mine', configurable: true, writable: true }); }", key });
        await ask('one', 'add', { object, way: WAYS['Object.defineProperty'], key });
        assert.equal(await ask('two', 'see', { heir, key }), sentinel ? 'mine' : 'LURED');
        assert.equal(await ask('one', 'see', { heir, key }), 'LURED');
      }
    });

    // Without Sentinel that ends Node-RED, which asks for `Object.keys`.
    if (sentinel) {
      test('nobody takes from others what is there', async () => {
        const before = await ask('two', 'there', {});
        await ask('one', 'elsewhere', {});
        assert.equal(await ask('two', 'there', {}), before);
        assert.equal(before, 'functiontrue,functiontrue,numbertrue,functiontrue,true');
      });
    }
    test('a member is described in more than one go', async () => {
      const value = await ask('two', 'inTwo', {});
      assert.equal(value, Array(5).fill('got,5,7,8,true,false').join('|'));
    });
    test('what inherits from something may be told to', async () => {
      assert.equal(await ask('one', 'sameAbove', {}), Array(4).fill('true,true,true').join('|') + (sentinel ? 3 : 0));
    });

    // `mobx` takes a Map for one of a class that inherits from it where there is anything between.
    test('nothing is seen between what inherits', async () => {
      assert.equal(await ask('one', 'above', {}), `${'true,'.repeat(12)}<Bag<Map<Object,Bag<Map<Function<Object,getPrototypeOf,1,true`);
    });

    test('honest packages add what they like', async () => {
      assert.equal(await ask('one', 'takes', {}), 'gone|statics,listener|mine|method|86400000|field|a!|0|kept,addDays|true|true|true|[object Function]|8|m|true|false|symbol');
      assert.equal(await ask('two', 'seeCalled', { key: 'method' }), Array(6).fill(sentinel ? 'undefined' : METHOD).map((text, at) => (at < 3 ? text : 'undefined')).join());
    });
    test('they are of their kinds', async () => {
      const wanted = probe.kinds();
      for (const who of ['one', 'two']) assert.deepEqual((await ask(who, 'kinds', {})).split('|'), wanted.split('|'));
    });
    test('they print as ever', async () => {
      const value = await ask('two', 'print', {});
      assert.match(value, /^\[Function: Object\]/);
      assert.match(value, /\[class A extends Map\]/);
      assert.doesNotMatch(value, /Proxy/);
    });
  });
}
