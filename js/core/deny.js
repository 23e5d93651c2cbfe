'use strict';
// One class of error, one place where it is made, one place where a refusal is answered in the shape of the API [G8].

const {
  AtomicsWait, BufferFrom, DateNow, Error, Int32Array, ObjectDefineProperty, ObjectFreeze, PromiseReject, ReflectApply, ReflectSet, SafeMap,
  SharedArrayBuffer, String, TypedArrayPrototypeSubarray, setTimeout,
} = require('../boot/primordials');
const { fs, process } = require('../boot/builtins');
const { CAP } = require('../generated/capabilities');
const { callbackAt } = require('./lists');
const { canBeStopped } = require('./stopped');

const { nextTick } = process;
/** Flag of `native.refused`: it is recorded and let pass. */
const PASSED = 4;

let native;

/** Hands over the addon. Called once at start. */
function configure(api) {
  native = api;
}

/** Known to nobody outside this file: tells the errors made here from those a package makes with `error.constructor`. */
const OURS = ObjectFreeze({ __proto__: null });

/**
 * The error of every refusal.
 * `code` is ERR_SENTINEL_DENIED; `capability`, `package`, `resource` and `api` are for programs, `message` for people.
 * Fields are defined on the object, whatever setters a package has put on Error.prototype.
 */
class SentinelError extends Error {
  #maker;
  code = 'ERR_SENTINEL_DENIED';
  capability;
  package;
  resource;
  api;

  /** @param {string} [reason] why no grant helps, and what does */
  constructor(api, capability, packageName, resource, maker, reason) {
    super(reason === undefined ? `${api} blocked: ${packageName} lacks ${capability}` : `${api} blocked: ${reason}`);
    this.#maker = maker;
    this.capability = capability;
    this.package = packageName;
    this.resource = resource;
    this.api = api;
    ObjectDefineProperty(this, 'name', NAME);
  }

  /** Was this value made by refusal()? Not kept in a WeakSet: a million of them would keep the collector busy. */
  static isOurs(value) {
    return typeof value === 'object' && value !== null && #maker in value && value.#maker === OURS;
  }
}
const NAME = ObjectFreeze({ __proto__: null, value: 'SentinelError', writable: true, enumerable: false, configurable: true });
const { isOurs } = SentinelError;
ObjectFreeze(SentinelError.prototype);
ObjectFreeze(SentinelError);

/**
 * Records a refusal and makes its error.
 * @param {number} principal id of the refused caller
 * @param {string} capability name in the catalogue, or `all` when only that would do
 * @param {string} api what was called, e.g. `fs.readFileSync()`
 * @param {string} resource what it was called for; may be empty
 * @param {{principal: number, type: string}} [node] the node of another package that it was about
 * @param {string} [reason] why no grant helps
 * @returns {SentinelError}
 */
function refusal(principal, capability, api, resource, node, reason) {
  const text = typeof resource === 'string' ? resource : String(resource);
  // Not through report(): the addon looks at the frames above it to find the caller, and few are quick.
  const told = native.refused(principal, CAP[capability] ?? capability, api, text, true, 0, node?.principal, node?.type, reason);
  show(told);
  note(principal, api);
  const name = nameOf(principal);
  return told === false ? withoutFrames(api, capability, name, text, reason) : new SentinelError(api, capability, name, text, OURS, reason);
}

/**
 * The error of one of so many refusals that nobody looks at each: the frames that the language gives every error take longer than all else about it.
 * Not where the script can be stopped in between, which would leave everyone without, nor where settings.js has frozen `Error`.
 */
function withoutFrames(api, capability, name, text, reason) {
  const limit = Error.stackTraceLimit;
  if (typeof limit !== 'number' || canBeStopped() || !ReflectSet(Error, 'stackTraceLimit', 0)) return new SentinelError(api, capability, name, text, OURS, reason);
  try {
    return new SentinelError(api, capability, name, text, OURS, reason);
  } finally {
    Error.stackTraceLimit = limit;
  }
}

/** The last refusal, for what nobody handles right after it (guards/process/survive.js). */
const last = { principal: 0, api: '', at: 0 };

function note(principal, api) {
  last.principal = principal;
  last.api = api;
  last.at = DateNow();
}

/** What was refused in the last `ms` milliseconds, in words. */
const refusedWithin = (ms) => (DateNow() - last.at <= ms ? `${last.api} of ${nameOf(last.principal)}` : undefined);

/** Names by principal; a number never changes its name. */
const names = new SafeMap();

function nameOf(principal) {
  let name = names.get(principal);
  if (name === undefined) {
    name = native.principalName(principal);
    names.set(principal, name);
  }
  return name;
}

/** Was this value made by refusal()? So that one nobody caught can be told from a fault. */
function isRefusal(value) {
  return isOurs(value);
}

/** Records a refusal that has no error to give back (an environment variable that reads as undefined). */
function report(principal, capability, api, resource, node, reason) {
  note(principal, api);
  tell(principal, capability, api, resource, node, 0, reason);
}

/** Records what would be refused if the policy did not only look on. */
function detect(principal, capability, api, resource, node, reason) {
  tell(principal, capability, api, resource, node, PASSED, reason);
}

/** Has the refusal counted; the first from a place is recorded and printed. The addon takes the number of a capability or its name. */
function tell(principal, capability, api, resource, node, flags, reason) {
  show(native.refused(principal, CAP[capability] ?? capability, api, resource, true, flags, node?.principal, node?.type, reason));
}

/**
 * Records what came of a package when nothing of it is on the stack any more.
 * @param {string} stack where it began, in lines; the first tells repeated ones
 */
function reportFrom(stack, principal, capability, api, resource, reason) {
  show(native.deny(principal, CAP[capability] ?? capability, api, resource, stack, 0, undefined, undefined, reason));
}

/** The first summaries of what was only counted come soon, when people still look at the start, which takes its time where many packages are installed; the others have time. */
const FIRST_MS = 3_000;
const LATER_MS = 60_000;
let isDue = false;
let wait = FIRST_MS;

/** What the addon says of a refusal: a text, or none, when it was only counted. */
function show(message) {
  if (typeof message === 'string') print(message);
  else if (!isDue) {
    isDue = true;
    setTimeout(summarize, wait).unref();
    wait = wait * 2 < LATER_MS ? wait * 2 : LATER_MS;
  }
}

function summarize() {
  isDue = false;
  const text = native.summary();
  if (text !== null) print(text);
}

const PATIENCE_MS = 100;
const clock = new Int32Array(new SharedArrayBuffer(4));

/**
 * Writes to standard error without `console` or streams, which packages can replace. A reader that is behind is waited
 * for a moment; the audit log has the record in any case.
 */
function print(text) {
  let rest = BufferFrom(`${text}\n`);
  for (let waited = 0; waited < PATIENCE_MS && rest.length > 0;) {
    try {
      rest = TypedArrayPrototypeSubarray(rest, fs.writeSync(2, rest));
    } catch (error) {
      if (error.code !== 'EAGAIN') return;
      AtomicsWait(clock, 0, 0, 1);
      waited++;
    }
  }
}

/** A function that throws the refusal it is given; `style` names the shape of the API. */
const answers = ObjectFreeze({
  __proto__: null,
  throw(error) {
    throw error;
  },
  reject(error) {
    return PromiseReject(error);
  },
  /** The last argument that is a function gets the error, later, as Node does. Without one, and for arguments that Node does not take, it throws. */
  callback(error, args) {
    if (!isRefusal(error)) throw error;
    for (let i = args.length - 1; i >= 0; i--) {
      const callback = args[i];
      if (typeof callback === 'function') {
        ReflectApply(nextTick, process, [callback, error]);
        return undefined;
      }
    }
    throw error;
  },
  /** Questions with a yes or no: the answer is no. */
  no() {
    return false;
  },
  callbackNo(error, args) {
    const at = callbackAt(args);
    if (at === -1) throw error;
    ReflectApply(nextTick, process, [args[at], false]);
    return undefined;
  },
  nothing() {
    return undefined;
  },
});

module.exports = { SentinelError, answers, configure, detect, isRefusal, nameOf, print, refusal, refusedWithin, report, reportFrom };
