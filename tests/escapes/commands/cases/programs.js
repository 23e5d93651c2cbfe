'use strict';
// The attacker holds process:exec for a Node.js program that runs whatever text it is sent. The program is to be the attacker's
// package, with what that was granted, however it is started.
const childProcess = require('child_process');

const OWN_PASSPORT = '{"package":"other","policy":{"server":{"packages":{"other":{"capabilities":["all"]}}}}}';
const text = (ctx) => `require('fs').readFileSync(${JSON.stringify(ctx.secret)}, 'utf8')`;
const server = (ctx) => `${ctx.common}/server.js`;

/** What the program answers to a text. */
const answer = (child, message) => new Promise((resolve) => {
  child.on('message', resolve).on('error', resolve).on('exit', () => setTimeout(resolve, 50, ''));
  child.send(message);
});

const started = {
  forked: (ctx) => childProcess.fork(server(ctx)),
  spawned: (ctx) => childProcess.spawn(ctx.nodeBinary, [server(ctx)], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] }),
  'with an environment that says nothing of the preload': (ctx) => childProcess.fork(server(ctx), [], { env: { NODE_OPTIONS: '' } }),
  'with an environment that answers twice': (ctx) => {
    let looks = 0;
    return childProcess.fork(server(ctx), [], { env: { get NODE_OPTIONS() { looks += 1; return looks > 1 ? `--require ${ctx.common}/first.js` : ''; } } });
  },
  'with a passport of its own': (ctx) => childProcess.fork(server(ctx), [], { env: { NODE_OPTIONS: '', NRG_SENTINEL_CHILD: OWN_PASSPORT } }),
  'below the guards': (ctx) => {
    const child = new childProcess.ChildProcess();
    child.spawn({ file: ctx.nodeBinary, args: [ctx.nodeBinary, server(ctx)], envPairs: ['NODE_OPTIONS='], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    return child;
  },
};

module.exports = [
  ...Object.entries(started).map(([name, start]) => ({ name: `a program ${name}`, wants: 'read', run: (ctx) => answer(start(ctx), text(ctx)) })),
  { name: 'a program of a program', wants: 'read', run: (ctx) => answer(childProcess.fork(server(ctx)), `new Promise((resolve) => require('child_process').fork(${JSON.stringify(server(ctx))}).on('message', resolve).send(${JSON.stringify(text(ctx))}))`) },
  { name: 'a program that starts a shell', wants: 'read', run: (ctx) => answer(childProcess.fork(server(ctx)), `String(require('child_process').execSync(${JSON.stringify(`cat ${ctx.secret}`)}))`) },
  { name: 'a program by the class of its process', wants: 'read', run: (ctx) => answer(childProcess.fork(server(ctx)), `(0, eval)('process').binding('fs') && ${text(ctx)}`) },
  { name: 'a program that kills Node-RED', wants: 'exit', restart: true, run: (ctx) => answer(childProcess.fork(server(ctx)), 'process.kill(process.ppid, "SIGKILL")') },
];
module.exports.OWN_PASSPORT = OWN_PASSPORT;
