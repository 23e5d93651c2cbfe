'use strict';
// What a refused spawn gives back: a child that failed to start, as Node gives for a program that does not exist.

const { ObjectDefineProperty, ReflectApply, ReflectConstruct } = require('../../boot/primordials');
const { copy, process } = require('../../boot/builtins');
const { isRefusal } = require('../../core/deny');

const { ChildProcess } = copy(require('child_process'));
const { Readable, Writable } = copy(require('stream'));
const { nextTick } = process;
const { emit, listenerCount } = ChildProcess.prototype;

function ended() {
  const stream = new Readable({ read() {} });
  ReflectApply(stream.push, stream, [null]);
  return stream;
}

/**
 * Answers a refused exec, execFile, spawn or fork: the callback gets the error; without one, `error` is emitted on
 * the child when somebody listens, because an unheard `error` would end Node-RED. Arguments that Node does not take throw.
 */
const refuseWith = (callbackOf) => (error, args) => {
  if (!isRefusal(error)) throw error;
  const callback = callbackOf(args);
  const child = ReflectConstruct(ChildProcess, []);
  child._handle = null;
  child.stdin = new Writable({ write: (chunk, encoding, done) => done() });
  child.stdout = ended();
  child.stderr = ended();
  ObjectDefineProperty(child, 'stdio', { __proto__: null, value: [child.stdin, child.stdout, child.stderr], writable: true, enumerable: true, configurable: true });
  child.spawnfile = args[0];
  child.spawnargs = [];
  child.exitCode = -1;
  ReflectApply(nextTick, process, [() => {
    if (typeof callback === 'function') callback(error, '', '');
    else if (ReflectApply(listenerCount, child, ['error']) > 0) ReflectApply(emit, child, ['error', error]);
    ReflectApply(emit, child, ['close', -1, null]);
  }]);
  return child;
};

/** The callback where Node looks for it, in the arguments as given and as judged: any other function is none. */
const refuseExec = refuseWith((args) => (typeof args[1] === 'function' ? args[1] : args[2]));
const refuseExecFile = refuseWith((args) => (typeof args[1] === 'function' ? args[1] : typeof args[2] === 'function' ? args[2] : args[3]));
const refuseSpawn = refuseWith(() => undefined);

/** A refused fork has the ends of a channel too; what is sent through it arrives nowhere. */
function refuseFork(error, args) {
  const child = refuseSpawn(error, args);
  child.connected = false;
  child.channel = null;
  child.send = (...given) => {
    const callback = given[given.length - 1];
    if (typeof callback === 'function') ReflectApply(nextTick, process, [callback, error]);
    return false;
  };
  child.disconnect = () => {};
  return child;
}

module.exports = { refuseExec, refuseExecFile, refuseFork, refuseSpawn };
