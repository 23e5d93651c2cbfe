'use strict';
// What builtin modules share between everybody: one package looks for what another does.
const { Buffer: bytes } = require('buffer');

const acts = () => globalThis.bystanderActs;

/** Everything that was seen, as text. */
const seen = () => {
  const found = [];
  return { add: (...values) => { for (const value of values) found.push(typeof value === 'string' ? value : textOf(value)); }, text: () => found.join('\n') };
};

function textOf(value, depth = 0) {
  if (typeof value === 'string') return value;
  if (value instanceof Uint8Array) return bytes.from(value).toString('latin1');
  if (typeof value !== 'object' || value === null || depth > 3) return String(value?.description ?? '');
  let text = '';
  for (const key of Reflect.ownKeys(value)) {
    try {
      text += `${textOf(value[key], depth + 1)}\n`;
    } catch {}
  }
  return text;
}

/** Every timer in the list of this one. */
function neighbours(timer) {
  const found = seen();
  const known = new Set();
  for (const link of ['_idleNext', '_idlePrev']) {
    for (let at = timer; at && !known.has(at); at = at[link]) {
      known.add(at);
      found.add(...(at._timerArgs ?? []), ...(at._argv ?? []));
    }
  }
  return found.text();
}

const patched = (object, key, act) => {
  const found = seen();
  const original = object[key];
  object[key] = function patch(...args) {
    found.add(...args);
    return Reflect.apply(original, this, args);
  };
  try {
    act();
  } finally {
    object[key] = original;
  }
  return found.text();
};

/** What a console prints with another stream. */
const taken = (console, act) => {
  const found = seen();
  const { _stdout: before } = console;
  console._stdout = { write: (text) => found.add(text), on() {}, once() {}, removeListener() {}, listenerCount: () => 0 };
  try {
    act();
  } finally {
    console._stdout = before;
  }
  return found.text();
};

const CASES = {
  'console.log replaced': () => patched(console, 'log', acts().log),
  'global console.log replaced': () => patched(globalThis.console, 'log', acts().log),
  'the required console.log replaced': () => patched(require('console'), 'log', acts().log),
  'the imported console.log replaced': async () => patched((await import('node:console')).default, 'log', acts().log),
  'write of stdout replaced': () => patched(process.stdout, 'write', acts().write),
  'write of the imported stdout replaced': async () => patched((await import('node:process')).default.stdout, 'write', acts().write),
  'write of the named stdout replaced': async () => patched((await import('node:process')).stdout, 'write', acts().log),
  'write of the stream of the console replaced': () => patched(console._stdout, 'write', acts().log),
  'write of the stream of the imported console replaced': async () => patched((await import('node:console')).default._stdout, 'write', acts().log),
  'the stream of the console that anybody comes across': () => taken((0, eval)('console'), acts().logWithNobodys),
  'the stream of the console': () => taken(console, acts().log),
  'write of the stream of the console that anybody comes across': () => patched((0, eval)('console')._stdout, 'write', acts().logWithNobodys),
  'write of the stream of the process that anybody comes across': () => patched((0, eval)('process').stdout, 'write', acts().logWithNobodys),
  'write of stderr replaced': () => patched(process.stderr, 'write', acts().error),
  'a channel of another package': () => {
    const found = seen();
    const listen = (message) => found.add(message);
    require('diagnostics_channel').subscribe('escape', listen);
    acts().publish();
    require('diagnostics_channel').unsubscribe('escape', listen);
    return found.text();
  },
  'a channel of another package, imported': async () => {
    const found = seen();
    (await import('node:diagnostics_channel')).default.channel('escape').subscribe((message) => found.add(message));
    acts().publish();
    return found.text();
  },
  'the details of a mark': () => { acts().mark(); return textOf(performance.getEntriesByType('mark').map(({ detail }) => detail)); },
  'an observer of marks': (ctx) => new Promise((resolve) => {
    const { performance, PerformanceObserver } = require('perf_hooks');
    const heard = [];
    // One's own mark comes last.
    const observer = new PerformanceObserver((list) => {
      heard.push(...list.getEntries());
      if (!heard.some(({ name }) => name === 'after all')) return;
      observer.disconnect();
      resolve(textOf(heard.map(({ detail }) => detail)));
    });
    observer.observe({ entryTypes: ['mark'] });
    acts().mark();
    performance.mark('after all');
    ctx.kit.wait(2000).then(() => resolve(''));
  }),
  'an observer of marks that is printed, and what its list keeps': (ctx) => new Promise((resolve) => {
    const { PerformanceObserver } = require('perf_hooks');
    const { inspect } = require('util');
    const found = seen();
    const observer = new PerformanceObserver((list) => { found.add(list, inspect(list, { depth: 5 })); });
    observer.observe({ type: 'mark', buffered: true });
    acts().mark();
    found.add(inspect(observer, { depth: 5 }));
    ctx.kit.wait(50).then(() => resolve(found.text()));
  }),
  'the labels of times that are taken': () => { acts().times(); return [...console._times?.keys() ?? [], ...require('console')._times?.keys() ?? []].join(); },
  'an observer with methods of its own': (ctx) => new Promise((resolve) => {
    const { PerformanceObserver } = require('perf_hooks');
    const found = seen();
    const observer = new PerformanceObserver(() => {});
    const steal = (entry) => found.add(entry.detail);
    const put = () => { for (const key of Object.getOwnPropertySymbols(PerformanceObserver.prototype)) try { observer[key] = steal; } catch {} };
    put();
    observer.observe({ entryTypes: ['mark'] });
    put();
    acts().mark();
    ctx.kit.wait(20).then(() => resolve(found.text()));
  }),
  'the pool of buffers': () => { acts().pooled(); return bytes.from(bytes.from('a').buffer).toString('latin1'); },
  'the memory beside a buffer': () => { acts().pooled(); return bytes.from(acts().kept.buffer.slice(0, acts().kept.byteOffset)).toString('latin1') + bytes.from(bytes.allocUnsafe(4).buffer).toString('latin1'); },
  'what begins, by a context that is asked to pass itself on': async (ctx) => {
    const found = seen();
    class Spy extends require('async_hooks').AsyncLocalStorage { _propagate(resource) { found.add(...resource._timerArgs ?? []); } }
    const spy = new Spy();
    spy.enterWith(1);
    acts().timer();
    await ctx.kit.wait(1);
    spy.disable();
    return found.text();
  },
  'the context of others on a promise or a resource': () => acts().within(async () => {
    const found = seen();
    const { AsyncResource } = require('async_hooks');
    const values = (object) => Object.getOwnPropertySymbols(object).map((key) => object[key]);
    for (const value of [Promise.resolve(), new AsyncResource('escape')].flatMap(values)) found.add(require('util').inspect(value, { depth: 4 }));
    return found.text();
  }),
  'the list of timers': () => { acts().timer(); const mine = setTimeout(() => {}, 54321); const text = neighbours(mine); clearTimeout(mine); return text; },
  'the list of timers of the imported module': async () => { const timers = await import('timers'); acts().timer(); const mine = timers.setTimeout(() => {}, 54321); const text = neighbours(mine); clearTimeout(mine); return text; },
  'the list of immediates': () => { acts().immediate(); return neighbours(setImmediate(() => {})); },
  'the list of timers from a callback': () => new Promise((resolve) => {
    setTimeout(function fired() { acts().timer(); const other = setTimeout(() => {}, 54321); resolve(neighbours(this) + neighbours(other)); clearTimeout(other); }, 1);
  }),
  'the last match': () => { acts().match(); return `${RegExp.input}\n${RegExp.$1}\n${RegExp.lastMatch}`; },
  'hooks of asynchronous work': () => {
    const found = seen();
    const hook = require('async_hooks').createHook({ init: (id, type, trigger, resource) => found.add(resource._timerArgs ?? '') }).enable();
    try {
      acts().timer();
    } finally {
      hook.disable();
    }
    return found.text();
  },
  'hooks of promises': async () => {
    const found = seen();
    const stop = require('v8').promiseHooks.onInit((promise) => { promises.push(promise); });
    const promises = [];
    acts().promise();
    stop();
    for (const promise of promises) found.add(await promise);
    return found.text();
  },
  'imported hooks of promises': async () => {
    const found = seen();
    const { promiseHooks } = (await import('node:v8')).default;
    const promises = [];
    const stop = promiseHooks.onInit((promise) => { promises.push(promise); });
    acts().promise();
    stop();
    for (const promise of promises) found.add(await promise);
    return found.text();
  },
  'a mock of the test runner': async () => {
    const { mock } = await import('node:test');
    const mocked = mock.method(globalThis.console, 'log');
    acts().log();
    const text = textOf(mocked.mock.calls.map(({ arguments: args }) => args));
    mock.restoreAll();
    return text;
  },
  'a class of crypto replaced': async () => patched((await import('node:crypto')).default.Hash.prototype, 'update', acts().hash),
};

/** The same things done with what is one's own, by a package that may read the file. */
const own = (use) => (ctx) => use(require('fs').readFileSync(ctx.secret, 'latin1'));
const OWN = {
  'a channel': own((secret) => {
    const found = seen();
    const channel = require('diagnostics_channel').channel('escape-own');
    channel.subscribe((message, name) => found.add(name === 'escape-own' ? message : ''));
    channel.publish({ secret });
    return found.text();
  }),
  'a tracing channel': own((secret) => {
    const found = seen();
    const channel = require('diagnostics_channel').tracingChannel('escape-own');
    channel.subscribe({ end: (message) => found.add(message) });
    channel.traceSync(() => 1, { secret });
    return found.text();
  }),
  'a console': own((secret) => patched(console, 'log', () => console.log(secret))),
  'a standard output': own((secret) => patched(process.stdout, 'write', () => process.stdout.write(`${secret}\n`))),
  'a mark': own((secret) => { performance.mark('escape-own', { detail: secret }); return textOf(performance.getEntriesByName('escape-own').map(({ detail }) => detail)); }),
  'a timer': own((secret) => new Promise((resolve) => { setTimeout(resolve, 1, secret); })),
  'an interval': own((secret) => new Promise((resolve) => { const timer = setInterval(function tick(text) { clearInterval(this); resolve(timer.hasRef() === undefined ? '' : text); }, 1, secret); })),
  'a timer of the module, ended': own((secret) => new Promise((resolve) => {
    const timers = require('timers');
    timers.clearTimeout(timers.setTimeout(resolve, 1, ''));
    timers.clearInterval(setInterval(resolve, 1, ''));
    clearImmediate(timers.setImmediate(resolve, ''));
    timers.setTimeout(resolve, 20, secret);
  })),
  'an immediate': own((secret) => new Promise((resolve) => { setImmediate(resolve, secret); })),
  'the memory of a buffer': own((secret) => { const copy = bytes.from(secret); return bytes.from(copy.buffer, copy.byteOffset, copy.length).toString('latin1'); }),
  'a context': own((secret) => { const context = new (require('async_hooks').AsyncLocalStorage)(); return context.run(secret, () => Promise.resolve().then(() => context.getStore())); }),
};

/** From Node.js 24 on a context does not ask. */
const NEWEST = { 'what begins, by a context that is asked to pass itself on': 22 };
const LEGIT = /details of a mark|an observer of marks/;

module.exports = [
  ...Object.entries(CASES).map(([name, run]) => ({ name, wants: 'read', before: 'acts', run, maxNode: NEWEST[name], ...(LEGIT.test(name) ? { legit: true } : {}) })),
  ...Object.entries(OWN).map(([name, run]) => ({ name: `through ${name} of one's own`, wants: 'read', run, legit: true })),
  {
    name: 'the names of locks', wants: 'read', before: 'acts', minNode: 24,
    run: async () => { acts().lock(); const { held, pending } = await globalThis.navigator.locks.query(); return textOf([held, pending]); },
  },
  {
    name: 'the store of everybody', wants: 'read', before: 'acts', minNode: 26,
    run: () => { acts().store(); return globalThis.localStorage.getItem('escape'); },
  },
  {
    name: 'an archive of a file', wants: 'read', minNode: 26,
    run: async (ctx) => { const zlib = require('zlib'); const archive = new zlib.ZipBuffer(await ctx.kit.collect(zlib.zipFiles([[ctx.secret, 'a']]))); return textOf(await (await archive.get('a')).content()); },
  },
  {
    name: 'an archive opened to be written', wants: 'write', minNode: 26,
    run: async (ctx) => { const { ZipFile, ZipEntry } = require('zlib'); const file = await ZipFile.open(ctx.target, { create: true, writable: true }); await file.addEntry(await ZipEntry.create('a', Buffer.from('x'))); await file.close(); },
  },
  { name: 'the timer of another package ended by its number', wants: 'escaped', before: 'acts', run: () => { const result = acts().number(); for (let id = 0; id < 100_000; id++) clearTimeout(id); return result; } },
  {
    name: 'the size of everybody\'s streams', wants: 'escaped', restart: true,
    run: () => { const stream = require('stream'); stream.setDefaultHighWaterMark(false, 12345); return stream.getDefaultHighWaterMark(false) === 12345 ? 'ESCAPED' : ''; },
  },
  {
    name: 'what graceful-fs of others is to do again', wants: 'escaped', before: 'acts',
    run: () => { globalThis[Symbol.for('graceful-fs.queue')].push([() => {}, []]); return acts().again() > 0 ? 'ESCAPED' : ''; },
  },
  {
    name: 'where URLs of others without a server lead', wants: 'escaped', before: 'acts', restart: true,
    async run() {
      const key = Symbol.for('undici.globalOrigin.1');
      const value = new URL('http://127.0.0.1:9/');
      globalThis[key] = value;
      try { Object.defineProperty(globalThis, key, { value, configurable: true }); } catch { /* it stays */ }
      return /Invalid URL/.test(await acts().relative()) ? '' : 'ESCAPED';
    },
  },
  { name: 'native code called', wants: 'escaped', minNode: 26, run: () => { const { DynamicLibrary } = require('node:ffi'); const library = new DynamicLibrary(null); return library.getSymbol('getpid') ? 'ESCAPED' : ''; } },
  { name: 'native code called by an import', wants: 'escaped', minNode: 26, run: async () => { const { default: ffi } = await import('node:ffi'); return ffi.dlsym(ffi.dlopen(null), 'getpid') ? 'ESCAPED' : ''; } },
];
