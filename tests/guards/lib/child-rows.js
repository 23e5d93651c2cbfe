'use strict';
// Copied as `rows.js` into the packages of child_process.test.js: one call for every row of js/guards/child_process/index.js,
// in every form Node has, and for the prototype below them. Each writes `<dir>/marker` when its program runs.
const child = require('child_process');
const { promisify } = require('util');

const shell = (dir) => `echo ran > '${dir}/marker'`;
const touch = (dir) => ['touch', [`${dir}/marker`]];

/** What a child came to: rejects with its `error`, resolves with its exit code. */
const ended = (made) => new Promise((resolve, reject) => {
  made.on('error', reject);
  made.on('close', resolve);
});

/** As a callback is told. */
const called = (start) => new Promise((resolve, reject) => {
  start((error, stdout) => (error ? reject(error) : resolve(stdout)));
});

/** form -> (dir) => what to wait for. The word in front of the first point or space is the row. */
const forms = {
  exec: (dir) => called((done) => child.exec(shell(dir), done)),
  'exec with options': (dir) => called((done) => child.exec(shell(dir), { timeout: 10_000 }, done)),
  'exec without a callback': (dir) => ended(child.exec(shell(dir))),
  'exec promisified': (dir) => promisify(child.exec)(shell(dir)),
  execSync: (dir) => child.execSync(shell(dir)),
  execFile: (dir) => called((done) => child.execFile(...touch(dir), done)),
  'execFile with options': (dir) => called((done) => child.execFile(...touch(dir), { timeout: 10_000 }, done)),
  'execFile without a list': (dir) => called((done) => child.execFile(`${dir}/program`, done)),
  'execFile without a callback': (dir) => ended(child.execFile(...touch(dir))),
  'execFile promisified': (dir) => promisify(child.execFile)(...touch(dir)),
  execFileSync: (dir) => child.execFileSync(...touch(dir)),
  spawn: (dir) => ended(child.spawn(...touch(dir))),
  'spawn in a shell': (dir) => ended(child.spawn(shell(dir), { shell: true })),
  'spawn without a list': (dir) => ended(child.spawn(`${dir}/program`)),
  spawnSync: (dir) => child.spawnSync(...touch(dir)).status,
  'spawnSync in a shell': (dir) => child.spawnSync(shell(dir), { shell: true }).status,
  fork: (dir) => ended(child.fork(`${dir}/child.js`, [`${dir}/marker`], { execArgv: [] })),
  'fork in silence': (dir) => ended(child.fork(`${dir}/child.js`, [`${dir}/marker`], { execArgv: [], silent: true })),
  _forkChild: () => child._forkChild(0, 'json'),
  'ChildProcess.prototype.spawn': (dir) => {
    const made = new child.ChildProcess();
    const code = ended(made);
    const [file, list] = touch(dir);
    made.spawn({ file, args: [file, ...list], envPairs: Object.entries(process.env).map(([name, value]) => `${name}=${value}`), stdio: 'ignore' });
    return code;
  },
};

/** Every form, each in its own directory below `base`. */
async function runAll(base) {
  const outcome = {};
  for (const [form, start] of Object.entries(forms)) {
    try {
      await start(`${base}/${form}`);
      outcome[form] = { ok: true };
    } catch (error) {
      outcome[form] = { ok: false, code: error.code ?? error.message };
    }
  }
  return outcome;
}

/** The commands that all forms together need, as they stand in `allowedCommands` before they are hashed. */
const commands = (base, nodeBinary) => Object.keys(forms).flatMap((form) => {
  const dir = `${base}/${form}`;
  const [file, args] = touch(dir);
  return [
    shell(dir), ...[{ file, args }, { file: `${dir}/program`, args: [] }, { file: shell(dir), args: [], shell: true }, { file: nodeBinary, args: [`${dir}/child.js`, `${dir}/marker`] }].map((call) => JSON.stringify(call)),
  ];
});

module.exports = { commands, forms, runAll };
