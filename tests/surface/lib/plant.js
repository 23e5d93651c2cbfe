'use strict';
// Loaded before Sentinel: puts a function into every kind of place, as a new Node.js might.
const effects = [];
const plant = (holder, key, name) => {
  holder[key] = function planted() {
    effects.push(name);
    return name;
  };
};
class Planted {
  constructor() {
    effects.push('class');
  }
}
plant(require('path'), 'planted', 'export of a module that passes');
plant(require('os'), 'planted', 'export of a module with a table');
plant(require('fs'), 'planted', 'export of fs');
plant(require('stream').Readable.prototype, 'planted', 'method');
plant(Buffer, 'planted', 'static');
plant(Array.prototype, 'planted', 'method of the language');
plant(globalThis, 'planted', 'global');
plant(process, 'planted', 'property of process');
plant(process.report, 'planted', 'property of process.report');
require('util').Planted = Planted;
Object.defineProperty(require('events').prototype, 'plantedValue', {
  configurable: true,
  get() {
    effects.push('accessor');
    return 'accessor';
  },
});
// As clients of their own making hang themselves there; what they are made of is a class of Node's.
globalThis.plantedClient = { Request: class extends require('async_hooks').AsyncResource {} };
// As tracers stand before a method that a class inherits.
const { Server } = require('http');
const { emit } = Server.prototype;
Object.defineProperty(Server.prototype, 'emit', {
  configurable: true,
  writable: true,
  value: function traced(...args) {
    if (args[0] === 'asked') args[1].traced = true;
    return emit.apply(this, args);
  },
});
module.exports = { effects };
