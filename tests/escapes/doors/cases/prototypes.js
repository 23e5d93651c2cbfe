'use strict';
// A class that is guarded as an export, found through its prototype or an instance instead.
const readIn = (path) => `require('worker_threads').parentPort.postMessage(require('fs').readFileSync(${JSON.stringify(path)}, 'utf8'))`;

module.exports = [
  {
    name: 'the constructor of Worker.prototype', wants: 'read',
    run: ({ secret }) => new Promise((resolve, reject) => {
      const Worker = require('worker_threads').Worker.prototype.constructor;
      new Worker(readIn(secret), { eval: true, execArgv: [] }).on('message', resolve).on('error', reject);
    }),
  },
  {
    name: 'the constructor of vm.Script.prototype', wants: 'escaped',
    run: () => new (require('vm').Script.prototype.constructor)("'ESC' + 'APED'").runInThisContext(),
  },
  {
    name: 'the constructor of DatabaseSync.prototype', wants: 'write', minNode: 24,
    run: ({ target }) => new (require('node:sqlite').DatabaseSync.prototype.constructor)(target).exec('create table t (c)'),
  },
  {
    name: 'the constructor of Session.prototype of the inspector', wants: 'escaped',
    run: () => {
      const Session = require('inspector').Session.prototype.constructor;
      const session = new Session();
      session.connect();
      return session.post ? 'ESCAPED' : '';
    },
  },
  {
    name: 'the native class behind vm.Script', wants: 'exit',
    // Without arguments its constructor ends the process.
    run: () => {
      const Native = Object.getPrototypeOf(require('vm').Script.prototype).constructor;
      return Native.name === 'ContextifyScript' && /native code/.test(Function.prototype.toString.call(Native)) ? new Native() : '';
    },
  },
];
