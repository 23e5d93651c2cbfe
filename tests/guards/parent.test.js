'use strict';
// Node-RED as a copy of another process (`cluster`), as process managers start it: what it listens on is its parent's, it is told by messages, and ended by a signal. All
// of that is the operator's, and works; a package has nothing of it, and keeps nobody from hearing what it hears. What is found where Node.js looks for modules at last is
// the operator's, too, and nothing that Node-RED's libraries do without.
const assert = require('node:assert/strict');
const path = require('node:path');
const { test } = require('node:test');
const { combinations } = require('../../e2e-demos/lib/matrix.js');
const { REPO, nodeRed } = require('../support/installs.js');
const { probePackage } = require('../support/packages.js');
const { Session } = require('../support/session.js');
const { installSentinel, settingsText, tempDir, writeFiles } = require('../support/userdir.js');

const [NONE, SIGNALS] = ['parent-none', 'parent-signals'];

/** Says what it hears, and what became of the copy. */
const PARENT = (red) => `'use strict';
const cluster = require('cluster');
cluster.setupPrimary({ exec: ${JSON.stringify(red)}, args: process.argv.slice(2) });
const worker = cluster.fork();
console.log('copy ' + worker.process.pid);
worker.on('message', (message) => console.log('heard ' + JSON.stringify(message)));
worker.on('disconnect', () => console.log('gone'));
worker.on('exit', (code) => { console.log('ended ' + code); process.exit(code ?? 1); });
const timer = setInterval(() => { if (worker.isConnected()) worker.send({ secret: 'SECRET' }, () => {}); }, 50);
process.on('SIGTERM', () => { clearInterval(timer); worker.process.kill('SIGTERM'); });
`;
/** The operator's own code answers the parent, once, and loads a library of Node-RED's. */
const OPERATOR = "\nprocess.once('message', (message) => process.send({ answered: message.secret }));\nrequire('of-the-operator');\nrequire('module').createRequire(require.main.filename)('ws');\n";
/** Node.js finds them from anywhere, `ws` the second one. */
const PLANTED = {
  'home/.node_modules/of-the-operator/index.js': "console.log('it is found');\n",
  'home/.node_modules/bufferutil/index.js': "console.log('it is taken'); exports.mask = exports.unmask = () => {};\n",
};

/** Each says what it got; the last ends what Node-RED listens on. */
const WAYS = `'use strict';
const cluster = require('cluster');
const heard = (add) => new Promise((resolve) => { add(resolve); setTimeout(resolve, 300, 'nothing'); });
exports.ways = {
  'a message': () => process.send({ mine: 'a message' }),
  'a message of the copy': () => cluster.worker.send({ mine: 'a message of the copy' }),
  'a message of the class': () => cluster.Worker.prototype.send.call({ process }, { mine: 'a message of the class' }),
  'a listener': () => heard((tell) => process.on('message', (message) => tell(message.secret))),
  'a listener of the copy': () => heard((tell) => cluster.worker.on('message', (message) => tell(message.secret))),
  'the handle of the channel': () => process.channel.constructor.name,
  'the end of the copy': () => { cluster.worker.disconnect(); },
  'the end by the class': () => { cluster.Worker.prototype.disconnect.call({ process, emit() {} }); },
  'the end of the channel': () => { process.disconnect(); },
};
`;
const CALLS = {
  run: `async (name) => { try { return String(await require('./ways.js').ways[name]()); } catch (error) { return 'failed ' + error.message; } }`,
  warn: `() => {
    process.prependListener('warning', () => { throw new Error('of a listener of warnings'); });
    process.emitWarning('of a package');
  }`,
  fail: `() => {
    process.prependListener('SIGTERM', () => { throw new Error('of a listener of the signal'); });
    process.prependListener('exit', () => { throw new Error('of a listener of the end'); });
    process.finalization?.register(module, () => { throw new Error('of a last callback'); });
  }`,
};

const SENT = ['a message', 'a message of the copy', 'a message of the class'];
const HEARD = ['a listener', 'a listener of the copy', 'the handle of the channel'];
const ENDS = ['the end of the copy', 'the end by the class', 'the end of the channel'];

for (const pair of combinations({ nodes: process.env.NRGS_TEST_NODE?.split(',') ?? ['20', '24'] }).filter(({ node, version }) => version === (node < 24 ? '4.1' : '5.0'))) {
  test(`Node-RED ${pair.version}, Node ${pair.node}: as a copy of another process`, async (t) => {
    const start = async (sentinel) => {
      const base = tempDir('nrgs-parent-');
      writeFiles(base, { ...PLANTED, 'parent.js': PARENT(path.join(await nodeRed(pair.version), 'node_modules', 'node-red', 'red.js')) });
      const packages = [NONE, SIGNALS].map((name) => probePackage(path.join(base, 'packages'), { name, calls: CALLS, files: { 'ways.js': WAYS } }));
      const policy = { packages: { [NONE]: { capabilities: [] }, [SIGNALS]: { capabilities: ['process:signal'] } } };
      return new Session({
        ...pair, base, packages, sentinel: sentinel && installSentinel(REPO, path.join(base, 'user')), script: path.join(base, 'parent.js'),
        settings: settingsText({ sentinel: { server: policy } }) + OPERATOR,
      });
    };
    const run = async (session, name, way) => (await session.call(name, 'run', way)).value;
    /** Node-RED is told to end, while listeners of a package throw. */
    const stop = async (session) => {
      process.kill(Number(/^copy (\d+)/m.exec(session.log)[1]), 'SIGTERM');
      assert.ok(await session.diesWithin(15_000), session.log);
      return /^ended .*/m.exec(session.log)[0];
    };

    await t.test('without Sentinel', async () => {
      const session = await start(false);
      try {
        for (const way of SENT) await run(session, NONE, way);
        const running = await session.nodeRed();
        for (const way of SENT) await running.waitFor((log) => log.includes(`heard {"mine":"${way}"}`));
        for (const [index, way] of HEARD.entries()) assert.equal(await run(session, NONE, way), ['SECRET', 'SECRET', 'Control'][index]);
        assert.equal((await session.call(NONE, 'fail')).ok, true);
        assert.notEqual(await stop(session), 'ended 0');
        assert.doesNotMatch(session.log, /Stopped flows/);
        for (const what of ['found', 'taken']) assert.match(session.log, new RegExp(`it is ${what}`));
      } finally {
        await session.close();
      }
    });

    await t.test('with Sentinel', async () => {
      const session = await start(true);
      try {
        const running = await session.nodeRed();
        await running.waitFor(/heard \{"answered":"SECRET"\}/);
        for (const way of [...SENT, ...ENDS]) assert.match(await run(session, NONE, way), /^failed /, way);
        for (const way of HEARD) assert.match(await run(session, NONE, way), /^(?:failed |nothing)/, way);
        assert.equal(await run(session, SIGNALS, 'a listener'), 'SECRET');
        assert.doesNotMatch(session.log, /^gone|"mine"/m);
        assert.match(session.log, /it is found/);
        assert.doesNotMatch(session.log, /it is taken/);
        for (const call of ['warn', 'fail']) assert.equal((await session.call(NONE, call)).ok, true);
        await running.waitFor(/Warning: of a package/);
        assert.equal(await stop(session), 'ended 0');
        assert.match(session.log, /Stopped flows/);
        const said = ['a listener of warnings', 'a listener of the signal', 'a listener of the end', ...(pair.node >= 24 ? ['a last callback'] : [])];
        for (const what of said) assert.ok(session.log.includes(`Resource: Error: of ${what}\n`), what);
      } finally {
        await session.close();
      }
    });
  });
}
