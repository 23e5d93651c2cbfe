'use strict';
// Node.js programs that packages start: such a process is its package, no more and no less [I3].
const assert = require('node:assert/strict');
const { execFileSync } = require('node:child_process');
const crypto = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { combinations } = require('../../e2e-demos/lib/matrix.js');
const { REPO, node } = require('../support/installs.js');
const { probePackage } = require('../support/packages.js');
const { Session } = require('../support/session.js');
const { tempDir, writeFiles } = require('../support/userdir.js');

const HEAD = `const child = require('child_process');
const path = require('path');
const talk = (made, message) => new Promise((resolve) => {
  const heard = [];
  let err = '';
  made.stderr?.on('data', (chunk) => { err += chunk; });
  made.on('message', (got) => heard.push(got)).on('error', (error) => resolve({ error: error.code, capability: error.capability, resource: error.resource }));
  made.on('close', (code) => resolve({ heard, code, err }));
  if (message !== undefined) made.send(message);
});`;
const SPAWN_STDIO = "{ stdio: ['ignore', 'pipe', 'pipe', 'ipc'] }";

const CALLS = {
  fork: '({ file, list, options, message }) => talk(child.fork(path.join(__dirname, file), list ?? [], { silent: true, ...options }), message)',
  spawn: `({ program, list, message }) => talk(child.spawn(program ?? process.execPath, list, ${SPAWN_STDIO}), message)`,
  spawnSync: '({ list }) => { const { stdout, stderr, status, error } = child.spawnSync(process.execPath, list); return [String(stdout), String(stderr), status, error ?? null]; }',
  below: `({ list, message }) => {
    const made = new child.ChildProcess();
    const ended = talk(made);
    made.on('spawn', () => made.send(message));
    made.spawn({ file: process.execPath, args: [process.execPath, ...list], envPairs: ['NRG_SENTINEL_CHILD={}', 'NODE_OPTIONS=', 'OWN=1'], stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
    return ended;
  }`,
  hands: `({ what }) => new Promise((resolve) => {
    const net = require('net');
    const made = child.fork(path.join(__dirname, 'takes.js'), [], { silent: true });
    const server = net.createServer();
    made.on('message', () => net.connect(server.address().port, '127.0.0.1').on('data', (text) => { resolve(String(text)); made.kill(); server.close(); }).on('error', (error) => resolve(error.message)));
    made.stderr.on('data', (text) => resolve(String(text)));
    server.on('connection', (socket) => made.send('socket', socket));
    server.listen(0, '127.0.0.1', () => made.send('server', what === 'server' ? server : undefined));
  })`,
  pipes: `() => new Promise((resolve) => {
    const made = child.fork(path.join(__dirname, 'pipes.js'), [], { stdio: ['ignore', 'ignore', 'pipe', 'ipc', 'pipe', 'ignore', 'pipe'] });
    let said = '';
    made.stderr.on('data', (text) => { said += text; });
    made.on('message', resolve).on('close', () => resolve(said));
    for (const at of [4, 6]) made.stdio[at].on('error', (error) => resolve(error.message)).end('by ' + at);
  })`,
  shell: '({ line }) => String(child.execSync(line))',
};

/** What a program of the tests does with each message: whatever the text says. */
const SERVER = "process.on('message', async (text) => { let value; try { value = await eval(text); } catch (error) { value = error.code ?? error.message; } process.send(value); process.disconnect(); });\n";
const FILES = {
  'server.js': SERVER,
  'server.mjs': `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);\n${SERVER}`,
  'main.js': "process.send([require.main === module, require('./helper.js').helper, process.argv.slice(2), process.env.OWN, process.env.GUARDS_SECRET, require('child').name, process.connected, typeof process.channel.unref]); process.disconnect();\n",
  'takes.js': "process.on('message', (text, handle) => { if (text === 'socket') handle.end('from the program'); else { handle?.on('connection', (socket) => socket.end('from the program')); process.send('ready'); } });\n",
  'pipes.js': `const fs = require('fs');
    const closed = (at) => { try { fs.closeSync(at); return 'closed'; } catch (error) { return error.code; } };
    const text = (stream) => new Promise((resolve, reject) => stream.on('data', (data) => resolve(String(data))).on('error', reject));
    Promise.all([text(new (require('net').Socket)({ fd: 4 })), text(fs.createReadStream(null, { fd: 6 }))])
      .then((texts) => process.send([...texts, closed(3), closed(5)]), (error) => process.send(error.message)).then(() => process.exit());\n`,
  'helper.js': "exports.helper = 'helped';\n",
  'throws.js': "require('fs').readFileSync(process.argv[2]);\n",
  'nothing.js': "console.log('ran');\n",
  'node_modules/child/package.json': { name: 'child', version: '1.0.0' },
  'node_modules/child/index.js': "exports.name = 'child';\n",
};

const sha256 = (text) => crypto.createHash('sha256').update(text).digest('hex');

for (const pair of combinations({ nodes: process.env.NRGS_TEST_NODE?.split(','), nodeReds: ['4.1'] })) {
  test(`Node-RED ${pair.version}, Node ${pair.node}: programs of packages`, async (t) => {
    const base = fs.realpathSync(tempDir('nrgs-guards-'));
    writeFiles(base, { 'own/f.txt': 'own', 'secret/f.txt': 'secret' });
    const [own, secret] = ['own', 'secret'].map((name) => path.join(base, name, 'f.txt'));
    const execPath = fs.realpathSync(await node(pair.node));
    const rootOf = (name) => path.join(base, 'user', 'node_modules', name);
    const root = rootOf('guards-program');
    const inPackage = (file) => path.join(root, file);
    const env = (extra) => ({ ...extra });
    const asGiven = (variables) => ({ env: variables, clearEnv: true });
    const lines = [
      ['server.js'], ['server.mjs'], ['main.js', 'a', '1'], ['throws.js', secret], ['nothing.js'], ['takes.js'], ['pipes.js'],
    ].map(([file, ...list]) => ({ file: execPath, args: [inPackage(file), ...list] }));
    lines.push({ file: execPath, args: ['--inspect=0', inPackage('server.js')] }, { file: execPath, args: ['--no-warnings', inPackage('server.js')] }, { file: execPath, args: ['--expose-gc', inPackage('server.js')] });
    lines.push({ file: execPath, args: [inPackage('main.js')], ...asGiven(env({ OWN: 'given' })) });
    lines.push({ file: execPath, args: [inPackage('server.js')], ...asGiven(env({ LD_AUDIT: '/nowhere', NODE_OPTIONS: '--require /nowhere', NODE_V8_COVERAGE: path.join(base, 'coverage'), NRG_SENTINEL_CHILD: '{}' })) });
    lines.push({ file: execPath, args: [inPackage('server.js')], ...asGiven({ NODE_OPTIONS: '', NRG_SENTINEL_CHILD: '{}', OWN: '1' }) });
    lines.push({ file: 'node', args: [inPackage('server.js')] }, { file: execPath, args: ['-e', SERVER] });
    const line = `'${execPath}' '${inPackage('nothing.js')}'`;
    const allowedCommands = [line, ...lines.map((call) => JSON.stringify(call))].map(sha256);
    const grants = {
      capabilities: ['process:exec', 'fs:read', 'network:http', 'network:listen', 'network:tcp', 'threads:spawn'], capabilityConfig: { 'process:exec': { allowedCommands }, 'fs:read': { allowedPaths: [path.join(base, 'own')] } },
    };
    const packages = ['guards-program', 'guards-other'].map((name) => probePackage(path.join(base, 'packages'), { name, calls: CALLS, files: FILES, head: HEAD }));
    const session = new Session({
      ...pair, base, packages, sentinel: true, env: { GUARDS_SECRET: 'hidden', PATH: `${path.dirname(execPath)}:${process.env.PATH}` },
      settings: { sentinel: { server: { packages: { 'guards-program': grants, 'guards-other': { capabilities: ['fs:read'], capabilityConfig: { 'fs:read': { allowedPaths: [base] } } } } } } },
    });
    const ask = async (call, args) => {
      const { value, error } = await session.call('guards-program', call, args);
      if (error) throw new Error(`${call}: ${error.message}`);
      try {
        return JSON.parse(value);
      } catch {
        return value;
      }
    };
    /** What the program answers to a text, or all there is to say when it answers nothing. */
    const says = async (message, { file = 'server.js', ...more } = {}) => {
      const { heard, ...rest } = await ask('fork', { file, message, ...more });
      return heard?.length === 1 ? heard[0] : rest;
    };
    const reading = (file) => `require('fs').readFileSync(${JSON.stringify(file)}, 'utf8')`;
    try {
      await t.test('what a program was given beside its standard streams is its own, and no other number', async () => {
        assert.deepEqual(await ask('pipes'), ['by 4', 'by 6', 'ERR_SENTINEL_DENIED', 'ERR_SENTINEL_DENIED']);
      });
      await t.test('a forked program reads what its package may read and nothing else', async () => {
        assert.equal(await says(reading(own)), 'own');
        assert.equal(await says(reading(secret)), 'ERR_SENTINEL_DENIED');
      });
      await t.test('an ES module, too', async () => {
        assert.equal(await says(reading(own), { file: 'server.mjs' }), 'own');
        assert.equal(await says(`import('node:fs').then((fs) => ${reading(secret).replace("require('fs')", 'fs')})`, { file: 'server.mjs' }), 'ERR_SENTINEL_DENIED');
      });
      await t.test('it has a main module, helpers, dependencies, arguments, and a channel', async () => {
        assert.deepEqual(await ask('fork', { file: 'main.js', list: ['a', '1'] }).then((answer) => answer.heard[0]), [true, 'helped', ['a', '1'], null, null, 'child', true, 'function']);
      });
      await t.test('[G6] variables that it was given are its own, those of the process are not', async () => {
        const { heard } = await ask('fork', { file: 'main.js', options: { env: { OWN: 'given' } } });
        assert.equal(heard[0][3], 'given');
        assert.equal(await says("Object.keys(process.env).filter((name) => /GUARDS|SENTINEL|OPTIONS/.test(name)).join()"), '');
        assert.equal(await says(reading('/proc/self/environ')), 'ERR_SENTINEL_DENIED');
      });
      await t.test('what would run before the first line is not taken from a package', async () => {
        const options = { env: { LD_AUDIT: '/nowhere', NODE_OPTIONS: '--require /nowhere', NODE_V8_COVERAGE: path.join(base, 'coverage'), NRG_SENTINEL_CHILD: '{}' } };
        assert.equal(await says(reading(secret), { options }), 'ERR_SENTINEL_DENIED');
        assert.equal(fs.existsSync(path.join(base, 'coverage')), false);
        const { error, capability, resource } = await ask('fork', { file: 'server.js', options: { execArgv: ['--inspect=0'] } });
        assert.deepEqual([error, capability, resource], ['ERR_SENTINEL_DENIED', 'all', 'a Node.js program with the option --inspect=0']);
        assert.equal(await says(reading(own), { options: { execArgv: ['--no-warnings'] } }), 'own');
      });
      await t.test('with names that nobody has reviewed it starts, and has a channel', async () => {
        assert.equal(await says(reading(own), { options: { execArgv: ['--expose-gc'] } }), 'own');
        assert.equal(await says(reading(secret), { options: { execArgv: ['--expose-gc'] } }), 'ERR_SENTINEL_DENIED');
      });
      await t.test('it speaks HTTP/2 with the statuses it sets, and so does a thread of it', async () => {
        const http2 = `new Promise((resolve, reject) => { const http2 = require('http2'), server = http2.createServer((request, response) => { response.statusCode += 2; response.end('two'); }); server.listen(0, '127.0.0.1', () => {
          const session = http2.connect('http://127.0.0.1:' + server.address().port).on('error', reject); let text = '';
          session.request({ ':path': '/' }).setEncoding('utf8').on('response', (headers) => { text += headers[':status']; }).on('data', (part) => { text += part; }).on('end', () => { session.setTimeout(9); session.close(); server.close(); resolve(text); }); }); })`;
        assert.equal(await says(http2), '202two');
        assert.equal(await says(`new Promise((resolve) => new (require('worker_threads').Worker)(${JSON.stringify(`const { parentPort } = require('worker_threads'), say = (x) => parentPort.postMessage(x); ${http2}.then(say, (error) => say(error.message));`)}, { eval: true }).on('message', resolve).on('error', (error) => resolve(error.message)))`), '202two');
      });
      await t.test('the same in every form that names Node.js', async () => {
        const list = [inPackage('server.js')];
        assert.deepEqual((await ask('spawn', { list, message: reading(secret) })).heard, ['ERR_SENTINEL_DENIED']);
        assert.deepEqual((await ask('spawn', { program: 'node', list, message: reading(secret) })).heard, ['ERR_SENTINEL_DENIED']);
        assert.deepEqual((await ask('spawn', { program: 'node', list, message: reading(own) })).heard, ['own']);
        assert.deepEqual((await ask('spawn', { list: ['-e', SERVER], message: reading(secret) })).heard, ['ERR_SENTINEL_DENIED']);
        assert.deepEqual((await ask('spawn', { list: ['-e', SERVER], message: reading(own) })).heard, ['own']);
        assert.deepEqual(await ask('spawnSync', { list: [inPackage('nothing.js')] }), ['ran\n', '', 0, null]);
      });
      await t.test('a program starts what its package may start, which is confined again; threads, too', async () => {
        const again = (file) => `new Promise((resolve) => require('child_process').fork(${JSON.stringify(inPackage('server.js'))}).on('message', resolve).send(${JSON.stringify(reading(file))}))`;
        assert.equal(await says(again(own)), 'own');
        assert.equal(await says(again(secret)), 'ERR_SENTINEL_DENIED');
        assert.equal(await says("require('child_process').execSync('id')"), 'ERR_SENTINEL_DENIED');
        const thread = (file) => `new Promise((resolve) => new (require('worker_threads').Worker)("let a; try { a = ${reading(file).replaceAll('"', "'")} } catch (e) { a = e.code } require('worker_threads').parentPort.postMessage(a)", { eval: true }).on('message', resolve))`;
        assert.equal(await says(thread(own)), 'own');
        assert.equal(await says(thread(secret)), 'ERR_SENTINEL_DENIED');
      });
      await t.test('[C1][C5][G1] what nobody may, and what it was not granted, it may not', async () => {
        assert.equal(await says(`require('fs').writeFileSync(${JSON.stringify(path.join(base, 'user', 'settings.js'))}, '')`), 'ERR_SENTINEL_DENIED');
        assert.match(await says(`fetch('http://127.0.0.1:${(await session.nodeRed()).port}/').then((got) => got.status, (error) => error.cause?.message ?? error.message)`), /guards-program lacks network:http/);
        assert.match(await says("process.binding('fs')"), /ERR_SENTINEL_DENIED/);
        assert.equal(await says('process.kill(process.ppid, 0)'), 'ERR_SENTINEL_DENIED');
        assert.equal(await says('process.execArgv.length + Object.keys(require.cache).filter((name) => name.includes("preload")).length'), 0);
      });
      await t.test('[G8] a refusal nobody caught ends the program, not Node-RED', async () => {
        const { code, err } = await ask('fork', { file: 'throws.js', list: [secret] });
        assert.equal(code, 1);
        assert.match(err, /BLOCKED fs\.readFileSync\(\) — guards-program lacks fs:read/);
        assert.ok(session.alive);
      });
      await t.test('[V2] what programs are refused stands in the one threat log, whose chain holds', () => {
        const log = path.join(base, 'user', '.sentinel', 'audit.jsonl');
        const records = fs.readFileSync(log, 'utf8').trim().split('\n').map((text) => JSON.parse(text));
        assert.ok(records.some((record) => record.package === 'guards-program' && record.resource === secret));
        assert.match(String(execFileSync(execPath, [path.join(REPO, 'js', 'cli', 'main.js'), 'audit', 'verify', '--log', log])), /^ok: /);
      });
      await t.test('sockets and servers are handed to a program', async () => {
        assert.equal(await ask('hands', { what: 'socket' }), 'from the program');
        assert.equal(await ask('hands', { what: 'server' }), 'from the program');
      });
      await t.test('what a shell starts is judged by its command line alone', async () => { assert.equal(await ask('shell', { line }), 'ran\n'); });
      await t.test('a passport of the package\'s own making counts for nothing', async () => {
        assert.deepEqual((await ask('below', { list: [inPackage('server.js')], message: reading(own) })).heard, ['own']);
        assert.deepEqual((await ask('below', { list: [inPackage('server.js')], message: reading(secret) })).heard, ['ERR_SENTINEL_DENIED']);
      });
      await t.test('[V2] many programs write together no more into the log than one may', async () => {
        const records = () => fs.readFileSync(path.join(base, 'user', '.sentinel', 'audit.jsonl'), 'utf8').split('\n').filter((text) => text.includes('"kind":"refusal"') && text.includes('"package":"guards-program"')).length;
        const many = `${Array.from({ length: 60 }, () => `try { ${reading(secret)} } catch (error) { said.push(error.code); }`).join('\n')}`;
        const before = records();
        for (let i = 0; i < 2; i++) assert.equal(await says(`const said = []; ${many}; said.length + said[59]`), '60ERR_SENTINEL_DENIED');
        assert.ok(before > 0 && before < 50, `${before} records`);
        assert.equal(records(), 50);
      });
    } finally {
      await session.close();
    }
  });
}
