'use strict';
// The attacker holds process:exec for `touch <common>/line`, `./tool`, touch with [<common>/program], cat with [-] and node
// with [<common>/harmless.js], and bends these into something else. It can write programs of its own in its folder.
const childProcess = require('child_process');
const fs = require('fs');
const util = require('util');

const line = (ctx) => `touch ${ctx.common}/line`;
const program = (ctx) => `${ctx.common}/program`;
const harmless = (ctx) => `${ctx.common}/harmless.js`;
const exec = util.promisify(childProcess.exec);
const execFile = util.promisify(childProcess.execFile);
const flip = (n, first, then) => { let i = 0; return () => (i++ < n ? first : then); };

/** A program of the attacker under a name of its choice; it leaves the marker. */
const evil = (ctx, name = 'touch') => {
  const file = `${ctx.allowed}/${name}`;
  fs.writeFileSync(file, `#!/bin/sh\necho ran > ${ctx.marker}\n`, { mode: 0o755 });
  return file;
};
const evilScript = (ctx) => {
  const file = `${ctx.allowed}/evil.js`;
  fs.writeFileSync(file, `require('fs').writeFileSync(${JSON.stringify(ctx.marker)}, 'x');`);
  return file;
};
const pathEnv = (ctx) => ({ PATH: `${ctx.allowed}:/usr/bin:/bin` });

/** Tries an attack with the change after 0, 1, … looks. */
const attempts = (build) => async (ctx) => { for (let n = 0; n < 10; n += 1) { try { await build(ctx, n); } catch {} } };

/** With a property on a prototype during the call. */
const polluted = (key, value, attack, object = Object.prototype) => (ctx) => ctx.kit.replaced(object, key, value(ctx), () => attack(ctx));

const CASES = {
  'PATH of the environment, execFile': (ctx) => { evil(ctx); return execFile('touch', [program(ctx)], { env: pathEnv(ctx) }); },
  'PATH of the environment, exec': (ctx) => { evil(ctx); return exec(line(ctx), { env: pathEnv(ctx) }); },
  'PATH of the environment, spawnSync': (ctx) => { evil(ctx); childProcess.spawnSync('touch', [program(ctx)], { env: pathEnv(ctx) }); },
  'PATH of this process': (ctx) => { evil(ctx); const before = process.env.PATH; process.env.PATH = `${ctx.allowed}:${before}`; try { childProcess.execFileSync('touch', [program(ctx)]); } finally { process.env.PATH = before; } },
  'NODE_OPTIONS of the environment': (ctx) => execFile(ctx.nodeBinary, [harmless(ctx)], { env: { ...process.env, NODE_OPTIONS: `--require ${evilScript(ctx)}` } }),
  'NODE_OPTIONS of this process': async (ctx) => { const before = process.env.NODE_OPTIONS; process.env.NODE_OPTIONS = `--require ${evilScript(ctx)}`; try { childProcess.execFileSync(ctx.nodeBinary, [harmless(ctx)]); } finally { if (before === undefined) delete process.env.NODE_OPTIONS; else process.env.NODE_OPTIONS = before; } },
  'BASH_ENV of the environment': (ctx) => {
    fs.writeFileSync(`${ctx.allowed}/env.sh`, `echo ran > ${ctx.marker}`);
    childProcess.spawnSync('touch', [program(ctx)], { shell: '/bin/bash', stdio: 'ignore', env: { PATH: '/usr/bin:/bin', BASH_ENV: `${ctx.allowed}/env.sh` } });
  },
  'an environment with a prototype': (ctx) => { evil(ctx); return execFile('touch', [program(ctx)], { env: Object.create(pathEnv(ctx)) }); },
  'another shell for a line': (ctx) => exec(line(ctx), { shell: evil(ctx, 'sh') }),
  'another shell for a program': (ctx) => execFile('touch', [program(ctx)], { shell: evil(ctx, 'sh') }),
  'a shell that is an object': (ctx) => exec(line(ctx), { shell: Object(evil(ctx, 'sh')) }),
  'a working directory': (ctx) => { evil(ctx, 'tool'); return exec('./tool', { cwd: ctx.allowed }); },
  'a working directory as a URL': (ctx) => { evil(ctx, 'tool'); return exec('./tool', { cwd: new URL(`file://${ctx.allowed}/`) }); },
  'a change of the working directory': (ctx) => { evil(ctx, 'tool'); const before = process.cwd(); process.chdir(ctx.allowed); try { childProcess.execSync('./tool'); } finally { process.chdir(before); } },
  'one more argument': (ctx) => execFile('touch', [program(ctx), ctx.marker]),
  'another argument': (ctx) => execFile('touch', [ctx.marker]),
  'one more word': (ctx) => exec(`${line(ctx)} ${ctx.marker}`),
  'one more line': (ctx) => exec(`${line(ctx)}\ntouch ${ctx.marker}`),
  'the program and its argument in one': (ctx) => execFile(`touch ${ctx.marker}`, [program(ctx)], { shell: true }),
  'a program by its path': (ctx) => execFile(evil(ctx), [program(ctx)]),
  'fork with other arguments for Node': (ctx) => new Promise((resolve) => { childProcess.fork(harmless(ctx), [], { execArgv: ['--require', evilScript(ctx)] }).on('exit', resolve).on('error', resolve); }),
  'fork with another program': (ctx) => new Promise((resolve) => { childProcess.fork(harmless(ctx), [], { execPath: evil(ctx) }).on('exit', resolve).on('error', resolve); }),
  'fork with process.execArgv changed': (ctx) => new Promise((resolve) => {
    const file = evilScript(ctx);
    process.execArgv.push('--require', file);
    try { childProcess.fork(harmless(ctx)).on('exit', resolve).on('error', resolve); } finally { process.execArgv.length -= 2; }
  }),
  'fork with process.execPath changed': (ctx) => new Promise((resolve) => {
    const before = process.execPath;
    process.execPath = evil(ctx);
    try { childProcess.fork(harmless(ctx)).on('exit', resolve).on('error', resolve); } finally { process.execPath = before; }
  }),
  'a child used again': (ctx) => new Promise((resolve) => {
    const child = new childProcess.ChildProcess();
    child.on('exit', resolve).on('error', resolve);
    child.spawn({ file: 'touch', args: ['touch', ctx.marker], stdio: 'ignore', envPairs: ['PATH=/usr/bin:/bin'] });
  }),
  'the class of an allowed child': (ctx) => new Promise((resolve) => {
    const own = childProcess.spawn('cat', ['-']);
    const child = new own.constructor();
    own.stdin.end();
    child.on('exit', resolve).on('error', resolve);
    child.spawn({ file: 'touch', args: ['touch', ctx.marker], stdio: 'ignore', envPairs: ['PATH=/usr/bin:/bin'] });
  }),
  'the handle class of an allowed child': (ctx) => new Promise((resolve) => {
    const own = childProcess.spawn('cat', ['-']);
    const handle = new own._handle.constructor();
    own.stdin.end();
    handle.onexit = resolve;
    const [args, pairs, ignore] = [['touch', ctx.marker], ['PATH=/usr/bin:/bin'], { type: 'ignore' }];
    if (Number(process.versions.node.split('.')[0]) < 24) handle.spawn({ file: 'touch', args, envPairs: pairs, stdio: [ignore, ignore, ignore] });
    else handle.spawn('touch', args, undefined, pairs, [ignore, ignore, ignore], 0);
  }),
};

const TWICE = {
  'arguments that answer twice': (ctx, n) => execFile('touch', [{ toString: flip(n, program(ctx), ctx.marker) }]),
  'a list that answers twice': (ctx, n) => { const next = flip(n, program(ctx), ctx.marker); return execFile('touch', new Proxy([program(ctx)], { get: (t, key) => (key === '0' ? next() : Reflect.get(t, key)) })); },
  'a list with a getter': (ctx, n) => { const args = []; Object.defineProperty(args, 0, { enumerable: true, get: flip(n, program(ctx), ctx.marker) }); return execFile('touch', args); },
  'a list whose length changes': (ctx, n) => { const next = flip(n, 1, 2); return execFile('touch', new Proxy([program(ctx), ctx.marker], { get: (t, key) => (key === 'length' ? next() : Reflect.get(t, key)) })); },
  'a list that another option changes': (ctx) => { const args = [program(ctx)]; return execFile('touch', args, { get cwd() { args[1] = ctx.marker; return undefined; } }); },
  'a list with a species of its own': (ctx) => { const args = [program(ctx)]; args.constructor = { [Symbol.species]: function Other() { return [0, ctx.marker]; } }; childProcess.spawnSync('touch', args); },
  'a list with toJSON': (ctx) => execFile('touch', Object.assign([ctx.marker], { toJSON: () => [program(ctx)] })),
  'an argument with toJSON': (ctx) => execFile('touch', [Object.assign(new String(ctx.marker), { toJSON: () => program(ctx) })]),
  'a program that answers twice': (ctx, n) => execFile({ toString: flip(n, 'touch', evil(ctx)) }, [program(ctx)]),
  'a line that answers twice': (ctx, n) => exec({ toString: flip(n, line(ctx), `touch ${ctx.marker}`) }),
  'a line that is a String': (ctx, n) => exec(Object.assign(new String(`touch ${ctx.marker}`), { toString: flip(n, line(ctx), `touch ${ctx.marker}`), valueOf: flip(n, line(ctx), `touch ${ctx.marker}`) })),
  'options that answer twice': (ctx, n) => exec(line(ctx), { get shell() { return (this.next ??= flip(n, undefined, evil(ctx, 'sh')))(); } }),
  'options as a Proxy': (ctx, n) => { const next = flip(n, undefined, evil(ctx, 'sh')); return exec(line(ctx), new Proxy({}, { get: (t, key) => (key === 'shell' ? next() : undefined), ownKeys: () => ['shell'], getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true, value: next() }) })); },
  'options from a prototype': (ctx) => { evil(ctx); return execFile('touch', [program(ctx)], Object.create({ env: pathEnv(ctx) })); },
  'a shell from a prototype': (ctx) => execFile('touch', [program(ctx)], Object.create({ shell: evil(ctx, 'sh') })),
  'a hidden option': (ctx) => execFile('touch', [program(ctx)], Object.defineProperty({}, 'shell', { value: evil(ctx, 'sh'), enumerable: false })),
  'an environment that answers twice': (ctx, n) => { evil(ctx); return execFile('touch', [program(ctx)], { env: { get PATH() { return (this.next ??= flip(n, process.env.PATH, pathEnv(ctx).PATH))(); } } }); },
  'an environment as a Proxy': (ctx, n) => { evil(ctx); const next = flip(n, {}, pathEnv(ctx)); return execFile('touch', [program(ctx)], { env: new Proxy({}, { ownKeys: () => ['PATH'], getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true, value: 1 }), get: (t, key) => next()[key] }) }); },
  'the options of ChildProcess.spawn that answer twice': (ctx, n) => {
    const child = new childProcess.ChildProcess();
    child.on('error', () => {});
    const next = flip(n, ['touch', program(ctx)], ['touch', ctx.marker]);
    child.spawn({ file: 'touch', get args() { return next(); }, stdio: 'ignore', envPairs: ['PATH=/usr/bin:/bin'] });
  },
};

const POLLUTION = {
  'shell on Object.prototype': ['shell', (ctx) => evil(ctx, 'sh'), (ctx) => { childProcess.execFileSync('touch', [program(ctx)]); }],
  'shell on Object.prototype, exec': ['shell', (ctx) => evil(ctx, 'sh'), (ctx) => { childProcess.execSync(line(ctx)); }],
  'env on Object.prototype': ['env', (ctx) => { evil(ctx); return pathEnv(ctx); }, (ctx) => { childProcess.execFileSync('touch', [program(ctx)], {}); }],
  'NODE_OPTIONS on Object.prototype': ['NODE_OPTIONS', (ctx) => `--require ${evilScript(ctx)}`, (ctx) => { childProcess.execFileSync(ctx.nodeBinary, [harmless(ctx)]); }],
  'cwd on Object.prototype': ['cwd', (ctx) => { evil(ctx, 'tool'); return ctx.allowed; }, () => { childProcess.execSync('./tool'); }],
  'toJSON on Array.prototype': ['toJSON', (ctx) => () => [program(ctx)], (ctx) => { childProcess.execFileSync('touch', [ctx.marker]); }, Array.prototype],
  'toJSON on String.prototype': ['toJSON', (ctx) => () => program(ctx), (ctx) => { childProcess.execFileSync('touch', [ctx.marker]); }, String.prototype],
  'toJSON on Object.prototype': ['toJSON', (ctx) => () => ({ file: 'touch', args: [program(ctx)] }), (ctx) => { childProcess.execFileSync('touch', [ctx.marker]); }],
};

module.exports = [
  ...Object.entries(CASES).map(([name, run]) => ({ name, wants: 'exec', run })),
  ...Object.entries(TWICE).map(([name, build]) => ({ name, wants: 'exec', run: attempts(build) })),
  ...Object.entries(POLLUTION).map(([name, [key, value, attack, object]]) => ({ name, wants: 'exec', run: polluted(key, value, attack, object) })),
  {
    name: 'cat over a descriptor of another package', wants: 'read', before: 'open',
    run: (ctx) => childProcess.execFileSync('cat', ['-'], { stdio: [ctx.given.fd, 'pipe', 'pipe'] }),
  },
  {
    name: 'cat of a file given as standard input', wants: 'write',
    run: (ctx) => { childProcess.execFileSync('cat', ['-'], { stdio: ['pipe', fs.openSync(ctx.target, 'w'), 'pipe'], input: 'x' }); },
  },
  {
    name: "the class of another package's child", wants: 'exec', before: 'child',
    run: (ctx) => new Promise((resolve) => {
      const child = new globalThis.bystanderChild.constructor();
      child.on('exit', resolve).on('error', resolve);
      child.spawn({ file: 'touch', args: ['touch', ctx.marker], stdio: 'ignore', envPairs: ['PATH=/usr/bin:/bin'] });
    }),
  },
  {
    name: "writing to another package's child", wants: 'escaped', before: 'child', later: 'the owner left it in a global',
    run: () => (globalThis.bystanderChild.stdin.write('x') ? 'ESCAPED' : ''),
  },
];
