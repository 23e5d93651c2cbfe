'use strict';
// `module.registerHooks` for Node.js that has none: 20, and 22 before 22.15. What such a Node has is `module.register`, which sends
// every import as a message to a thread, while the code that imports is still on the stack, and waits for the answer. Sentinel stands
// between the two: what an import leads to is decided and answered here, in the main thread. The thread runs Node's own code
// and nothing else. It is asked where a file lies and what is in it, and is not there before that is first asked.

const {
  ArrayPrototypePush, ArrayPrototypeShift, AtomicsAdd, AtomicsLoad, AtomicsNotify, AtomicsWait, Error, Int32Array, ReflectApply, ReflectOwnKeys, StringPrototypeStartsWith, TypedArrayPrototypeSubarray,
} = require('../boot/primordials');
const { Module, env, loadReal, module: nodeModule, process, realProcess } = require('../boot/builtins');
const { HOOKS, TOKEN } = require('../boot/thread');
const { needRoom } = require('../core/room');
const { builtinName } = require('./builtin');
const { find, read } = require('./esm-find');
const { loaderOfNode } = require('./esm-importer');

/** Where Node's main thread looks whether there is an answer. */
const NEWS = 0;

/** The worker object of Node's, its handle, the memory it shares with the thread, and what was put aside. */
const thread = { __proto__: null, worker: undefined, handle: undefined, news: undefined, postMessage: undefined, receiveMessageSync: undefined, startThread: undefined, isStarted: false, isReady: false, failure: undefined, unanswered: 0 };
/** Answers to questions for which the main thread waits. */
let answers = [];

let isStanding = false;
/** The operator has hooks of his own in the thread: everything is theirs to answer first. */
let hasOthers = false;
/** As for `module.registerHooks`. */
let resolveHook;
/** The modules that were made here, by URL. */
let sourceOf = () => undefined;

/** An answer of the thread that is an error: where Node waits for it, Node itself makes it one again. */
class Failure {
  constructor(message) {
    this.message = message;
  }

  toError() {
    const v8 = loadReal('v8');
    const { properties } = ReflectApply(v8.deserialize, v8, [TypedArrayPrototypeSubarray(this.message.body.serialized, 1)]);
    const error = new Error(`${properties.message.value}`);
    error.code = properties.code?.value;
    return error;
  }
}

function member(object, description) {
  const keys = ReflectOwnKeys(object);
  for (let i = 0; i < keys.length; i++) if (typeof keys[i] === 'symbol' && keys[i].description === description) return object[keys[i]];
  return undefined;
}

/**
 * Called for every emitter made while Node makes its worker object: first for that object, then for its streams, when its handle
 * and its port are there and the thread is not.
 */
function meet(emitter, isWorker) {
  if (thread.worker === undefined) {
    if (isWorker) thread.worker = emitter;
    return;
  }
  const handle = member(thread.worker, 'kHandle');
  const port = member(thread.worker, 'kPort');
  if (thread.handle !== undefined || handle === undefined || port === undefined) return;
  thread.handle = handle;
  thread.startThread = handle.startThread;
  handle.startThread = () => undefined;
  const { postMessage } = port;
  port.postMessage = (...args) => {
    const lock = args[0]?.workerData?.lock;
    if (lock !== undefined) standBetween(new Int32Array(lock));
    return ReflectApply(postMessage, port, args);
  };
}

function standBetween(news) {
  const { worker } = thread;
  thread.news = news;
  thread.postMessage = worker.postMessage;
  thread.receiveMessageSync = worker.receiveMessageSync;
  worker.postMessage = take;
  worker.receiveMessageSync = () => ArrayPrototypeShift(answers) ?? ReflectApply(thread.receiveMessageSync, worker, []);
  // What Node waits for first: that the thread is ready.
  reply(undefined, { status: 'success', body: { preloadScripts: [] } });
}

/** Gives the main thread an answer, and something new to look at. */
function reply(port, message) {
  if (port === undefined) ArrayPrototypePush(answers, { message });
  else port.postMessage(message);
  AtomicsAdd(thread.news, NEWS, 1);
  AtomicsNotify(thread.news, NEWS);
}

/** An answer of the thread that Node is about to ask for once more, to make an error of it. */
let failed;

/** What Node's loader asks where an import leads: Sentinel answers at once, without the messages and the waiting, which take longer than all the rest of an import. */
function answering(asker) {
  const holder = {
    resolve(specifier, parentURL, importAttributes) {
      if (isStanding && resolveHook !== undefined) {
        try {
          return toBody(resolveHook(specifier, { __proto__: null, parentURL, importAttributes }, next));
        } catch (error) {
          if (!(error instanceof Failure)) throw error;
          failed = error;
        }
      }
      return ReflectApply(asker.resolve, asker, [specifier, parentURL, importAttributes]);
    },
  };
  return { __proto__: asker, resolve: holder.resolve };
}

/** Has Node make what asks the thread, and stands between it and the loader. */
function register() {
  const loader = loaderOfNode();
  const set = loader?.setCustomizations;
  if (set !== undefined) loader.setCustomizations = (asker) => ReflectApply(set, loader, [answering(asker)]);
  try {
    ReflectApply(nodeModule.register, Module, ['data:text/javascript,']);
  } finally {
    if (set !== undefined) delete loader.setCustomizations;
  }
}

/** A message that Node sends to the thread. What is thrown here is what the import fails with. */
function take(message, transferred) {
  const { method, args, port } = message;
  // Who waits asks one thing at a time: what is left was for somebody who was stopped before he took it.
  if (port === undefined) answers = [];
  if (!isStanding) return void reply(port, { status: 'success', body: undefined }); // module.register() of stand()
  if (failed !== undefined && method === 'resolve') {
    const error = failed;
    failed = undefined;
    return void fail(port, error);
  }
  if (method === 'resolve' && resolveHook !== undefined) {
    // As in answer(), with fewer frames.
    let found;
    try {
      found = resolveHook(args[0], { __proto__: null, parentURL: args[1], importAttributes: args[2] }, next);
    } catch (error) {
      return void fail(port, error);
    }
    return void reply(port, { status: 'success', body: toBody(found) });
  }
  const own = method === 'load' ? ownSource(args[0], args[1]) : undefined;
  if (own !== undefined) return void reply(port, { status: 'success', body: own });
  return void answer(port, () => forward(message, transferred));
}

const LATER = { __proto__: null };

/** The thread answers itself, where Node does not wait for it. */
function forward(message, transferred) {
  if (message.port === undefined) return ask(message, transferred);
  needRoom();
  start();
  ReflectApply(thread.postMessage, thread.worker, [message, transferred]);
  return LATER;
}

function answer(port, make) {
  try {
    const body = make();
    if (body !== LATER) reply(port, { status: 'success', body });
  } catch (error) {
    fail(port, error);
  }
}

function fail(port, error) {
  if (!(error instanceof Failure)) throw error;
  reply(port, error.message);
}

const toBody = ({ url, format, importAttributes }) => ({ url, format, importAttributes });

/** Modules for which no thread is needed. */
function ownSource(url, context) {
  const own = sourceOf(url) ?? (hasOthers ? undefined : foundSource(url, context));
  return own === undefined ? undefined : { format: own.format, responseURL: url, source: own.source };
}

const foundSource = (url, context) => (StringPrototypeStartsWith(url, 'node:') ? BUILTIN : read(url, context));
const BUILTIN = { __proto__: null, format: 'builtin', source: null };

/**
 * What Node itself makes of a specifier, as the third argument of a `resolve` hook.
 * @throws {Failure}
 */
function next(specifier, context) {
  const name = hasOthers ? undefined : builtinName(specifier);
  if (name !== undefined) return { __proto__: null, url: `node:${name}`, format: 'builtin' };
  const found = hasOthers ? undefined : find(specifier, context.parentURL);
  if (found !== undefined) return found;
  return ask({ __proto__: null, method: 'resolve', args: [specifier, context.parentURL, context.importAttributes] });
}

/** Asks the thread and waits. Answers to questions whose asker was stopped (`vm` with a timeout) come first, and are nobody's. */
function ask(message, transferred) {
  needRoom();
  start();
  for (; thread.unanswered > 0; thread.unanswered--) receive();
  ReflectApply(thread.postMessage, thread.worker, [message, transferred]);
  thread.unanswered++;
  const found = receive();
  thread.unanswered--;
  return bodyOf(found);
}

function receive() {
  for (;;) {
    const seen = AtomicsLoad(thread.news, NEWS);
    const found = ReflectApply(thread.receiveMessageSync, thread.worker, []);
    if (found !== undefined) return found;
    AtomicsWait(thread.news, NEWS, seen);
  }
}

function bodyOf({ message }) {
  if (message.status !== 'success') throw new Failure(message);
  return message.body;
}

function start() {
  if (thread.failure !== undefined) throw thread.failure;
  if (thread.isReady) return;
  if (!thread.isStarted) {
    ReflectApply(thread.startThread, thread.handle, []);
    thread.isStarted = true;
  }
  const { message } = receive();
  thread.isReady = true;
  if (message.status === 'success') return;
  thread.failure = new Failure(message);
  throw thread.failure;
}

/** As stand(), for hooks of others that come now. */
function standForOthers() {
  hasOthers = true;
  stand();
}

/**
 * Takes the place before the thread, once. Until there is a hook everything is passed on.
 * @throws {Error} when this Node.js is not built as expected, or others have been here before: nobody could say who imports
 */
function stand() {
  if (isStanding) return;
  if (nodeModule.register === undefined) throw unknownNode('has no module.register(); use 20.6 or later');
  const EventEmitter = require('events');
  const { Worker } = loadReal('worker_threads');
  const { init } = EventEmitter;
  const { nextTick } = realProcess;
  EventEmitter.init = function initialise(options) {
    meet(this, this instanceof Worker);
    return ReflectApply(init, this, [options]);
  };
  // Node would show the worker to everybody who listens.
  realProcess.nextTick = () => undefined;
  env[TOKEN] = HOOKS;
  try {
    register();
  } finally {
    delete env[TOKEN];
    EventEmitter.init = init;
    realProcess.nextTick = nextTick;
  }
  if (thread.news === undefined) throw unknownNode('does not let imports be judged after others have registered hooks for them (module.register):\nregister them in a file of `--import`, which comes after `--require @nrg/sentinel/preload`, or use Node.js 22.15 or later');
  isStanding = true;
}

/** @param {{resolve: Function, sourceOf: (url: string) => {format: string, source: string|null}|undefined}} hooks */
function registerHooks(hooks) {
  stand();
  ({ resolve: resolveHook, sourceOf } = hooks);
}

const unknownNode = (what) => new Error(`Node.js ${process.version} ${what}`);

module.exports = { Failure, next, registerHooks, standForOthers };
