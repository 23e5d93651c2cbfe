// Where Node.js has no hooks in the main thread, Sentinel stands between that and the thread Node asks where imports lead: what it says there.
const file = '../files/read.mjs';
const worker = () => require('worker_threads');

/** Objects of Node that appear while something is imported. */
async function during(kit, watch) {
  const { promise, done } = kit.callback();
  const stop = watch((object) => { if (typeof object?.postMessage === 'function') done(null, 'ESCAPED'); });
  await Promise.race([import(`${file}?${Math.random()}`), kit.wait(500)]);
  await kit.wait(20);
  stop?.();
  done(new Error('nothing was shown'));
  return promise;
}

/** A method of everybody's that Node's loader might call, replaced while something is imported. */
const replaced = (objectOf, key) => async ({ kit, secretDir }) => {
  let seen = '';
  const object = objectOf();
  const real = object[key];
  await kit.replaced(object, key, function (...args) {
    if (/resolve|file:/.test(JSON.stringify(args) ?? '') || this?.constructor?.name === 'InternalWorker') seen = 'ESCAPED';
    return Reflect.apply(real, this, args);
  }, () => import(`${secretDir}/secret.js`).catch(() => {}));
  return seen;
};

module.exports = [
  { name: 'the worker of imports: the event of process', wants: 'escaped', run: ({ kit }) => during(kit, (see) => { process.on('worker', see); return () => process.off('worker', see); }) },
  {
    name: 'the worker of imports: the channel of diagnostics', wants: 'escaped',
    run: ({ kit }) => during(kit, (see) => { require('diagnostics_channel').subscribe('worker_threads', (message) => see(message.worker)); }),
  },
  { name: 'the worker of imports: handles that are open', wants: 'escaped', run: async () => { await import(file); return process._getActiveHandles().some((handle) => typeof handle.postMessage === 'function') ? 'ESCAPED' : ''; } },
  { name: 'the messages of imports: postMessage of ports', wants: 'escaped', run: replaced(() => worker().MessagePort.prototype, 'postMessage') },
  { name: 'the messages of imports: postMessage of workers', wants: 'escaped', run: replaced(() => worker().Worker.prototype, 'postMessage') },
  { name: 'the messages of imports: init of emitters', wants: 'escaped', run: replaced(() => require('events'), 'init') },
  { name: 'the messages of imports: waiting', wants: 'escaped', run: replaced(() => Atomics, 'wait') },
  {
    name: 'a worker that says it is the thread of imports', wants: 'read',
    run: async ({ secret, kit }) => {
      const made = new (worker().Worker)(`require('worker_threads').parentPort.postMessage(require('fs').readFileSync(${JSON.stringify(secret)}, 'utf8'))`, { eval: true, env: { NRG_SENTINEL_WORKER: 'hooks' } });
      const { promise, resolve } = kit.deferred();
      made.on('message', resolve).on('error', () => resolve('')).on('exit', () => resolve(''));
      return promise;
    },
  },
];
