'use strict';
// How a worker ends: with what it leaves behind, Node.js must go on.
const { Worker } = require('worker_threads');

/** Ends a few workers that have made garbage with finalizers, which Node.js has not called yet. */
const endMany = (end) => new Promise((resolve) => {
  let count = 0;
  const next = () => {
    if (count++ === 3) return void resolve('');
    const worker = new Worker(`
      const registry = new FinalizationRegistry(() => {});
      for (let i = 0; i < 1000; i++) registry.register({}, i);
      let list = [];
      for (let i = 0; i < 1e5; i++) { list.push({ i }); if (list.length > 3e4) list = []; }
      ${end}`, { eval: true, resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 1 } });
    worker.on('error', () => {}).on('exit', next);
  };
  next();
});

/** How much stack a thread gets, Node.js leaves to whoever starts it. */
const hardlyAnyStack = () => new Promise((resolve) => {
  const worker = new Worker('', { eval: true, resourceLimits: { stackSizeMb: 0.1 } });
  worker.on('error', () => {}).on('exit', () => resolve(''));
});

module.exports = [{ name: 'Node-RED ended by a worker with hardly any stack', wants: 'exit', run: hardlyAnyStack }, ...Object.entries({ 'process.exit()': 'process.exit()', 'an error': "throw new Error('escape')" }).map(([name, end]) => ({
  name: `Node-RED ended by finalizers of a worker that ends by ${name}`, wants: 'exit', run: () => endMany(end),
}))];
