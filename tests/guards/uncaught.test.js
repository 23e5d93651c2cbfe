'use strict';
// An error that nobody catches ends a Node.js. That of a package which may not end Node-RED (`process:exit`) does not end it, in whatever way it comes up; that of the
// operator and of who may does.
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { spawn } = require('node:child_process');
const { once } = require('node:events');
const { test } = require('node:test');
const { combinations } = require('../../e2e-demos/lib/matrix.js');
const { node: nodePath } = require('../support/installs.js');
const { probePackage } = require('../support/packages.js');
const { Session } = require('../support/session.js');
const { settingsText, tempDir } = require('../support/userdir.js');
const { LURES, WAYS } = require('./lib/uncaught-ways.js');

const [NONE, MAY, SIGNALS] = ['uncaught-none', 'uncaught-may', 'uncaught-signals'];
const AT_ONCE = 2;
const MS = 10;

const table = (entries) => `'use strict';\nmodule.exports = (RED) => ({\n${entries.map(([name, run]) => `  ${JSON.stringify(name)}: () => { ${run}; },`).join('\n')}\n});\n`;
const WAYS_FILE = table([...Object.entries(WAYS).map(([name, { run }]) => [name, run]), ...Object.entries(LURES)]);
/** What one that may end Node-RED offers to others. */
const SERVICE = `'use strict';
let left;
setTimeout(() => { left = new Error('left'); }, 1);
const fail = () => { throw new Error('of the service'); };
module.exports = { left: () => left, fail, functions: () => require('stream').Readable.from([fail]), reject: async () => { await null; throw new Error('of the service'); } };
`;
/** The operator's own code hears what is to end Node-RED, and fails when it is told to. */
const OPERATOR = (order, heard) => `
process.on('uncaughtException', (error) => require('fs').appendFileSync(${JSON.stringify(heard)}, 'ends ' + error + '\\n'));
process.on('unhandledRejection', (error) => { require('fs').appendFileSync(${JSON.stringify(heard)}, 'rejected ' + error + '\\n'); process.exit(3); });
process.on('uncaughtExceptionMonitor', (error) => { if (error instanceof Error && error.message === 'monitored') require('fs').appendFileSync(${JSON.stringify(heard)}, 'seen ' + error + '\\n'); });
setInterval(() => { if (require('fs').existsSync(${JSON.stringify(order)})) require('fs').readFileSync(${JSON.stringify(`${order}/below`)}); }, 20).unref();
`;

const CALLS = {
  // Each by itself, so that whoever looks at the log knows which one it was.
  runAll: `async (times) => {
    const ways = require('./ways.js')(RED);
    for (const [name, ms] of Object.entries(times)) {
      console.log('way: ' + name);
      ways[name]();
      await new Promise((resolve) => { setTimeout(resolve, ms); });
    }
    return 'all';
  }`,
  run: "async (name) => { require('./ways.js')(RED)[name](); await new Promise((resolve) => { setTimeout(resolve, 2000); }); return 'survived'; }",
  // What was waiting when the error came up is done all the same, in its order.
  goesOn: `async () => {
    const done = [];
    const fail = () => { throw new Error('in between'); };
    const each = (schedule) => new Promise((resolve) => { schedule(() => done.push(1)); schedule(fail); schedule(() => done.push(2)); schedule(fail); schedule(() => { done.push(3); resolve(); }); });
    for (const schedule of [(f) => setTimeout(f, 5), setImmediate, process.nextTick, queueMicrotask, (f) => { Promise.resolve().then(f); }]) await each(schedule);
    return done.join('');
  }`,
  repeated: "async () => { const fail = () => { throw new Error('again'); }; for (let i = 0; i < 100; i++) setTimeout(fail, 1); await new Promise((resolve) => { setTimeout(resolve, 100); }); return 'survived'; }",
  hears: `async () => {
    const heard = [];
    const wait = () => new Promise((resolve) => { setTimeout(resolve, 20); });
    process.on('uncaughtException', (error, origin) => { heard.push(origin + ' ' + error.message); throw new Error('in the listener'); });
    process.on('uncaughtExceptionMonitor', () => { throw new Error('in the monitor'); });
    setTimeout(() => { throw new Error('monitored'); }, 1);
    await wait();
    Promise.reject(new Error('rejected'));
    await wait();
    process.on('unhandledRejection', (error) => { heard.push('handled ' + error.message); });
    Promise.reject(new Error('rejected'));
    await wait();
    return heard.join(', ');
  }`,
};

function packageOf(base, name) {
  const dependencies = name === NONE ? { dependencies: { [MAY]: '1.0.0' } } : {};
  return probePackage(path.join(base, 'packages'), { name, calls: CALLS, files: { 'ways.js': WAYS_FILE, 'service.js': SERVICE }, manifest: { main: 'service.js', ...dependencies } });
}

/** Which of these do not end a Node.js with the handler of Node-RED. */
async function survivors(binary, cwd) {
  const rest = Object.entries(WAYS);
  const survived = [];
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    for (let next = rest.shift(); next !== undefined; next = rest.shift()) {
      const [name, { run, ms = MS }] = next;
      const child = spawn(binary, ['-e', `process.on('uncaughtException', () => process.exit(1)); ${run}; setTimeout(() => {}, ${ms * 50})`], { stdio: 'ignore', cwd });
      const [code] = await once(child, 'exit');
      if (code !== 1) survived.push(`${name}: ${code}`);
    }
  }));
  return survived;
}

const ends = async (session, ...call) => {
  const { died, exit } = await session.call(...call);
  return { died, exit };
};

for (const pair of combinations({ nodes: process.env.NRGS_TEST_NODE?.split(',') ?? ['20', '24'] }).filter(({ node, version }) => version === (node < 24 ? '4.1' : '5.0'))) {
  test(`Node-RED ${pair.version}, Node ${pair.node}: errors that nobody catches`, async (t) => {
    const base = tempDir('nrgs-uncaught-');
    const [order, heard] = [path.join(base, 'order'), path.join(base, 'heard')];
    fs.writeFileSync(heard, '');
    const reads = { capabilities: ['fs:read'], capabilityConfig: { 'fs:read': { allowedPaths: [base, '/does'] } } };
    const policy = { packages: { [NONE]: reads, [MAY]: { ...reads, capabilities: ['fs:read', 'process:exit'] }, [SIGNALS]: { capabilities: ['process:signal'] } } };
    const sessionOf = (...names) => new Session({
      ...pair, base, sentinel: true, packages: names.map((name) => packageOf(base, name)),
      settings: settingsText({ sentinel: { server: policy } }) + OPERATOR(order, heard),
    });
    await t.test('each ends a Node.js whose handler is that of Node-RED', async () => { assert.deepEqual(await survivors(await nodePath(pair.node), base), []); });
    const session = sessionOf(NONE, MAY, SIGNALS);
    const survives = async (name, call, args, value) => {
      const result = await session.call(name, call, args);
      assert.equal(result.value, value, `${JSON.stringify(result)}\n${session.log.slice(-3000)}`);
    };
    try {
      await t.test('repeated ones are counted', async () => {
        await survives(NONE, 'repeated', undefined, 'survived');
        await (await session.nodeRed()).waitFor(/Resource: Error: again/);
        assert.equal(session.log.match(/Resource: Error: again/g).length, 1);
      });
      await t.test('none ends Node-RED', () => survives(NONE, 'runAll', Object.fromEntries(Object.entries(WAYS).map(([name, { ms = MS }]) => [name, ms])), 'all'));
      await t.test('nor do those of others that a package brings about', () => survives(NONE, 'runAll', Object.fromEntries(Object.keys(LURES).map((name) => [name, 2 * MS])), 'all'));
      await t.test('what was waiting is done', () => survives(NONE, 'goesOn', undefined, '123'.repeat(5)));
      await t.test('people are told of whom, what, where and the remedy', async () => {
        const found = /BLOCKED the end of Node-RED by an uncaught error — uncaught-none lacks process:exit\n {2}Resource: Error: way\n {2}Call stack:\n {4}at .*uncaught-none.ways\.js:\d+:\d+\)?\n[^]*?"uncaught-none": \{ capabilities: \["process:exit"\]/;
        await (await session.nodeRed()).waitFor(found);
        const log = fs.readdirSync(path.join(base, 'user', '.sentinel')).filter((name) => name.endsWith('.jsonl')).map((name) => fs.readFileSync(path.join(base, 'user', '.sentinel', name), 'utf8')).join('');
        assert.ok(log.split('\n').filter(Boolean).map((line) => JSON.parse(line)).some((record) => JSON.stringify(record).includes('the end of Node-RED by an uncaught error')), log.slice(0, 2000));
      });
      await t.test('listeners of packages hear of them, and end nothing', () => survives(SIGNALS, 'hears', undefined, 'uncaughtException monitored, unhandledRejection rejected, handled rejected'));
      await t.test('those of the operator only see them', () => { assert.equal(fs.readFileSync(heard, 'utf8'), 'seen Error: monitored\n'); });
      await t.test('an error of the operator ends Node-RED', async () => {
        fs.writeFileSync(order, '');
        assert.ok(await session.diesWithin(10_000));
        fs.rmSync(order);
        assert.match(fs.readFileSync(heard, 'utf8'), /ends Error: ENOTDIR: [^\n]*\n$/);
      });
      await t.test('so does one of a package that may end it', async () => { assert.deepEqual(await ends(session, MAY, 'run', 'a throw in a timer'), { died: true, exit: 1 }); });
    } finally {
      if (process.env.NRGS_SHOW) console.log(session.log);
      await session.close({ keep: true });
    }
    fs.rmSync(path.join(base, 'user', 'node_modules', NONE), { recursive: true });
    fs.rmSync(path.join(base, 'user', 'node_modules', SIGNALS), { recursive: true });
    const alone = sessionOf();
    try {
      for (const [name, exit] of [['an error that no listener hears', 1], ['a rejected promise', 3]]) {
        await t.test(`${name}, where nobody is confined`, async () => { assert.deepEqual(await ends(alone, MAY, 'run', name), { died: true, exit }); });
      }
    } finally {
      await alone.close({ keep: Boolean(process.env.NRGS_KEEP) });
    }
  });
}
