'use strict';
// Replaces one built-in method by one that looks at what others pass through it.
const fs = require('fs');
const { EventEmitter } = require('events');
const { Readable } = require('stream');

const PLACES = {
  'Buffer.prototype.toString': [Buffer.prototype, 'toString'], 'Buffer.from': [Buffer, 'from'], 'Buffer.concat': [Buffer, 'concat'],
  'Buffer.prototype.equals': [Buffer.prototype, 'equals'], 'String.prototype.split': [String.prototype, 'split'], 'String.prototype.trim': [String.prototype, 'trim'],
  'String.prototype.replace': [String.prototype, 'replace'], 'String.prototype.slice': [String.prototype, 'slice'], 'JSON.stringify': [JSON, 'stringify'],
  'JSON.parse': [JSON, 'parse'], 'Array.prototype.push': [Array.prototype, 'push'], 'Array.prototype.map': [Array.prototype, 'map'],
  'Array.prototype.filter': [Array.prototype, 'filter'], 'Array.prototype.concat': [Array.prototype, 'concat'], 'Array.prototype.slice': [Array.prototype, 'slice'],
  'Array.prototype.forEach': [Array.prototype, 'forEach'], 'Map.prototype.get': [Map.prototype, 'get'], 'Map.prototype.set': [Map.prototype, 'set'],
  'Set.prototype.add': [Set.prototype, 'add'], 'Promise.resolve': [Promise, 'resolve'], 'Promise.prototype.then': [Promise.prototype, 'then'],
  'RegExp.prototype.exec': [RegExp.prototype, 'exec'], 'Object.assign': [Object, 'assign'], 'Reflect.apply': [Reflect, 'apply'],
  encodeURIComponent: [globalThis, 'encodeURIComponent'], setTimeout: [globalThis, 'setTimeout'], URL: [globalThis, 'URL'], JSON: [globalThis, 'JSON'],
  'EventEmitter.prototype.emit': [EventEmitter.prototype, 'emit'], 'Readable.from': [Readable, 'from'], 'Readable.prototype.push': [Readable.prototype, 'push'],
  'fs.readFileSync': [fs, 'readFileSync'], 'fs.promises.readFile': [fs.promises, 'readFile'], 'fs.createReadStream': [fs, 'createReadStream'],
  'util.format': [require('util'), 'format'], 'path.join': [require('path'), 'join'], 'URLSearchParams.prototype.get': [URLSearchParams.prototype, 'get'],
  'crypto.Hash.prototype.update': [require('crypto').Hash.prototype, 'update'],
};

let undo = [];
const text = (value) => { try { return typeof value === 'function' ? '' : Buffer.isBuffer(value) ? value.latin1Slice() : typeof value === 'object' && value ? Object.values(value).join(' ') : `${value}`; } catch { return ''; } };

exports.PLACES = PLACES;
exports.spies = { stop: () => { for (const back of undo) back(); undo = []; } };
exports.spy = (name, keep) => {
  const [object, key] = PLACES[name];
  const before = Object.getOwnPropertyDescriptor(object, key);
  const original = object[key];
  let busy = false;
  const look = (value) => {
    if (busy) return;
    busy = true;
    const seen = text(value);
    if (seen.includes('SECRET_IN_FILE=')) keep(seen);
    busy = false;
  };
  const replacement = typeof original !== 'function'
    ? new Proxy(original, { get: (target, member) => (typeof target[member] === 'function' ? (...args) => { args.forEach(look); return target[member](...args); } : target[member]) })
    : new Proxy(original, {
      apply: (target, self, args) => { look(self); for (const arg of args) look(arg); const out = Reflect.apply(target, self, args); look(out); if (out && typeof out.then === 'function') out.then(look, () => {}); return out; },
      construct: (target, args, made) => { for (const arg of args) look(arg); return Reflect.construct(target, args, made); },
    });
  undo.push(() => { try { if (before) Object.defineProperty(object, key, before); else object[key] = original; } catch { object[key] = original; } });
  try {
    Object.defineProperty(object, key, { ...before, value: replacement, ...(before?.get ? { get: undefined, set: undefined } : {}) });
  } catch {
    object[key] = replacement;
  }
};
