'use strict';
// Verdicts by effect: what really happened to files, processes and bytes, never what an error said.
const crypto = require('node:crypto');
const fs = require('node:fs');
const http = require('node:http');
const { spawn } = require('node:child_process');

/** So long what a process has said before its end may take to be read. */
const LAST_WORDS_TIME = 5000;

/** What a process has started may hold its output open for good: after its end that is read for a while, and `close` comes all the same. */
function closeAfterExit(child) {
  child.once('exit', () => {
    const late = setTimeout(() => { for (const stream of [child.stdout, child.stderr]) stream?.destroy(); }, LAST_WORDS_TIME);
    child.once('close', () => clearTimeout(late));
  });
}

/** Text that exists nowhere else, so that finding it proves where it came from. */
const freshSecret = (label = 'secret') => `${label}-${crypto.randomBytes(12).toString('hex')}`;

/** What a path holds, as one comparable value; absent is a value too. */
function snapshot(file) {
  let stat;
  try {
    stat = fs.lstatSync(file);
  } catch {
    return 'absent';
  }
  const facts = [stat.mode, stat.uid, stat.gid, stat.isDirectory() ? 'dir' : stat.ino];
  if (stat.isSymbolicLink()) facts.push(fs.readlinkSync(file));
  if (stat.isFile()) facts.push(stat.mtimeMs, crypto.createHash('sha256').update(fs.readFileSync(file)).digest('hex'));
  if (stat.isDirectory()) facts.push(fs.readdirSync(file).sort().join('\0'));
  return facts.join(' ');
}

/** Remembers paths as they are now; `changed()` names those that are different later. */
function watchPaths(files) {
  const before = new Map(files.map((file) => [file, snapshot(file)]));
  return { changed: () => files.filter((file) => snapshot(file) !== before.get(file)) };
}

/**
 * A server on loopback that keeps whatever arrives.
 * @returns {Promise<{port: number, url: string, received: () => string, close: () => Promise<void>}>}
 */
function sink() {
  let text = '';
  const server = http.createServer((req, res) => {
    text += `${req.method} ${decodeURIComponent(req.url)}\n${JSON.stringify(req.headers)}\n`;
    req.setEncoding('utf8');
    req.on('data', (chunk) => { text += chunk; });
    req.on('end', () => {
      text += '\n';
      const to = new URL(req.url, 'http://sink').searchParams.get('to');
      if (to) res.writeHead(302, { location: to });
      res.end('ok');
    });
  });
  // A WebSocket that says nothing.
  const upgraded = new Set();
  server.on('upgrade', (req, socket) => {
    text += `UPGRADE ${decodeURIComponent(req.url)}\n`;
    const accept = crypto.createHash('sha1').update(`${req.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
    upgraded.add(socket.on('error', () => undefined));
    socket.on('data', (chunk) => { text += chunk; });
    socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`);
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      const close = () => new Promise((done) => { server.close(done); server.closeAllConnections(); upgraded.forEach((socket) => socket.destroy()); });
      resolve({ port, url: `http://127.0.0.1:${port}`, received: () => text, close });
    });
  });
}

/** A process that may be killed: `alive()` tells whether an attack reached it. Resolves when it can be. */
async function victim() {
  const code = 'process.on("SIGUSR1", () => process.exit(9)); setInterval(() => {}, 1e6); console.log("ready")';
  const child = spawn(process.execPath, ['-e', code], { stdio: ['ignore', 'pipe', 'ignore'] });
  await new Promise((resolve) => { child.stdout.once('data', resolve); });
  const gone = new Promise((resolve) => { child.on('exit', resolve); });
  const alive = () => child.exitCode === null && child.signalCode === null;
  return { pid: child.pid, alive, gone, end: async () => { if (alive()) child.kill('SIGKILL'); await gone; } };
}

/** How long what has to come about may take: nobody waits for it where it does, and a busy machine takes its time. */
const COMES_TIME = 30_000;

/** Polls a condition; for effects that another process brings about. */
async function eventually(condition, timeout = COMES_TIME) {
  const end = Date.now() + timeout;
  for (;;) {
    if (await condition()) return true;
    if (Date.now() >= end) return false;
    await new Promise((resolve) => { setTimeout(resolve, 15); });
  }
}

module.exports = { closeAfterExit, freshSecret, snapshot, watchPaths, sink, victim, eventually };
