'use strict';
// Objects that no name leads to but every instance does: what streams have their state and their iteration from, and what keys have
// their methods from. Nothing can be changed there or added: Node looks for fields that a state does not have yet, and whoever put an
// accessor or a `next` there would be handed what passes through everybody's streams.

const { ObjectFreeze, ObjectGetPrototypeOf, ObjectPrototype, SymbolAsyncIterator, SymbolDispose } = require('../boot/primordials');
const { module: nodeModule } = require('../boot/builtins');
const { hardenPrototype, isShared, makeFast } = require('../core/harden');

function freeze(prototype) {
  ObjectFreeze(prototype);
  makeFast(prototype);
}

/** Freezes what an object inherits, up to what is locked already. */
function freezeAbove(object, end) {
  for (let level = ObjectGetPrototypeOf(object); level !== null && level !== end && !isShared(level); level = ObjectGetPrototypeOf(level)) freeze(level);
}

function lockStreams({ Readable, Writable }) {
  const readable = new Readable();
  freeze(ObjectGetPrototypeOf(readable._readableState));
  freeze(ObjectGetPrototypeOf(new Writable()._writableState));
  freezeAbove(readable[SymbolAsyncIterator]());
  if (typeof readable.iterator === 'function') freezeAbove(readable.iterator());
}

/** The key of the examples in RFC 8037. */
const KEY = { kty: 'OKP', crv: 'Ed25519', d: 'nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' };

function lockKeys({ KeyObject, createPrivateKey, createPublicKey, createSecretKey }) {
  const makers = [() => createSecretKey('key', 'utf8'), () => createPrivateKey({ key: KEY, format: 'jwk' }), () => createPublicKey({ key: KEY, format: 'jwk' })];
  for (let i = 0; i < makers.length; i++) {
    let key;
    try {
      key = makers[i]();
    } catch {
      continue; // no keys of this kind here (FIPS)
    }
    freezeAbove(key, KeyObject.prototype);
  }
}

/** Classes that give themselves to be measured with: members can be given to instances as ever. */
function hardenAbove(object) {
  for (let level = ObjectGetPrototypeOf(object); level !== null && level !== ObjectPrototype; level = ObjectGetPrototypeOf(level)) hardenPrototype(level);
}

function lockMeters({ createHistogram, monitorEventLoopDelay, performance }) {
  hardenAbove(createHistogram());
  hardenAbove(monitorEventLoopDelay());
  hardenAbove(performance.nodeTiming);
}

/** What Node.js 26 gives for `using`. */
function lockScopes(values, { AsyncLocalStorage }) {
  const store = new AsyncLocalStorage();
  if (typeof store.withScope !== 'function') return;
  const scope = store.withScope(undefined);
  hardenAbove(scope);
  scope[SymbolDispose]();
}

const LOCKS = { __proto__: null, async_hooks: lockScopes, crypto: lockKeys, perf_hooks: lockMeters, stream: lockStreams };

/** @param {Array<{name: string, values: object, real: object}>} modules the builtin modules, what they export, and also when it is asked for */
function lockInstances(modules) {
  hardenPrototype(nodeModule.SourceMap.prototype);
  for (let i = 0; i < modules.length; i++) LOCKS[modules[i].name]?.(modules[i].values, modules[i].real);
}

module.exports = { lockInstances };
