'use strict';
// Node-RED never ends because a call was refused [G8]. A package that does not catch the refusal it caused in a timer or
// a promise would end the process through Node-RED's own handler of uncaught exceptions; here that error stops.

const { ArrayIsArray, ObjectGetOwnPropertyDescriptor, ReflectApply, RegExpPrototypeExec, StringPrototypeIncludes } = require('../../boot/primordials');
const { realProcess, util } = require('../../boot/builtins');
const { state } = require('../../boot/state');
const { isRefusal, print, refusedWithin } = require('../../core/deny');

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
  return isOfRefusal ? `nobody handled what a refusal led to (${text})` : aftermath(error);
}

/** For so long what a package does not handle is taken for what a refusal has led to. */
const MOMENT_MS = 1000;
const PLACE = /\n +at (?:.*\()?(?:file:\/\/)?((?:\/|[A-Za-z]:\\)[^\n()?]+?)(?:\?[^\n()]*)?:\d+:\d+/;

/**
 * A package that was told that a file or a server is not there goes on as if it were, and fails a moment later. Without a refusal this error
 * would end Node-RED, and no operator could grant what is lacking.
 */
function aftermath(error) {
  const refused = refusedWithin(MOMENT_MS);
  if (refused === undefined) return undefined;
  try {
    const { stack } = error;
    const place = typeof stack === 'string' ? RegExpPrototypeExec(PLACE, stack)?.[1] : undefined;
    if (place === undefined) return undefined;
    const { KIND, ownerOf } = require('../../loader/owners');
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

const holder = {
  /** Node raises `uncaughtException` through `process.emit`; a refusal counts as handled. */
  emit(...args) {
    const story = args[0] === 'uncaughtException' && !state.isProgram ? storyOf(args[1]) : undefined;
    if (story !== undefined) {
      watchStart();
      print(`[@nrg/sentinel] ${story}; Node-RED goes on`);
      return true;
    }
    return ReflectApply(emit, this, args);
  },
};

module.exports = { emit: holder.emit };
