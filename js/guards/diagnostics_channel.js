'use strict';
// `diagnostics_channel`: what Node.js and others publish (requests with their headers, sockets, processes) is for those who
// hold `inspector:open`. Everyone else has channels of the package's own under any name: undici, fastify and the like publish
// and listen as ever, within their package.

const {
  MapPrototypeGet, MapPrototypeSet, ObjectDefineProperty, ObjectGetPrototypeOf, ObjectHasOwn, ReflectApply, ReflectConstruct, ReflectDefineProperty, ReflectGetOwnPropertyDescriptor, SafeMap, Symbol,
} = require('../boot/primordials');
const { CAP } = require('../generated/capabilities');
const { conceal } = require('../core/conceal');
const { allowed } = require('../core/decide');
const { hardenPrototype, replaceMember } = require('../core/harden');
const { isExchange, refuse } = require('../realm/definers');

/** Principal -> name -> channel. */
const registries = new SafeMap();
const EVENTS = ['start', 'end', 'asyncStart', 'asyncEnd', 'error'];

let real;

/** The package's own channel. Node.js knows it by a name that nobody else can say. */
function ownChannel(principal, name) {
  let registry = registries.get(principal);
  if (registry === undefined) {
    registry = new SafeMap();
    registries.set(principal, registry);
  }
  let channel = MapPrototypeGet(registry, name);
  if (channel === undefined) {
    channel = real.channel(Symbol(typeof name === 'string' ? name : ''));
    ObjectDefineProperty(channel, 'name', { __proto__: null, value: name, writable: true, enumerable: true, configurable: true });
    MapPrototypeSet(registry, name, channel);
  }
  return channel;
}

const isName = (value) => typeof value === 'string' || typeof value === 'symbol';
const mayHearAll = (principal) => allowed(principal, CAP['inspector:open'], undefined);

/** A function whose first argument is the name of a channel. */
const named = (use) => ({
  judge: () => undefined,
  run(original, self, args, principal) {
    if (mayHearAll(principal) || !isName(args[0])) return ReflectApply(original, self, args);
    return use(ownChannel(principal, args[0]), args);
  },
});

/** A function that takes a name for several channels, or the channels. */
const several = (prefix) => ({
  judge: () => undefined,
  run(original, self, args, principal) {
    if (mayHearAll(principal) || typeof args[0] !== 'string') return ReflectApply(original, self, args);
    const channels = {};
    for (let i = 0; i < EVENTS.length; i++) channels[EVENTS[i]] = ownChannel(principal, `${prefix}:${args[0]}:${EVENTS[i]}`);
    return ReflectApply(original, self, [channels]);
  },
});

/** `new Channel(name)` puts itself in the place of the channel of that name. */
const channelClass = {
  judge: () => undefined,
  construct(original, args, target, principal, trusted) {
    if (trusted || mayHearAll(principal)) return ReflectConstruct(original, args, target);
    const channel = ReflectConstruct(original, [Symbol('channel')], target);
    ObjectDefineProperty(channel, 'name', { __proto__: null, value: args[0], writable: true, enumerable: true, configurable: true });
    return channel;
  },
};

/** Since Node.js 24 some channels have a number, by which C++ is told that somebody listens: it believes whatever stands there. */
const numbers = { areThere: false };
const NO_NUMBER = { __proto__: null, value: undefined, writable: false, configurable: false };

const isGenuine = (channel, name) => (typeof name === 'string' || typeof name === 'symbol') && real.channel(name) === channel;

/** Has this channel the number that Node.js gave it, or none for good? */
function isNumberedByNode(channel) {
  if (!numbers.areThere) return true;
  const number = ReflectGetOwnPropertyDescriptor(channel, '_index');
  if (number === undefined || number.get !== undefined || number.set !== undefined) return false;
  if (number.value === undefined && !number.configurable && !number.writable) return true;
  if (isGenuine(channel, ReflectGetOwnPropertyDescriptor(channel, 'name')?.value)) return true;
  return number.value === undefined && ReflectDefineProperty(channel, '_index', NO_NUMBER);
}

/** Methods that give what they are called on another prototype. */
const SUBSCRIBING = ['subscribe', 'unsubscribe', 'bindStore', 'unbindStore'];

function lockSubscribing({ channel }) {
  const own = channel(Symbol('channel'));
  numbers.areThere = ObjectHasOwn(own, '_index');
  const inactive = ObjectGetPrototypeOf(own);
  const listener = () => undefined;
  own.subscribe(listener);
  const active = ObjectGetPrototypeOf(own);
  own.unsubscribe(listener);
  for (let i = 0; i < SUBSCRIBING.length; i++) {
    replace(inactive, SUBSCRIBING[i]);
    replace(active, SUBSCRIBING[i]);
  }
  // A class that nobody exports, like the one below; what Node.js requires and imports passes through that.
  hardenPrototype(active);
}

function lockTracing({ tracingChannel }) {
  const channels = {};
  for (let i = 0; i < EVENTS.length; i++) channels[EVENTS[i]] = real.channel(Symbol(EVENTS[i]));
  hardenPrototype(ObjectGetPrototypeOf(tracingChannel(channels)));
}

function replace(prototype, name) {
  const original = prototype[name];
  if (typeof original !== 'function') return;
  const holder = {
    method(...args) {
      if (isExchange(this, null) || !isNumberedByNode(this)) throw refuse();
      return ReflectApply(original, this, args);
    },
  };
  replaceMember(prototype, name, conceal(holder.method, original));
}

module.exports = {
  rows: {
    __proto__: null,
    boundedChannel: several('tracing'),
    channel: named((channel) => channel),
    hasSubscribers: named((channel) => channel.hasSubscribers),
    subscribe: named((channel, args) => void channel.subscribe(args[1])),
    tracingChannel: several('tracing'),
    unsubscribe: named((channel, args) => channel.unsubscribe(args[1])),
  },
  constructors: {
    __proto__: null,
    BoundedChannel: {
      judge: () => undefined,
      construct: (original, args, target, principal, trusted) => (trusted ? ReflectConstruct(original, args, target)
        : several('tracing').run((channels) => ReflectConstruct(original, [channels], target), undefined, args, principal)),
    },
    Channel: channelClass,
  },
  complete(values) {
    real = values;
    lockSubscribing(values);
    lockTracing(values);
  },
};
