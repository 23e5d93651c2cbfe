'use strict';
// Events of `process` that Node.js raises for everyone.

module.exports = [
  {
    name: 'the emitter in a warning', wants: 'read', before: 'acts',
    run: ({ id }) => new Promise((resolve) => {
      process.on('warning', ({ emitter }) => { if (emitter?.secret) resolve(emitter.secret); });
      globalThis.bystanderActs.warns();
      setTimeout(resolve, 300, `${id}: nothing came`);
    }),
  },
  {
    name: 'the emitter in a warning, by the imported process', wants: 'read', before: 'acts',
    run: async ({ id }) => {
      const shared = (await import('process')).default;
      return new Promise((resolve) => {
        shared.prependListener('warning', ({ emitter }) => { if (emitter?.secret) resolve(emitter.secret); });
        globalThis.bystanderActs.warns();
        setTimeout(resolve, 300, `${id}: nothing came`);
      });
    },
  },
  {
    name: 'errors that end the process, heard before', wants: 'escaped',
    run() {
      process.on('uncaughtExceptionMonitor', () => {});
      return process.listeners('uncaughtExceptionMonitor').length > 0 ? 'ESCAPED' : 'not added';
    },
  },
];
