'use strict';
// Node-RED inside an application: known before it runs when package.json says so, otherwise from the moment it is loaded.
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const installs = require('../support/installs.js');
const { writeFiles } = require('../support/userdir.js');
const { STARTED, STATUS, makeHome, probes, settingsText } = require('./lib/home.js');
const { run } = require('./lib/process.js');

/** Later, a CommonJS module by import, whose text Node.js decodes. */
const IMPORTS = "await import('./later.cjs').then(({ default: name }) => console.log('IMPORTED ' + name));\n";

/** Source of an express app around Node-RED that serves a page of its own. */
function appSource(home, { load = "require('node-red')", esm = false, imports = false } = {}) {
  const head = esm
    ? `import http from 'node:http';\nimport express from 'express';\nimport RED from 'node-red';\n${imports ? IMPORTS : ''}`
    : `const http = require('http');\nconst express = require('express');\nrequire('early');\nconst RED = ${load};\n`;
  const settings = settingsText({ httpAdminRoot: '/red', httpNodeRoot: '/api', userDir: path.join(home.base, 'user') }).replace(/^module.exports = |;\n$/g, '');
  return `${head}
const app = express();
const server = http.createServer(app);
RED.init(server, ${settings});
app.use('/red', RED.httpAdmin);
app.use('/api', RED.httpNode);
app.get('/page', (req, res) => res.sendFile(${JSON.stringify(home.files.granted)}));
process.on('uncaughtException', (error) => console.log('HEARD ' + error.message));
server.listen(0, '127.0.0.1', async () => {
  await RED.start();
  setTimeout(() => { throw new Error('own'); }, 40);
  console.log('APP ' + server.address().port);
  const answer = await new Promise((resolve) => http.get({ port: server.address().port, path: '/page' }, (res) => {
    let text = ''; res.on('data', (chunk) => { text += chunk; }); res.on('end', () => resolve(res.statusCode + ' ' + text));
  }));
  console.log('PAGE ' + answer + ' END');
});
`;
}

/** A package of the application that keeps what it can get before Node-RED is there, and uses it later. */
const earlySource = (home) => `
const fs = require('fs');
setInterval(() => {
  let read;
  try { read = fs.readFileSync(${JSON.stringify(home.files.denied)}, 'utf8'); } catch (error) { read = error.code; }
  console.log('EARLY ' + read + ' END');
  throw new Error('early');
}, 20);
`;

async function makeApp(home, options = {}) {
  const installed = await installs.nodeRed(options.version ?? '4.1');
  home.userDir('user', { settings: null });
  const app = path.join(home.base, 'app');
  writeFiles(app, {
    [options.main ?? 'main.js']: appSource(home, options),
    'later.cjs': "module.exports = 'early';",
    ...(options.manifest === undefined ? {} : { 'package.json': options.manifest }),
    'node_modules/early/package.json': { name: 'early', version: '1.0.0' },
    'node_modules/early/index.js': earlySource(home),
  });
  // npm would put everything into one node_modules.
  for (const name of fs.readdirSync(path.join(installed, 'node_modules'))) {
    const target = path.join(app, 'node_modules', name);
    if (!fs.existsSync(target) && !name.startsWith('.')) fs.symlinkSync(path.join(installed, 'node_modules', name), target);
  }
  return app;
}

/** In whatever order: one pattern for both, with its wildcards, takes minutes for some hundred lines that it does not match. */
const READY = [/PAGE .* END/, /EARLY ERR_SENTINEL_DENIED END/];
/** The application hears of its own errors. */
const HEARD = /HEARD own/;
const ENDS = /BLOCKED the end of Node-RED by an uncaught error — early lacks process:exit/;

function assertProtected(home, { output, match }) {
  assert.notEqual(match, null, output);
  const [found] = probes(output);
  assert.equal(found?.granted, home.secrets.granted, output);
  assert.equal(found?.denied, 'ERR_SENTINEL_DENIED', output);
  // It has a RED of its own.
  assert.equal(found?.hooked, false, output);
  assert.match(output, new RegExp(`PAGE 200 ${home.secrets.granted} END`));
  const status = output.match(STATUS);
  assert.equal(status?.length, 1, output);
  return status[0];
}

test('an application whose package.json names node-red, started from elsewhere: its packages are judged from the start', async (t) => {
  const home = makeHome(t);
  const app = await makeApp(home, { manifest: { name: 'app', main: 'main.js', dependencies: { 'node-red': '*' } } });
  const result = await run([app], { cwd: '/', env: { HOME: home.home }, until: [...READY, HEARD, ENDS] });
  const status = assertProtected(home, result);
  assert.doesNotMatch(status, /loaded before/);
  // A package of the application does not end it, and its handler does not hear of that, from the moment at which Node-RED is there.
  assert.doesNotMatch(result.output.slice(result.output.indexOf(status)), /HEARD early/);
  assert.ok(!result.output.includes(home.secrets.denied), result.output);
});

for (const [what, options] of Object.entries({
  "require('node-red')": {},
  'the path of its main file': { load: "require('./node_modules/node-red/lib/red.js')" },
})) {
  test(`an application without a package.json is protected from ${what} on, and says what came before`, async (t) => {
    const home = makeHome(t);
    const app = await makeApp(home, options);
    const result = await run([path.join(app, 'main.js')], { cwd: '/', env: { HOME: home.home }, until: READY });
    assert.match(assertProtected(home, result), /loaded before Sentinel: early\)/);
    // Judged from then on, also through the module it took before.
    assert.ok(!result.output.includes(home.secrets.denied), result.output);
    assert.match(result.output, /EARLY ERR_SENTINEL_DENIED END/);
  });
}

test('a server that an application makes before it starts Node-RED notices that connections end', async (t) => {
  const home = makeHome(t);
  const app = await makeApp(home);
  writeFiles(app, {
    'server.js': `
require('node-red');
require('early');
const http = require('http');
const server = http.createServer((req, res) => res.end('page')).listen(0, '127.0.0.1', () => {
  http.get({ port: server.address().port, agent: false }, (res) => res.resume().on('close', () => server.close(() => console.log('CLOSED'))));
});
`,
  });
  const { output, match } = await run([path.join(app, 'server.js')], { cwd: '/', env: { HOME: home.home }, until: [/EARLY ERR_SENTINEL_DENIED END/, /^CLOSED/m] });
  assert.notEqual(match, null, output);
});

test('what came in is the work of Node-RED, also when a package of the application hands it on; what that makes of it is not', async (t) => {
  const home = makeHome(t);
  const app = await makeApp(home);
  writeFiles(app, {
    'node_modules/front/package.json': { name: 'front', version: '1.0.0' },
    'node_modules/front/index.js': `
module.exports = (handle) => (req, res) => {
  const asked = req.url;
  req.url = asked === '/made-up' ? '/red/about' : asked.slice('/red'.length) || '/';
  handle(req, res, () => { res.statusCode = 404; res.end('none'); });
};
`,
    'server.js': `
const http = require('http');
const front = require('front');
const RED = require('node-red');
const server = http.createServer(front((...args) => RED.httpAdmin(...args)));
RED.init(server, ${settingsText({ disableEditor: false, httpAdminRoot: '/red', httpNodeRoot: '/api', userDir: path.join(home.base, 'user') }).replace(/^module.exports = |;\n$/g, '')});
const get = (at) => new Promise((resolve) => http.get({ port: server.address().port, path: at, agent: false }, (res) => {
  let length = 0; res.on('data', (chunk) => { length += chunk.length; }); res.on('end', () => resolve(res.statusCode + ':' + (length > 0)));
}));
server.listen(0, '127.0.0.1', async () => {
  await RED.start();
  console.log('GOT ' + await get('/red/') + ' ' + await get('/red/red/about') + ' ' + await get('/made-up') + ' END');
});
`,
  });
  const { output, match } = await run([path.join(app, 'server.js')], { cwd: '/', env: { HOME: home.home }, until: /GOT .* END/ });
  assert.notEqual(match, null, output);
  assert.match(match[0], /GOT 200:true 200:true (?!200)/);
  assert.match(output, /BLOCKED fs\.\w+\(\) — front lacks fs:read/);
});

for (const major of [20, 24]) {
  test(`an application that is an ES module, Node.js ${major}`, async (t) => {
    const home = makeHome(t);
    const app = await makeApp(home, { esm: true, main: 'main.mjs', manifest: { name: 'app', dependencies: { 'node-red': '*' } } });
    assertProtected(home, await run([path.join(app, 'main.mjs')], { cwd: '/', env: { HOME: home.home }, until: /PAGE .* END/, major }));
  });
}

for (const major of [20, 22, 26]) {
  test(`an ES module that does not say it runs Node-RED, Node.js ${major}`, async (t) => {
    const home = makeHome(t);
    const app = await makeApp(home, { esm: true, main: 'main.mjs', imports: true });
    const result = await run([path.join(app, 'main.mjs')], { cwd: '/', env: { HOME: home.home }, until: /PAGE .* END/, major });
    assertProtected(home, result);
    // What Node.js had made for itself before serves it still.
    assert.match(result.output, /^IMPORTED early$/m);
  });
}

for (const [what, source] of Object.entries({
  'a start script that requires red.js': (script) => `require(${JSON.stringify(script)});`,
  'a process manager that loads it as main': (script) => `process.argv[1] = ${JSON.stringify(script)}; require('module')._load(${JSON.stringify(script)}, null, true);`,
})) {
  test(what, async (t) => {
    const home = makeHome(t);
    const userDir = home.userDir('user');
    const script = path.join(await installs.nodeRed('4.1'), 'node_modules', 'node-red', 'red.js');
    const starter = path.join(home.base, 'starter.js');
    fs.writeFileSync(starter, source(script));
    const { output } = await run([starter, '-p', '0', '-u', userDir], { cwd: '/', env: { HOME: home.home }, until: STARTED });
    assert.equal(probes(output)[0]?.granted, home.secrets.granted, output);
    assert.equal(probes(output)[0]?.denied, 'ERR_SENTINEL_DENIED', output);
    assert.equal(output.match(STATUS)?.length, 1, output);
  });
}

test("parts of Node-RED without Node-RED are not protected, and it is said", async (t) => {
  const home = makeHome(t);
  const file = path.join(await installs.nodeRed('4.1'), 'node_modules', '@node-red', 'runtime');
  const { code, output } = await run(['-e', `require(${JSON.stringify(file)})`], { cwd: home.base, env: { HOME: home.home } });
  assert.equal(code, 0, output);
  assert.match(output, /enforcement: NotEnforced/);
});

/** A set of nodes that was granted the folder of everything, and writes into what the application consists of. */
const WRITES = `module.exports = () => {
  const fs = require('fs');
  const done = process.env.FILES.split(':').filter((file) => { try { fs.appendFileSync(file, ' '); return true; } catch { return false; } });
  console.log('WROTE ' + done.map((file) => require('path').basename(file)).join() + ' END');
};`;

test('the files of an application are written by no package, what else lies beside them as granted [C1]', async (t) => {
  const home = makeHome(t);
  const app = await makeApp(home, { manifest: { name: 'app', dependencies: { 'node-red': '*', early: '*' } }, load: "(require('./lib/helper.js'), require('node-red'))" });
  writeFiles(app, { 'lib/helper.js': '', 'data.json': '{}' });
  writeFiles(home.base, {
    'user/.sentinel-grants.json': { server: { packages: { writes: { capabilities: ['fs:write', 'process:env:read'], capabilityConfig: { 'fs:write': { allowedPaths: [home.base] } } } } } },
    'user/node_modules/writes/package.json': { name: 'writes', version: '1.0.0', 'node-red': { nodes: { writes: 'writes.js' } } },
    'user/node_modules/writes/writes.js': WRITES,
  });
  const files = ['main.js', 'lib/helper.js', 'package.json', 'data.json'].map((name) => path.join(app, name));
  const start = async (preload) => {
    const { output } = await run(['main.js'], { cwd: app, env: { HOME: home.home, FILES: files.join(':') }, until: /WROTE .* END/, preload });
    return /WROTE (.*) END/.exec(output)?.[1] ?? output;
  };
  assert.equal(await start(null), 'main.js,helper.js,package.json,data.json');
  assert.equal(await start(), 'data.json');
});

/** An application that does `lines` with \`start(settings, RED)\`, which starts Node-RED on a server of its own, and \`get\`. */
const appOf = (home, lines) => `
const http = require('http');
const settings = (name) => (${settingsText({ disableEditor: false, httpAdminRoot: '/red', httpNodeRoot: '/api' }).replace(/^module.exports = |;\n$/g, '')});
let server;
const get = (at) => new Promise((resolve) => http.get({ port: server.address().port, path: at, agent: false }, (res) => { res.resume().on('end', () => resolve(res.statusCode)); }).on('error', (error) => resolve(error.code)));
async function start(name, RED) {
  const express = require('express')();
  server = http.createServer(express);
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  RED.init(server, { ...settings(), userDir: require('path').join(${JSON.stringify(home.base)}, name) });
  express.use('/red', RED.httpAdmin);
  express.use('/api', RED.httpNode);
  await RED.start();
  console.log('GOT ' + await get('/red/settings') + ' ' + await get('/api/probed') + ' END');
}
(async () => {
${lines}
})().catch((error) => console.log('FAILED ' + error.message)).finally(() => console.log('DONE'));
`;

/** Adds a route, as a package does that may. */
const ROUTES = "module.exports = (RED) => { try { RED.httpNode.get('/probed', (req, res) => res.send('probed')); } catch (error) { console.log('ROUTE ' + error.code); } };";

test('an application that stops Node-RED and starts it again', async (t) => {
  const home = makeHome(t);
  const app = await makeApp(home, { manifest: { name: 'app', main: 'main.js', dependencies: { 'node-red': '*' } } });
  writeFiles(home.base, { 'user/node_modules/routes/package.json': { name: 'routes', version: '1.0.0', 'node-red': { nodes: { routes: 'routes.js' } } }, 'user/node_modules/routes/routes.js': ROUTES });
  writeFiles(app, { 'main.js': appOf(home, "const RED = require('node-red');\nawait start('user', RED);\nawait RED.stop();\nserver.close();\nawait start('user', RED);") });
  const start = async (preload) => (await run([app], { cwd: '/', env: { HOME: home.home }, until: /DONE/, preload })).output;
  assert.equal((await start(null)).match(/GOT 200 200 END/g)?.length, 2);
  const output = await start();
  assert.deepEqual(output.match(/^(?:GOT|FAILED|DONE).*/gm), ['GOT 200 404 END', 'GOT 200 404 END', 'DONE'], output);
  const both = probes(output);
  assert.deepEqual(both.map(({ granted, denied, hooked }) => [granted, denied, hooked]), both.map(() => [home.secrets.granted, 'ERR_SENTINEL_DENIED', false]), output);
  assert.equal(both.length, 2, output);
});

test('a second Node-RED in the same process', async (t) => {
  const home = makeHome(t);
  const app = await makeApp(home, { manifest: { name: 'app', main: 'main.js', dependencies: { 'node-red': '*' } } });
  home.userDir('other', { settings: null });
  fs.mkdirSync(path.join(app, 'second'));
  fs.symlinkSync(path.join(await installs.nodeRed('3.1'), 'node_modules'), path.join(app, 'second', 'node_modules'));
  writeFiles(app, { 'main.js': appOf(home, "await start('user', require('node-red'));\nawait start('other', require('./second/node_modules/node-red'));") });
  const start = async (preload) => (await run([app], { cwd: '/', env: { HOME: home.home }, until: /DONE/, preload })).output;
  assert.equal((await start(null)).match(/GOT 200 404 END/g)?.length, 2);
  const output = await start();
  // It is a package, and its own packages never get a RED that nobody guards.
  assert.match(output, /GOT 200 404 END[^]*FAILED .* blocked: node-red lacks fs:read/);
  assert.equal(probes(output).length, 1, output);
});

test('an application that starts Node-RED again for another userDir: the policy there counts', async (t) => {
  const home = makeHome(t);
  const app = await makeApp(home, { manifest: { name: 'app', main: 'main.js', dependencies: { 'node-red': '*' } } });
  home.userDir('other', { settings: null, grants: { server: { packages: { 'boot-probe': { capabilities: ['hooks:on-send', 'registry:write'] } } } } });
  writeFiles(app, { 'main.js': appOf(home, "const RED = require('node-red');\nawait start('user', RED);\nawait RED.stop();\nserver.close();\nawait start('other', RED);") });
  const { output } = await run([app], { cwd: '/', env: { HOME: home.home }, until: /DONE/ });
  assert.deepEqual(probes(output).map(({ granted, denied, hooked }) => [granted, denied, hooked]), [[home.secrets.granted, 'ERR_SENTINEL_DENIED', false], ['ERR_SENTINEL_DENIED', 'ERR_SENTINEL_DENIED', true]], output);
});
