'use strict';
/**
 * `npm start`: a protected Node-RED in a throw-away userDir with one honest package that works and one hostile package
 * whose attacks are refused. PORT chooses another port than 1880; `--once` ends by itself after the demonstration, with
 * exit code 0 when every attack was blocked and the honest package worked, else 1.
 */
const fs = require('node:fs');
const net = require('node:net');
const path = require('node:path');
const { spawn } = require('node:child_process');
const { ensureAddon } = require('./lib/addon');
const { root } = require('./lib/platform');
const { toolEnv } = require('./lib/run');
const demo = require('./lib/demo');
const installs = require('../tests/support/installs');
const { prepare } = require('../tests/support/node-red');
const { tempDir, installSentinel } = require('../tests/support/userdir');

const NODE_RED = '4.1';
const DEMONSTRATION_LIMIT = 90_000;

/** The port to use; rejects with one clear line when somebody else has it. */
function freePort(text) {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65535) return Promise.reject(new Error(`PORT must be a port number, not \`${text}\``));
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', ({ code }) => reject(new Error(`127.0.0.1:${port} cannot be used (${code}); choose another with PORT=1881 npm start`)));
    server.listen(port, '127.0.0.1', () => {
      const chosen = server.address().port;
      server.close(() => resolve(chosen));
    });
  });
}

/** Starts Node-RED, shows its log, and resolves to `{ code, rows }` when it has ended. */
function runNodeRed({ userDir, nodeRedDir, preload, port, once }) {
  const script = path.join(nodeRedDir, 'node_modules', 'node-red', 'red.js');
  const child = spawn(process.execPath, ['--require', preload, script, '--userDir', userDir, '--port', String(port)], {
    cwd: userDir,
    env: toolEnv({ DEMO_TOKEN: demo.TOKEN }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  let rows;
  const stop = () => child.kill('SIGTERM');
  const limit = once ? setTimeout(stop, DEMONSTRATION_LIMIT) : null;
  const take = (stream, to) => stream.setEncoding('utf8').on('data', (chunk) => {
    to.write(chunk);
    if (rows) return;
    log += chunk;
    rows = demo.judge(log);
    if (!rows) return;
    console.log(demo.legend(rows, `http://127.0.0.1:${port}/`));
    if (once) stop();
  });
  take(child.stdout, process.stdout);
  take(child.stderr, process.stderr);
  // The terminal sends Ctrl-C to Node-RED too; waiting for it here lets it stop its flows and us clean up.
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearTimeout(limit);
      resolve({ code: code ?? signal, rows });
    });
  });
}

async function main(args) {
  const once = args.includes('--once');
  const unknown = args.filter((arg) => arg !== '--once');
  if (unknown.length > 0) throw new Error(`unknown: ${unknown.join(' ')}; the only option is --once`);
  const port = await freePort(process.env.PORT || (once ? '0' : '1880'));
  await ensureAddon();
  console.log(`Node-RED ${NODE_RED} and a small palette (installed on first use) …`);
  const nodeRedDir = await installs.nodeRed(NODE_RED);
  const base = tempDir('nrg-sentinel-start-');
  try {
    const userDir = path.join(base, 'user');
    await prepare(base, userDir, await demo.content(base));
    const preload = path.join(installSentinel(root, userDir), 'js', 'preload.js');
    console.log(`userDir ${userDir}\n`);
    const { code, rows } = await runNodeRed({ userDir, nodeRedDir, preload, port, once });
    if (!rows) {
      console.error(`start: Node-RED ended (${code}) before the demonstration was over`);
      return 1;
    }
    return rows.every(([, ok]) => ok) ? 0 : 1;
  } finally {
    fs.rmSync(base, { recursive: true, force: true });
  }
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error) => {
    console.error(`start: ${error.message}`);
    process.exitCode = 1;
  },
);
