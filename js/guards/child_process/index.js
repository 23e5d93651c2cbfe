'use strict';
// `child_process`: every form that starts a program, and the prototypes and handles below them.

const {
  ObjectDefineProperty, ObjectKeys, Promise, ReflectApply,
} = require('../../boot/primordials');
const { copy, util } = require('../../boot/builtins');
const { pauseCache, forgetPaths, resumeCache } = require('../../core/decide');
const { publicBinding } = require('../../core/inner');
const { guard, guardConstructor } = require('../../core/wrap');
const { refuseExec, refuseExecFile, refuseFork, refuseSpawn } = require('./refused-child');
const { giveEnvironment } = require('./core-environment');
const judges = require('./judges');

const original = copy(require('child_process'));

/** These take no list of arguments. */
const isCommand = (run) => run === original.exec || run === original.execSync;

// A child of a package can make links at any time from now on: paths are resolved at every call.
function runAndWatch(run, self, args) {
  pauseCache();
  return ReflectApply(run, self, args);
}

// Core's own children (npm, the exec node) end; remembering paths may resume then.
function runForCore(run, self, args) {
  giveEnvironment(args, isCommand(run));
  pauseCache();
  let child;
  try {
    child = ReflectApply(run, self, args);
    return child;
  } finally {
    if (child === undefined) resumeCache();
    else onExit(child, resumeCache);
  }
}

function onExit(child, callback) {
  const { once } = original.ChildProcess.prototype;
  let done = false;
  const finish = () => {
    if (!done) callback();
    done = true;
  };
  ReflectApply(once, child, ['exit', finish]);
  ReflectApply(once, child, ['error', finish]);
}

function runSync(run, self, args) {
  forgetPaths();
  try {
    return ReflectApply(run, self, args);
  } finally {
    forgetPaths();
  }
}

const later = { run: runAndWatch, core: runForCore };
const now = {
  answer: 'throw',
  run: runSync,
  core(run, self, args) {
    giveEnvironment(args, isCommand(run));
    return runSync(run, self, args);
  },
};

const rows = {
  __proto__: null,
  exec: { judge: judges.command, ...later, refuse: refuseExec },
  execSync: { judge: judges.command, ...now },
  execFile: { judge: judges.file, ...later, refuse: refuseExecFile },
  execFileSync: { judge: judges.file, ...now },
  spawn: { judge: judges.spawn, ...later, refuse: refuseSpawn },
  spawnSync: { judge: judges.spawn, ...now },
  fork: { judge: judges.fork, ...later, refuse: refuseFork },
  _forkChild: { judge: () => ({ capability: 'all', resource: 'the channel to the parent process' }), answer: 'throw' },
};

/** `exec` and `fork` call `execFile` and `spawn` through the shared exports. */
const internals = ['node:child_process', 'node:internal/cluster/primary'];

/** Guards for one principal or for the shared originals. */
function build(who) {
  const guards = { __proto__: null };
  const names = ObjectKeys(rows);
  for (let i = 0; i < names.length; i++) {
    const name = names[i];
    guards[name] = guard(original[name], rows[name], `child_process.${name}()`, who);
  }
  addPromisified(guards.exec);
  addPromisified(guards.execFile);
  // An instance can do nothing by itself: `spawn` on its prototype is guarded.
  guards.ChildProcess = guardConstructor(original.ChildProcess, { judge: () => undefined }, 'child_process.ChildProcess()', who);
  return guards;
}

// util.promisify(exec) resolves with { stdout, stderr }; the original's own form leads past the guard.
function addPromisified(guarded) {
  const value = (...args) => {
    const promise = new Promise((resolve, reject) => {
      args[args.length] = (error, stdout, stderr) => {
        if (error !== null && error !== undefined) {
          error.stdout = stdout;
          error.stderr = stderr;
          reject(error);
        } else {
          resolve({ stdout, stderr });
        }
      };
    });
    // What throws throws: wrong options reject nothing.
    promise.child = ReflectApply(guarded, undefined, args);
    return promise;
  };
  ObjectDefineProperty(guarded, util.promisify.custom, { __proto__: null, value });
}

/** Guards below the exports: the prototype every child has, and the handle that really starts a program. */
function prototypes() {
  const { prototype } = original.ChildProcess;
  const handle = publicBinding('process_wrap').Process.prototype;
  return [
    { prototype, name: 'spawn', row: { judge: judges.bare }, api: 'ChildProcess.prototype.spawn()', internals: ['node:child_process'] },
    {
      prototype: handle,
      name: 'spawn',
      row: { judge: () => ({ capability: 'all', resource: 'a process handle' }) },
      api: 'Process.prototype.spawn()',
      internals: ['node:internal/child_process'],
    },
  ];
}

module.exports = { build, configure: judges.configure, internals, original, prototypes };
