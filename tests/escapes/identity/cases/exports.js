'use strict';
// What a palette package exports to others. The bystander's service (lib/bystander.js) hands out its functions and classes in every way; `acts()` says what it
// does itself, which nobody else may change.
const SERVICE = 'escape-bystander/service.js';
const evil = () => 'changed';

/** The service; without Sentinel each case has one of its own, as nobody has changed it before. */
const required = () => {
  delete require.cache[require.resolve(SERVICE)];
  return require(SERVICE);
};

let times = 0;
const imported = (file) => () => import(`escape-bystander/${file}?${++times}`);

const attempt = (act) => { try { return act(); } catch (error) { return error.message; } };

/** Does the service do something else after `change`? */
const changed = (change, load = required) => async () => {
  const service = await load();
  const { acts } = service;
  const before = acts();
  try { await change(service); } catch {}
  return attempt(acts) === before ? '' : 'ESCAPED';
};

/** Every way to put another method into a class, from an object of it. */
const ways = {
  'its prototype': (door) => { Object.getPrototypeOf(door).open = evil; },
  'its __proto__': (door) => { door.__proto__.open = evil; },
  'its constructor': (door) => { door.constructor.prototype.open = evil; },
  'a definition on its prototype': (door) => { Object.defineProperty(Reflect.getPrototypeOf(door), 'open', { value: evil }); },
  'the constructor of its prototype': (door) => { Object.getPrototypeOf(door).constructor.prototype.open = evil; },
  'the __proto__ of its prototype': (door) => { const prototype = Object.getPrototypeOf(door); prototype.__proto__ = { on: evil, open: evil }; delete prototype.open; },
  'Object.assign': (door) => { Object.assign(door.constructor.prototype, { open: evil }); },
  'a method of all objects that it has': (door) => { door.__defineGetter__.call(Object.getPrototypeOf(door), 'open', () => evil); },
  'a getter looked up': (door) => { Object.prototype.__defineGetter__.call(Object.getPrototypeOf(door), 'open', () => evil); },
};

/** Every way to come by an object of a class. */
const doors = {
  'that it made': (service) => service.make(),
  'made by oneself': (service) => new service.Door(),
  'of a class of one\'s own': (service) => Object.create(Object.getPrototypeOf((class Own extends service.Door {}).prototype)),
  'by itself': (service) => service.make().self(),
  'in a plain object': (service) => service.plain().inside[0].door,
  'promised': async (service) => (await service.later()).door,
  'that it rejects with': (service) => service.rejects().catch((error) => Object.assign(error, { open: error.tell })),
  'thrown with an error': (service) => { try { return service.carries(); } catch (error) { return error.door; } },
  'from an iterator': (service) => [...service.each()][0],
  'in a callback': (service) => new Promise((resolve) => { service.calls((error, door) => resolve(door)); }),
  'in a method of one\'s own': (service) => new Promise((resolve) => { service.asks({ visit: resolve }); }),
  'in an object of one\'s own': (service) => { const own = {}; service.fills(own); return own.door; },
  'behind a setter of one\'s own': (service) => { let door; service.fills({ set door(value) { door = value; } }); return door; },
  'behind a Proxy of one\'s own': (service) => { let door; service.fills(new Proxy({}, { set(target, key, value) { door = value; return true; }, defineProperty(target, key, own) { door = own.value; return true; } })); return door; },
  'in an event': (service) => new Promise((resolve) => { service.emits().on('open', ({ door }) => resolve(door)); }),
  'in an event that is waited for': async (service) => (await require('events').once(service.emits(), 'open'))[0].door,
  'behind an accessor': (service) => service.current,
  'for a caller that is not strict': (service) => new Promise((resolve) => { service.calls(Function('resolve', 'return function (error, door) { resolve(arguments[1]); }')(resolve)); }),
};

const members = {
  'a function replaced': (service) => { service.api.open = evil; },
  'a function defined anew': (service) => { Object.defineProperty(service.api, 'open', { value: evil }); },
  'a function deleted': (service) => { delete service.api.open; },
  'a function replaced further down': (service) => { service.api.deep.open = evil; },
  'a member added': (service) => { service.api.more = evil; },
  'an export added': (service) => { service.more = evil; },
  'a function in a list replaced': (service) => { service.api.list[0] = evil; },
  'a list turned round': (service) => { service.api.list.unshift(evil); },
  'a list turned round by the method of the language': (service) => { Array.prototype.splice.call(service.api.list, 0, 1, evil); },
  'an entry of a Map replaced': (service) => { service.api.map.set('open', evil); },
  'a function replaced where a call gives it': (service) => { service.given().open = evil; },
  'a function replaced with Reflect.set and a receiver': (service) => { Reflect.set({}, 'open', evil, service.api); },
  'what exports inherit from': (service) => { service.api.__proto__ = new Proxy({}, { get: () => evil }); delete service.api.open; },
  'a method of the language on an emitter': (service) => { service.bus.emit = evil; },
  'listeners of an emitter': (service) => { service.bus._events.asked = evil; },
  'a function in an entry of a Map': (service) => { service.entries.get('open').open = evil; },
  'a function in an entry of a Map, by forEach': (service) => { service.entries.forEach((entry) => { entry.open = evil; }); },
  'a function in a member of a Set': (service) => { for (const member of service.members) member.open = evil; },
  'a method of a regular expression': (service) => { service.pattern.exec = () => null; },
  'a method of a Buffer': (service) => { service.bytes.toString = evil; },
  'the text of an error': (service) => { service.failure.message = 'changed'; },
  'the text of an error that it is given back': (service) => { service.failure.code = 'changed'; service.hands(service.failure); },
  'an accessor on an error': (service) => { Object.defineProperty(service.failure, 'code', { get: evil }); },
  'where a URL leads': (service) => { service.place.host = 'changed'; },
  'numbers in a list of numbers': (service) => { service.numbers[0] = 7; },
  'bytes of a Buffer': (service) => { service.bytes[0] = 7; },
  'bytes behind a Buffer': (service) => { new Uint8Array(service.bytes.buffer).fill(7); },
  'bytes behind a DataView': (service) => { service.window.setUint8(0, 7); },
  'the class of bytes of its own': (service) => { Object.getPrototypeOf(service.make16()).tell = evil; service.make16().constructor.prototype.tell = evil; },
  'what objects are made from': (service) => { Object.getPrototypeOf(service.delegated()).open = evil; },
  'a prototype that does not name its class': (service) => { Object.getPrototypeOf(service.old()).open = evil; },
  'a class that extends one of the language': (service) => { Object.getPrototypeOf(service.stamp()).tell = evil; },
  'a member of the language set by its own setter': (service) => { Object.getOwnPropertyDescriptor(Object.prototype, '__proto__').set.call(service.api.deep, { open: evil }); delete service.api.deep.open; },
};

/** The service exports functions of the language: they are nobody's, and work for whoever calls them. */
const language = {
  'a definition': ({ define, Door }) => { define(Door.prototype, 'open', { value: evil }); },
  'a list of members': ({ assign, api }) => { assign(api, { open: evil }); },
  'a method of lists': ({ push, api }) => { push.call(api.list, evil); Array.prototype.shift.call(api.list); },
  'a Proxy': ({ Proxy: Made, Door }) => { new Made(Door.prototype, {}).open = evil; },
  'a method of emitters on a class': ({ bus, Door }) => { bus.on.call(Door.prototype, 'open', evil); },
};

const modules = {
  'a class that is imported': ({ Door }) => { Door.prototype.open = evil; },
  'an object that is imported': ({ api }) => { api.open = evil; },
  'the class behind the default import': ({ default: make }) => { make().constructor.prototype.open = evil; },
};

module.exports = [
  ...Object.entries(members).map(([name, change]) => ({ name: `exports of another package: ${name}`, wants: 'escaped', run: changed(change) })),
  ...Object.entries(doors).map(([name, door]) => ({ name: `the class of an object of another package, ${name}`, wants: 'escaped', run: changed(async (service) => { ways['its prototype'](await door(service)); ways['its constructor'](await door(service)); const object = await door(service); Object.getPrototypeOf(object).tell = evil; }) })),
  ...Object.entries(ways).map(([name, way]) => ({ name: `the class of an object of another package, by ${name}`, wants: 'escaped', run: changed((service) => way(service.make())) })),
  ...Object.entries(language).map(([name, change]) => ({ name: `exports of another package, by what of the language it exports: ${name}`, wants: 'escaped', run: changed(change) })),
  ...Object.entries(modules).map(([name, change]) => ({ name: `exports of another package: ${name}`, wants: 'escaped', run: changed(change, imported('service.mjs')) })),
  { name: 'exports of another package that is imported: a function of a module in CommonJS', wants: 'escaped', run: changed(({ api }) => { api.open = evil; }, imported('service.js')) },
  { name: 'exports of another package by createRequire', wants: 'escaped', run: changed(({ api }) => { api.open = evil; }, () => { required(); return require('module').createRequire(__filename)(SERVICE); }) },
  { name: 'exports of another package by Module._load', wants: 'escaped', run: changed(({ api }) => { api.open = evil; }, () => { required(); return require('module')._load(SERVICE, module, false); }) },
  {
    name: 'the module object of another package, whose require gives its builtins', wants: 'read',
    run: ({ secret }) => {
      require(SERVICE);
      const other = [...module.children, ...Object.values(require.cache)].find(({ id }) => id.includes('escape-bystander'));
      return other.require('fs').readFileSync(secret, 'utf8');
    },
  },
];
