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

module.exports = async () => {
  const errors = {};
  for (const [kind, list] of Object.entries({ required: attempts, imported })) {
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
