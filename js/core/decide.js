'use strict';
// Asks the engine and remembers allowed paths. The only `catch` that turns a failure into a verdict is here.

const {
  MapPrototypeClear, MapPrototypeGet, MapPrototypeSet, Nothing, SafeMap, StringPrototypeCharCodeAt, StringPrototypeIncludes, StringPrototypeLastIndexOf, StringPrototypeSlice, StringPrototypeStartsWith,
  clearTimeout, setTimeout,
} = require('../boot/primordials');
const { path: { isAbsolute }, process } = require('../boot/builtins');
const { CAP } = require('../generated/capabilities');
const { toPath, unjudgeable } = require('./args');
const { refusal } = require('./deny');
const { CORE } = require('./caller');

/** Flags of `allowedPath`. */
const NO_FOLLOW = 1;
const TREE = 2;
/** Is anything meant that lies there or below? */
const PART = 4;
/** A directory on the way to what is listed is meant, too, where the path itself is that. */
const ABOVE = 8;

const SLASH = 47;
const CACHE_LIMIT = 4096;
const CACHE_MS = 1000;

let native;

/**
 * `epoch` numbers the meaning of paths: it moves when the policy changes and when anything happens that can make a
 * path lead elsewhere (a link or a rename by guarded code, a child process, one second gone by). A remembered
 * verdict counts only under the epoch it was given in. While `pauses` is not zero nothing is remembered.
 */
const paths = { __proto__: Nothing, epoch: 1, pauses: 0, timer: undefined };

const caches = new SafeMap();

function configure(api) {
  native = api;
}

function forgetPaths() {
  paths.epoch++;
  if (paths.timer !== undefined) {
    clearTimeout(paths.timer);
    paths.timer = undefined;
  }
}

/** A child process runs: it can make links at any time, so nothing is remembered until `resume`. */
function pauseCache() {
  paths.pauses++;
  forgetPaths();
}

function resumeCache() {
  paths.pauses--;
  forgetPaths();
}

/** The memory of one (principal, capability, flags): path -> epoch in which it was allowed. */
function cacheFor(principal, capability, flags) {
  const key = `${principal}:${capability}:${flags}`;
  let cache = caches.get(key);
  if (cache === undefined) {
    cache = new SafeMap();
    caches.set(key, cache);
  }
  return cache;
}

function remember(cache, path) {
  if (paths.pauses !== 0 || StringPrototypeCharCodeAt(path, 0) !== SLASH || StringPrototypeStartsWith(path, '/proc/')) return;
  keep(cache, path);
}

/**
 * Remembers that a name was allowed, until the epoch moves.
 * @param {number} [epoch] another number that tells of it
 */
function keep(cache, name, epoch = paths.epoch) {
  if (cache.size >= CACHE_LIMIT) MapPrototypeClear(cache);
  MapPrototypeSet(cache, name, epoch);
  limitEpoch();
}

/** Called by whoever remembers something under an epoch: it lasts one second at most. */
function limitEpoch() {
  if (paths.timer !== undefined) return;
  paths.timer = setTimeout(forgetPaths, CACHE_MS);
  paths.timer.unref();
}

/**
 * May `principal` use `capability` on the path? Judged where the path leads.
 * @param {Map} cache from cacheFor() with the same three values
 */
function allowedPath(cache, principal, capability, path, flags) {
  if (MapPrototypeGet(cache, path) === paths.epoch) return true;
  let verdict = false;
  try {
    verdict = native.decidePath(principal, capability, path, flags) === 1;
  } catch {
    verdict = false;
  }
  if (verdict) remember(cache, path);
  return verdict;
}

/** May `principal` use `capability` on this resource (URL, host:port, name, hash …, or undefined)? */
function allowed(principal, capability, resource) {
  if (principal === CORE) return true;
  try {
    return native.decide(principal, capability, resource) === 1;
  } catch {
    return false;
  }
}

/** Was the capability granted at all, whatever its list says? */
function holds(principal, capability) {
  if (principal === CORE) return true;
  try {
    return native.holds(principal, CAP[capability]) === 1;
  } catch {
    return false;
  }
}

/**
 * The same for a name, remembered until the policy changes and for one second at most (see `paths`).
 * @param {Map} cache from cacheFor() with the same principal and capability
 */
function allowedName(cache, principal, capability, name) {
  if (MapPrototypeGet(cache, name) === paths.epoch) return true;
  if (!allowed(principal, capability, name)) return false;
  keep(cache, name);
  return true;
}

/**
 * Runs the judge of a row, which returns undefined to allow or `{ capability, resource }` to refuse; when it throws, the call is
 * not made.
 * @returns {{capability: string|undefined, resource?: string, thrown?: any}|undefined} without a capability: what was thrown
 */
function examine(judge, principal, args, self) {
  try {
    return judge(principal, args, self);
  } catch (error) {
    if (error?.unjudgeable === true) return { __proto__: null, capability: 'all', resource: error.message };
    // `undefined` would mean "allowed"; a getter of the caller can throw just that.
    return error === undefined ? { __proto__: null, capability: 'all', resource: 'arguments that cannot be read' } : { __proto__: null, capability: undefined, thrown: error };
  }
}

/**
 * The same with the error of the refusal. A guard that is called all the time asks examine() and makes the error itself: every
 * function between it and refusal() is a frame for V8 to capture.
 * @returns {Error|undefined} what the guard has to answer with
 */
function verdict(judge, principal, args, api, self) {
  const refused = examine(judge, principal, args, self);
  if (refused === undefined) return undefined;
  return refused.capability === undefined ? refused.thrown : refusal(principal, refused.capability, api, refused.resource);
}

/**
 * A path whose `..` have been followed now. The call may be carried out later, or another thread may be at work, and a directory on
 * the way be a link by then: `..` of a link leads wherever it is, while every other part of a path only leads where the package
 * may make links to.
 * @param {string|undefined} path
 * @throws {TypeError} when it cannot be followed
 */
function settlePath(path, flags) {
  const followed = path === undefined || !StringPrototypeIncludes(path, '..') ? path : followClimbs(path);
  return followed !== undefined && isPassing(followed) ? settleNumbers(followed, flags) : followed;
}

function followClimbs(path) {
  const end = endOfClimbs(path);
  if (end === 0 || StringPrototypeIncludes(path, '\0')) return path;
  try {
    const followed = native.resolvePath(StringPrototypeSlice(path, 0, end), 0);
    return end === path.length ? followed : followed + (followed === '/' ? '' : '/') + StringPrototypeSlice(path, end + 1);
  } catch {
    throw unjudgeable('a path that climbs to nowhere');
  }
}

/**
 * May it go by a number (`/proc/self/fd/7`, `/dev/fd/7`)? Another file has that as soon as it is closed, so the path that was judged is the one that it leads to. A link of
 * somebody's that goes there without saying so is refused by the engine.
 */
function isPassing(path) {
  if (StringPrototypeCharCodeAt(path, 0) !== SLASH) return false;
  let at = 1;
  while (path[at] === '/' || (path[at] === '.' && path[at + 1] === '/')) at++;
  return StringPrototypeStartsWith(path, 'proc/', at) || StringPrototypeStartsWith(path, 'dev/', at);
}

function settleNumbers(path, flags) {
  if (StringPrototypeIncludes(path, '\0')) return path;
  try {
    const real = native.resolvePath(path, flags & NO_FOLLOW);
    return path[path.length - 1] === '/' && real !== '/' ? `${real}/` : real;
  } catch {
    // The engine will not find out either where it leads, and refuses it.
    return path;
  }
}

/** Who can change the working directory before a call is carried out says with a relative path nothing about where that will lead. */
function anchorPath(path, principal) {
  if (principal === CORE || path === undefined || path === '' || isAbsolute(path) || !allowed(principal, CAP['process:signal'], undefined)) return path;
  return `${process.cwd()}/${path}`;
}

/**
 * The path in an argument of `fs`, as it is judged for `principal` and passed on.
 * @param {number} [flags] NO_FOLLOW: what lies there itself is meant
 */
const toFile = (value, principal, flags = 0) => settlePath(anchorPath(toPath(value), principal), flags);

const isSlash = (letter) => letter === '/' || (letter === '\\' && process.platform === 'win32');

/** Where the last `..` between slashes ends; 0 when there is none. */
function endOfClimbs(path) {
  for (let at = StringPrototypeLastIndexOf(path, '..'); at >= 0; at = at === 0 ? -1 : StringPrototypeLastIndexOf(path, '..', at - 1)) {
    if ((at === 0 || isSlash(path[at - 1])) && (at + 2 === path.length || isSlash(path[at + 2]))) return at + 2;
  }
  return 0;
}

/** Refuses `capability` for `path` unless allowed; the building block of path judges. */
function judgePath(principal, name, path, flags) {
  if (path === undefined) return undefined;
  const capability = CAP[name];
  if (allowedPath(cacheFor(principal, capability, flags), principal, capability, path, flags)) return undefined;
  return { capability: name, resource: path };
}

function judge(principal, name, resource) {
  return allowed(principal, CAP[name], resource) ? undefined : { capability: name, resource: resource ?? '' };
}

/**
 * The places to which links below a directory lead out of it.
 * @param {boolean} moves it will have another name
 * @throws where that cannot be known
 */
const waysOut = (path, moves) => native.waysOut(path, moves ? 1 : 0);

module.exports = {
  ABOVE, NO_FOLLOW, PART, TREE, allowed, allowedName, cacheFor, configure, examine, forgetPaths, holds, judge, judgePath, keep, limitEpoch, pauseCache, paths, resumeCache, settlePath, toFile, verdict, waysOut,
};
