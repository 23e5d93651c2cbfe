'use strict';
// Node-RED never ends because a call was refused [G8], nor by an error of a package that may not end it (`process:exit`). What a package does not catch in a timer
// or a promise would end the process through Node-RED's own handler of uncaught exceptions; here that error stops. Listeners of core and of the operator do not hear of
// it: they are made to end the process. `uncaughtExceptionMonitor`, which only looks on, tells everyone of every error, as in Node.js.

const { ArrayIsArray, ObjectGetOwnPropertyDescriptor, ReflectApply, RegExpPrototypeExec, SafeSet, StringPrototypeIncludes, setImmediate } = require('../../boot/primordials');
const { realProcess, util } = require('../../boot/builtins');
const { state } = require('../../boot/state');
const { UNKNOWN } = require('../../core/caller');
const { isRefusal, print, refusedWithin, reportFrom } = require('../../core/deny');
const { copyList } = require('../../core/lists');
const { allowed } = require('../../core/decide');
const { CAP } = require('../../generated/capabilities');
const { tell } = require('./hearers');
const story = require('./story');

const { emit, once } = require('events').prototype;

/** Packages put errors into errors of their own. */
const DEEPEST = 8;
/** A field of an error, if nobody's code has to run for it: what throws here ends the process. */
const valueOf = (error, key) => (util.isProxy(error) ? undefined : ObjectGetOwnPropertyDescriptor(error, key)?.value);

/** The refusal that is behind an error: itself, its cause, or the first of several. */
function refusalBehind(error, depth = 0) {
  if (isRefusal(error)) return error;
  if (typeof error !== 'object' || error === null || depth === DEEPEST) return undefined;
  const several = valueOf(error, 'errors');
  return refusalBehind(valueOf(error, 'cause') ?? (ArrayIsArray(several) ? valueOf(several, 0) : undefined), depth + 1);
}

/** What to say of an error that comes of a refusal. Libraries compiled to WebAssembly keep no more of one than its text. */
function storyOf(error) {
  const refused = refusalBehind(error);
  if (refused !== undefined) return `${refused.package} did not handle the refusal of ${refused.api}`;
  const text = typeof error === 'object' && error !== null ? valueOf(error, 'message') : error;
  const isOfRefusal = typeof text === 'string' && StringPrototypeIncludes(text, ' blocked: ') && StringPrototypeIncludes(text, ' lacks ');
  return isOfRefusal ? `nobody handled what a refusal led to (${text})` : undefined;
}

/** For so long what a package does not handle is taken for what a refusal has led to. */
const MOMENT_MS = 1000;
const PLACE = /\n +at (?:.*\()?(?:file:\/\/)?((?:\/|[A-Za-z]:\\)[^\n()?]+?)(?:\?[^\n()]*)?:\d+:\d+/;

/**
 * A package that was told that a file or a server is not there goes on as if it were, and fails a moment later. One that may end Node-RED by its errors (`process:exit`), or
 * is loaded before Node-RED begins, would end it then, and no operator could grant what is lacking.
 */
function aftermath(error) {
  const refused = refusedWithin(MOMENT_MS);
  if (refused === undefined) return undefined;
  try {
    const { stack } = error;
    const place = typeof stack === 'string' ? RegExpPrototypeExec(PLACE, stack)?.[1] : undefined;
    if (place === undefined) return undefined;
    const { KIND, ownerOf } = require('../../core/owners');
    const { kind } = ownerOf(place);
    return kind === KIND.package || kind === KIND.path ? `nobody handled an error right after ${refused} was refused (${stack})` : undefined;
  } catch {
    return undefined;
  }
}

/** As of a start that was refused: boot/fatal.js. */
const EXIT_CONFIG = 78;
let isWatching = false;

/** Before Node-RED has begun, what failed may be what was to begin it: what is loaded by `--require` or `--import`. Then it says so. */
function watchStart() {
  if (isWatching || state.status !== undefined || state.confined !== undefined) return;
  isWatching = true;
  ReflectApply(once, realProcess, ['exit', () => {
    if (state.status !== undefined) return;
    realProcess.exitCode = EXIT_CONFIG;
    print('[@nrg/sentinel] Node-RED was not started: what was to be loaded before it ended with that refusal. What --require and --import load after Sentinel counts as packages; load it with --require before @nrg/sentinel/preload');
  }]);
}

const REJECTED = 'unhandledRejection';
const WAYS = { __proto__: null, uncaughtException: 'an uncaught error', unhandledRejection: 'an unhandled rejection' };

let native;
/** `exit` has been raised: an error of one of its listeners keeps nobody from ending the process. */
let isEnding = false;

/** Hands over the addon. Called once at start. */
function configure(api) {
  native = api;
  story.configure(api);
  if (state.confined === undefined) native.watchThrows();
}

/** Records an error as the end of Node-RED that it would have been. @returns {boolean} whether it was that of a package */
function stop(error, isRejection, thrownIn) {
  const found = story.storyOf(error, isRejection, thrownIn);
  if (found === undefined) return false;
  const { principal, what, stack } = found;
  // Recorded, and let pass.
  if (state.isObserving && allowed(principal, CAP['process:exit'], undefined)) return false;
  const reason = principal === UNKNOWN ? 'it cannot be told that it is not the doing of a package' : undefined;
  reportFrom(stack === '' ? what : stack, principal, 'process:exit', `the end of Node-RED by ${WAYS[isRejection ? REJECTED : 'uncaughtException']}`, what, reason);
  return true;
}

/** The same. What fails here is no reason for an end. */
function stopped(error, isRejection, thrownIn) {
  try {
    return stop(error, isRejection, thrownIn);
  } catch {
    print('[@nrg/sentinel] nobody handled an error, of which nothing could be found out; Node-RED goes on');
    return true;
  }
}

const failed = (error) => stopped(error, false, null);

/** What was said of refusals, which are counted themselves. */
const said = new SafeSet();
const MOST_SAID = 200;

/** Says what a package did not handle, once. */
function say(text) {
  if (said.size >= MOST_SAID || said.has(text)) return;
  said.add(text);
  print(`[@nrg/sentinel] ${text}; Node-RED goes on`);
}

function onUncaught(args) {
  const error = args[1];
  const origin = args[2];
  const thrownIn = native.thrownIn();
  const refused = storyOf(error);
  if (refused === undefined && !isEnding && stopped(error, origin === REJECTED, thrownIn)) {
    tell('uncaughtException', [error, origin], failed);
    return true;
  }
  const told = refused ?? aftermath(error);
  if (told === undefined) return false;
  watchStart();
  say(told);
  return true;
}

const mayStop = () => !state.isObserving && story.isLookedFor();
const isStopping = () => !isEnding && mayStop();

/** Who hears of errors and fails is not told of that, or would fail for ever. */
const OF_ERRORS = { __proto__: null, uncaughtException: true, uncaughtExceptionMonitor: true, unhandledRejection: true };

/**
 * Lets what a listener of a package has thrown come up by itself, so that the other listeners hear: signals end Node-RED by a listener of core's, warnings are printed by one.
 * @param {boolean} isLast nothing may come after this event: the error is recorded at once
 * @returns {boolean} false: it ends Node-RED, as in Node.js
 */
function raiseLater(event, error, isLast) {
  if (!mayStop()) return false;
  if (isLast || OF_ERRORS[event] === true) failed(error);
  else setImmediate(() => { throw error; });
  return true;
}

/** Tells those who only look on. */
function look(emitter, args) {
  try {
    return ReflectApply(emit, emitter, args);
  } catch (error) {
    stopped(error, false, null);
    return true;
  }
}

const holder = {
  /** Node raises `uncaughtException` through `process.emit`; what is stopped here counts as handled. */
  emit(...args) {
    if (this === realProcess && !state.isProgram) {
      switch (args[0]) {
        case 'exit': isEnding = true; break;
        case 'uncaughtException': if (onUncaught(args)) return true; break;
        // Node ends the process when one of its listeners throws: those of the operator look at what a package has made up.
        case 'uncaughtExceptionMonitor': if (isStopping()) return look(this, args); break;
        // Without a listener that handles it Node raises the other event.
        case REJECTED: if (isStopping()) return tell(REJECTED, copyList(args, 1), failed); break;
        default:
      }
    }
    return ReflectApply(emit, this, args);
  },
};

module.exports = { configure, emit: holder.emit, raiseLater };
