'use strict';
// `process.stdout`, `stderr` and `stdin` as one package sees them. The real ones are streams that everybody writes to: who
// replaces `write` there reads along, who ends or destroys them silences Node-RED, and their handles lead to the descriptor.

const {
  ObjectCreate, ObjectDefineProperty, ObjectHasOwn, ReflectApply, ReflectGet, SafeMap,
} = require('../../boot/primordials');
const { CAP } = require('../../generated/capabilities');
const { state } = require('../../boot/state');
const { allowed } = require('../../core/decide');
const { report } = require('../../core/deny');
const { readReal } = require('./shared');

/** What tells about a terminal, and what writes to one through `write`. */
const FACTS = ['isTTY', 'columns', 'rows', 'fd', '_type'];
const QUESTIONS = ['getColorDepth', 'hasColors', 'getWindowSize'];
const MOVES = ['cursorTo', 'moveCursor', 'clearLine', 'clearScreenDown'];
const SIGNAL = 'process:signal';

const own = (target, key, value) => ObjectDefineProperty(target, key, { __proto__: null, value, writable: true, enumerable: false, configurable: true });

function addFacts(stream, name) {
  const real = readReal(name);
  for (let i = 0; i < FACTS.length; i++) {
    const key = FACTS[i];
    if (ReflectGet(real, key) === undefined) continue;
    const holder = {
      get: () => ReflectGet(readReal(name), key),
      // `process.stdout.columns ||= 80`
      set: (value) => ObjectDefineProperty(stream, key, { __proto__: null, value, writable: true, enumerable: true, configurable: true }),
    };
    ObjectDefineProperty(stream, key, { __proto__: null, get: holder.get, set: holder.set, enumerable: true, configurable: true });
  }
  if (real.isTTY !== true) return;
  for (let i = 0; i < QUESTIONS.length; i++) {
    const method = real[QUESTIONS[i]];
    if (typeof method === 'function') own(stream, QUESTIONS[i], (...args) => ReflectApply(method, readReal(name), args));
  }
  for (let i = 0; i < MOVES.length; i++) {
    const method = real[MOVES[i]];
    if (typeof method === 'function') own(stream, MOVES[i], (...args) => ReflectApply(method, stream, args));
  }
}

/** A stream of the package's own that writes to the real one; it can no more be ended than that. */
function makeOutput(name) {
  const { Writable } = require('stream');
  const stream = new Writable({
    decodeStrings: false,
    write(chunk, encoding, callback) {
      const real = readReal(name);
      ReflectApply(real.write, real, typeof chunk === 'string' ? [chunk, encoding] : [chunk]);
      // At once: what was written before the process ends must be out, and the real stream keeps the order.
      callback();
    },
  });
  addFacts(stream, name);
  own(stream, 'end', (chunk, encoding, callback) => {
    const last = typeof chunk === 'function' ? chunk : typeof encoding === 'function' ? encoding : callback;
    if (chunk !== undefined && chunk !== null && typeof chunk !== 'function') ReflectApply(Writable.prototype.write, stream, [chunk, typeof encoding === 'string' ? encoding : 'utf8']);
    if (typeof last === 'function') ReflectApply(Writable.prototype.write, stream, ['', 'utf8', last]);
    return stream;
  });
  own(stream, 'destroy', () => stream);
  own(stream, 'destroySoon', () => stream);
  return stream;
}

/** Who may signal may read what is typed, and a program of the package what it was given; for everybody else there is nothing. */
function makeInput(principal) {
  if (state.isProgram || allowed(principal, CAP[SIGNAL], undefined)) return readReal('stdin');
  const { Readable } = require('stream');
  const stream = new Readable({
    read() {
      report(principal, SIGNAL, 'process.stdin', '');
      ReflectApply(Readable.prototype.push, stream, [null]);
    },
  });
  addFacts(stream, 'stdin');
  own(stream, 'ref', () => stream);
  own(stream, 'unref', () => stream);
  own(stream, 'setRawMode', () => stream);
  return stream;
}

const streams = new SafeMap();

/** The stream `name` of a package, made when it is first asked for. */
function streamFor(principal, name) {
  let mine = streams.get(principal);
  if (mine === undefined) {
    mine = ObjectCreate(null);
    streams.set(principal, mine);
  }
  mine[name] ??= name === 'stdin' ? makeInput(principal) : makeOutput(name);
  return mine[name];
}

const isReplaced = (stream) => stream !== undefined && ObjectHasOwn(stream, 'write');

/** Has the package put a `write` of its own before that of one of its streams? */
function isWrittenPast(principal) {
  const mine = streams.get(principal);
  return mine !== undefined && (isReplaced(mine.stdout) || isReplaced(mine.stderr));
}

/** Puts the three streams on the `process` of one package. */
function addStreams(facade, principal) {
  const names = ['stdin', 'stdout', 'stderr'];
  for (let i = 0; i < names.length; i++) {
    const holder = {
      get: () => streamFor(principal, names[i]),
      set(value) {
        ObjectDefineProperty(this, names[i], { __proto__: null, value, writable: true, enumerable: true, configurable: true });
      },
    };
    ObjectDefineProperty(facade, names[i], { __proto__: null, get: holder.get, set: holder.set, enumerable: true, configurable: true });
  }
}

module.exports = { addStreams, isWrittenPast, streamFor };
