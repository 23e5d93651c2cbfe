'use strict';
// Calls everything that plant.js has planted. Runs as a package and as core.
const attempts = {
  'export of a module that passes': () => require('path').planted(),
  'export of a module with a table': () => require('os').planted(),
  'export of fs': () => require('fs').planted(),
  method: () => new (require('stream').Readable)().planted(),
  static: () => Buffer.planted(),
  'method of the language': () => [].planted(),
  global: () => globalThis.planted(),
  'property of process': () => process.planted(),
  'property of process.report': () => process.report.planted(),
  class: () => new (require('util').Planted)(),
  accessor: () => new (require('events'))().plantedValue,
};
const imported = {
  'export of a module that passes': async () => (await import('path')).default.planted(),
  'export of a module with a table': async () => (await import('os')).default.planted(),
  'export of fs': async () => (await import('fs')).default.planted(),
  'property of process': async () => (await import('process')).default.planted(),
  'property of process.report': async () => (await import('process')).default.report.planted(),
  class: async () => new ((await import('util')).default.Planted)(),
  'a timer': () => new Promise((resolve) => {
    setTimeout(() => resolve(), 5);
    setTimeout(globalThis.planted, 1);
  }),
  'a listener': () => require('events').prototype.emit.call(new (require('events'))().on('x', globalThis.planted), 'x'),
};

/** Handed to what of Node.js calls what it is given. */
const { planted } = globalThis;
const { Readable, Writable, Transform } = require('stream');
const quiet = (stream) => stream.on('error', () => {});
const handed = {
  'a stream that writes by it': () => { quiet(new Writable({ write: planted })).write('x'); },
  'a stream that reads by it': () => { quiet(new Readable({ read: planted })).read(); },
  'a stream that changes by it': () => { quiet(new Transform({ transform: planted })).write('x'); },
  'a stream of the web': () => { new ReadableStream({ start: planted }); },
  'a file that is opened by it': () => { quiet(new (require('fs').ReadStream)('/nowhere', { fs: { open: planted, read: planted, close: planted } })); },
  'an assertion': () => { require('assert').doesNotThrow(planted); },
  'a value that is printed': () => { require('util').inspect({ [require('util').inspect.custom]: planted }); },
  'what is timed': () => { require('perf_hooks').performance.timerify(planted)(); },
  'an accessor under another name': () => {
    const { get } = Object.getOwnPropertyDescriptor(require('events').prototype, 'plantedValue');
    new Writable(Object.defineProperty({}, 'highWaterMark', { get }));
  },
};

module.exports = async () => {
  const errors = {};
  for (const [kind, list] of Object.entries({ required: attempts, imported, handed })) {
    for (const [name, attempt] of Object.entries(list)) {
      try {
        await attempt();
      } catch (error) {
        errors[`${kind} ${name}`] = error.code ?? error.message;
      }
    }
  }
  return errors;
};
