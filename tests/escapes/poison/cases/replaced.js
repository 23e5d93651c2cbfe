'use strict';
// Built-in methods replaced while a refused call is made: by one that gives nothing, one that gives `true`, one that gives back
// its first argument, and one that throws. Whatever a guard uses of them, the call must stay refused.
const fs = require('fs');
const path = require('path');
const childProcess = require('child_process');

/** Which methods there are is found where nothing is locked, by whoever writes the package; in the package it stands in a file. */
let written;
try { written = require('../members.json'); } catch {}
const members = {};
const read = (key) => (key.startsWith('@@') ? Symbol[key.slice(2)] : key);
const write = (key) => (typeof key === 'symbol' ? `@@${key.description.slice('Symbol.'.length)}` : key);

function methods(owner, object) {
  const keys = written?.[owner]?.map(read) ?? Reflect.ownKeys(object).filter((key) => {
    const found = Object.getOwnPropertyDescriptor(object, key);
    return typeof found.value === 'function' && found.configurable && key !== 'constructor' && (typeof key === 'string' || Symbol[write(key).slice(2)] === key);
  });
  members[owner] = keys.map(write);
  return keys.map((key) => ({ owner, object, key }));
}

const iterator = Object.getPrototypeOf([][Symbol.iterator]());
const typedArray = Object.getPrototypeOf(Uint8Array.prototype);

const PLACES = [
  ...methods('Array.prototype', Array.prototype), ...methods('Array', Array), ...methods('String.prototype', String.prototype),
  ...methods('RegExp.prototype', RegExp.prototype), ...methods('Map.prototype', Map.prototype), ...methods('Set.prototype', Set.prototype),
  ...methods('WeakMap.prototype', WeakMap.prototype), ...methods('WeakSet.prototype', WeakSet.prototype),
  ...methods('Function.prototype', Function.prototype), ...methods('Object.prototype', Object.prototype), ...methods('Object', Object),
  ...methods('Reflect', Reflect), ...methods('JSON', JSON), ...methods('Promise.prototype', Promise.prototype), ...methods('Promise', Promise),
  ...methods('Number', Number), ...methods('Number.prototype', Number.prototype), ...methods('Symbol', Symbol), ...methods('Error', Error),
  ...methods('Error.prototype', Error.prototype), ...methods('the array iterator', iterator), ...methods('TypedArray.prototype', typedArray),
  ...methods('Buffer', Buffer), ...methods('Buffer.prototype', Buffer.prototype), ...methods('URL', URL), ...methods('URL.prototype', URL.prototype),
  ...methods('path', path), ...methods('Math', Math), ...methods('Date', Date),
  ...['String', 'Number', 'Array', 'Object', 'Error', 'TypeError', 'Map', 'WeakMap', 'Set', 'Proxy', 'Symbol', 'Function', 'Buffer', 'URL', 'parseInt', 'decodeURIComponent', 'queueMicrotask', 'setTimeout']
    .map((key) => ({ owner: 'globalThis', object: globalThis, key })),
  ...['realpathSync', 'lstatSync', 'statSync', 'readlinkSync', 'existsSync', 'openSync', 'readSync', 'closeSync'].map((key) => ({ owner: 'fs', object: fs, key })),
  ...['cwd', 'emit', 'nextTick', 'emitWarning'].map((key) => ({ owner: 'process', object: process, key })),
];

// Not the global Promise: what a package sets there it sees itself, and the answer to the test needs it.
const INSTEAD = {
  nothing: () => function instead() {},
  true: () => function instead() { return true; },
  'its argument': () => function instead(value) { return value; },
  'an error': () => function instead() { throw new Error('poisoned'); },
};

/** All refused calls at once, under every replacement of one method. */
const attack = (place, attempt) => (ctx) => {
  let out = '';
  for (const make of Object.values(INSTEAD)) {
    ctx.kit.replaced(place.object, place.key, make(), () => {
      try { out += attempt(ctx) ?? ''; } catch {}
    });
  }
  return out;
};

const nameOf = ({ owner, key }) => `${owner}.${typeof key === 'symbol' ? key.description : key}`;

module.exports = [
  ...PLACES.map((place) => ({
    name: `read with ${nameOf(place)} replaced`, wants: 'read', run: attack(place, (ctx) => fs.readFileSync(ctx.secret).latin1Slice()),
  })),
  ...PLACES.filter(({ owner }) => /^(Array|String|Function|Reflect|Object|Map|JSON)(\.prototype)?$/.test(owner)).map((place) => ({
    name: `program with ${nameOf(place)} replaced`, wants: 'exec', run: attack(place, (ctx) => { childProcess.execFileSync('touch', [ctx.marker]); }),
  })),
];
module.exports.members = members;
