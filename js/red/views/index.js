'use strict';
// What a package gets of objects that others have left in a context, and of those in messages that hold nodes of others [R2]: the object itself is
// where it was, and whoever looks through a view finds in it what he may. Both sides see each other's nodes as stand-ins.

const {
  Map, ObjectGetPrototypeOf, ObjectHasOwn, PromisePrototypeThen, ReflectApply, ReflectConstruct, ReflectDefineProperty,
  ReflectGet, ReflectGetOwnPropertyDescriptor, ReflectSet, Set, WeakMapPrototypeGet, WeakMapPrototypeSet,
} = require('../../boot/primordials');
const { util } = require('../../boot/builtins');
const { CORE } = require('../../core/caller');
const { isShared } = require('../../core/harden');
const { carries, isCodeOfAnother, isNodeLike, ownerOf, ownerOfCopy } = require('./containers');
const { bodyFor, canStand, refreshed } = require('./bodies');
const { closing } = require('./closing');
const { methodsOf } = require('./collections');
const { contextFor, isContext } = require('./contexts');
const { noteGiven } = require('../http/upgrading');
const { recordOf } = require('../nodes/identity');
const { ERROR, INSTANCE, LEAF, MAP, PLAIN, SET, holdsObjects, isLively, isPrototype, isSharedClass, kindFor, ownerOfCode } = require('./kinds');
const { present } = require('../nodes/membrane');
const { isMethodOf, isNobodys, noteMethod, worksThrough } = require('./methods');
const { fixed, inheritedMember, mirror, mirrorOf, perPrincipal } = require('./mirror');
const { View } = require('./stand-ins');
const { CALLED, EXPORTED, LENT, SENT, SHARED, back, isTakingFrom, onward } = require('./ways');

/** Object or function -> its view. */
const views = perPrincipal();
/** The same of what packages export to each other. */
const exportViews = perPrincipal();
const viewsOf = (to, way) => (way < EXPORTED ? views(to) : exportViews(to));

/**
 * A value on its way from one principal to another. What core is handed stays what the other has of it: it may do with it what that one may.
 * @param {number} to
 * @param {any} value
 * @param {number} from
 * @param {number} way how it comes there, see js/red/views/ways.js
 */
function cross(to, value, from, way) {
  if (to === CORE) return value;
  if (typeof value === 'function') return crossFunction(to, value, from, way);
  if (typeof value !== 'object' || value === null) return value;
  const real = View.of(value);
  if (real !== undefined && View.madeFor(value) === to) return value;
  if (real !== undefined) return isContext(real) ? contextFor(to, real) : crossObject(to, real, View.ownerOf(value), onward(way, View.wayOf(value)));
  if (!isNodeLike(value)) return crossObject(to, value, from, way);
  return way === LENT && isOwnNode(value, from) ? value : present(to, value);
}

const isOwnNode = (value, principal) => (recordOf(value)?.principal ?? (util.isProxy(value) ? undefined : ownerOfCopy(value))) === principal;

/** Whose a value is that `from` has. What core found in a context before anybody claimed it is, among exports, of whoever exports it. */
function holderOf(value, from, way) {
  const known = ownerOf(value);
  return known === undefined || (known === CORE && way >= EXPORTED) ? from : known;
}

function crossFunction(to, value, from, way) {
  const real = View.of(value);
  if (real !== undefined && View.madeFor(value) === to) return value;
  if (real === undefined && way === SENT) return isCodeOfAnother(to, value, from) ? viewFor(to, value, ownerOfCode(value, from), functionTraps, SHARED) : value;
  const fn = real ?? value;
  const owner = holderOf(fn, real === undefined ? from : View.ownerOf(value), way);
  const next = real !== undefined ? onward(way, View.wayOf(value)) : owner === from ? way : onward(way);
  return owner === CORE || owner === to || (next >= EXPORTED && isSharedClass(fn)) ? fn : viewFor(to, fn, owner, functionTraps, next);
}

function crossObject(to, value, from, way) {
  let owner = holderOf(value, from, way);
  if (owner === to || isShared(value)) return value;
  // What a Proxy of somebody's making stands for nobody can tell.
  const isProxy = util.isProxy(value);
  if (isProxy && owner === CORE) return value;
  const kind = way >= EXPORTED && leaves().isOwnLeaf(value) ? INSTANCE : kindFor(value);
  if (kind === LEAF) noteGiven(value);
  if (kind === LEAF && util.isPromise(value)) return owner !== CORE && way !== SENT ? crossPromise(to, value, owner, false, way) : value;
  if (kind === LEAF && way === EXPORTED) return leaves().leafFor(to, value, owner, kept().isHung(value), (item) => cross(to, item, owner, way));
  if (kind === LEAF) return way === LENT ? leaves().leafBehind(to, value) : value;
  const known = WeakMapPrototypeGet(viewsOf(to, way), value);
  if (known !== undefined) return kind === INSTANCE || kind === MAP || kind === SET ? refreshed(known) : known;
  if (kind === INSTANCE) {
    const place = require('../messages/flow').shownFlow(to, value);
    if (place !== undefined) return place;
  }
  const isClassed = way === SENT && !isProxy && kind !== PLAIN && isCodeOfAnother(to, value, owner);
  if (isClassed) owner = ownerOfCode(value, owner);
  if ((kind === ERROR || kind === INSTANCE) && util.isNativeError(value)) return crossError(to, value, owner, isClassed || (way >= SHARED && kind === INSTANCE), way);
  const isViewed = isClassed || (owner !== CORE && ((way >= SHARED && kind !== ERROR) || (way === CALLED && isLively(value, kind))));
  return isViewed || (!isProxy && carries(to, value, true, sender(owner, way))) ? viewFor(to, value, owner, objectTraps, owner === from ? way : onward(way)) : value;
}

/** Who sends a value, where that tells whose classes are in it. */
const sender = (owner, way) => (way === SENT ? owner : undefined);

/** How what is in a value comes along with it: what core sends is nobody's, and may hold objects of packages. */
const inside = (owner, way) => (way >= EXPORTED || (way === SENT && owner === CORE) ? way : SHARED);

/** An error stays what it is when there is neither a node of somebody else in it nor a function that may come out with one. */
function crossError(to, value, owner, isClassed, way) {
  const pass = (item) => cross(to, item, owner, inside(owner, way));
  const errors = require('./errors');
  const original = errors.errorBehind(to, value, pass);
  if (original !== undefined) return original;
  if (way === EXPORTED && kept().isHung(value) && errors.canCopy(value)) return errors.errorFor(to, value, owner, pass, true);
  const isShown = owner !== CORE && (isClassed || (way !== SENT && isLively(value, ERROR)) || way === LENT || (way === EXPORTED && holdsObjects(value)));
  if (!isShown && !carries(to, value, true, sender(owner, way))) return value;
  if (way >= EXPORTED) kept().notePrototypes(value);
  return errors.canCopy(value) ? errors.errorFor(to, value, owner, pass) : viewFor(to, value, owner, objectTraps, way < EXPORTED ? SHARED : way);
}

/** The view that a principal has of an object of that owner. */
const viewOf = (to, value, owner) => viewFor(to, value, owner, objectTraps, SHARED);

function viewFor(to, value, owner, trapsFor, way) {
  const known = viewsOf(to, way);
  let made = WeakMapPrototypeGet(known, value);
  if (made === undefined) {
    made = bodyOf(to, value, owner, way) ?? mirror(value, trapsFor(to, value, owner, way));
    new View(made, value, to, owner, way);
    WeakMapPrototypeSet(known, value, made);
    refreshed(made);
  }
  return made;
}

/** A Map, a Set or a Date of a class of somebody's, as what it is. */
function bodyOf(to, value, owner, way) {
  if (typeof value === 'function') return undefined;
  const kind = kindFor(value);
  if (!canStand(value, kind, way >= EXPORTED && kept().isKept(value))) return undefined;
  const shown = (item) => cross(to, item, owner, inside(owner, way));
  return bodyFor(value, kind, shown, () => methodsOf(value, kind, shown, (item) => cross(owner, item, to, back(inside(owner, way)))));
}

/** What comes out of a call, now or later. */
const answer = (to, value, from, way = CALLED) => (util.isPromise(value) ? crossPromise(to, value, from, true, way) : cross(to, value, from, way));

/**
 * A promise of what the other may see.
 * @param {boolean} isAnswer to whoever called: nobody else hears of it when it fails
 */
function crossPromise(to, value, from, isAnswer, way) {
  const known = viewsOf(to, way);
  let made = WeakMapPrototypeGet(known, value);
  if (made === undefined) {
    made = promised(to, value, from, way);
    if (!isAnswer) PromisePrototypeThen(made, undefined, () => undefined);
    WeakMapPrototypeSet(known, value, made);
  }
  return made;
}

/** As the language waits: the class of the promise is not asked to make another one. */
async function promised(to, value, from, way) {
  let result;
  try {
    result = await value;
  } catch (error) {
    throw cross(to, error, from, thrown(way));
  }
  return cross(to, result, from, way < EXPORTED ? CALLED : way);
}

function handAll(to, values, from, way) {
  const result = [];
  for (let i = 0; i < values.length; i++) result[i] = cross(to, values[i], from, way);
  return result;
}

const thrown = (way) => (way < EXPORTED ? CALLED : way);

/** What is a view is what is behind it for its owner; all else is handed over as it is. */
function withoutOwn(to, values, from) {
  const result = [];
  for (let i = 0; i < values.length; i++) result[i] = View.of(values[i]) === undefined ? values[i] : cross(to, values[i], from, EXPORTED);
  return result;
}

const NOTHING = { __proto__: null };
const no = () => false;
const kept = () => require('./kept');
const leaves = () => require('./leaves');

/**
 * What both kinds of views do. What inherits from a view is asked for as what it is to the other side: accessors and overridden methods see it so.
 * @param {(key: PropertyKey, item: any) => any} [instead] what is read in the place of an item
 */
function viewTraps(to, value, owner, kind, way, instead) {
  const isExport = way >= EXPORTED;
  const seen = inside(owner, way);
  const shown = way === EXPORTED ? (item) => cross(to, kept().noteRead(value, item), owner, EXPORTED) : (item) => cross(to, item, owner, seen);
  const handed = (item) => cross(owner, item, to, back(seen));
  const self = (receiver) => (receiver === undefined || View.of(receiver) === value ? value : handed(receiver));
  const get = (key, receiver) => {
    let item;
    try {
      item = ReflectGet(value, key, self(receiver));
    } catch (error) {
      throw cross(to, error, owner, thrown(way));
    }
    if (typeof item === 'function' && isNobodys(item)) noteMethod(value, key, item);
    return instead?.(key, item) ?? (worksThrough(kind, value, key, item) ? item : shown(item));
  };
  const set = (key, item, receiver) => {
    try {
      return ReflectSet(value, key, handed(item), receiver);
    } catch (error) {
      throw cross(to, error, owner, thrown(way));
    }
  };
  const put = (key, item, receiver) => {
    if (key === '__proto__' && !ObjectHasOwn(value, key)) return false; // as setPrototypeOf
    if (receiver === undefined || View.of(receiver) === value) return set(key, item, value);
    const own = inheritedMember(value, key);
    if (own === undefined || 'value' in own) return own?.writable !== false && ReflectSet(NOTHING, key, item, receiver);
    return set(key, item, handed(receiver));
  };
  const traps = mirrorOf(value, get, put);
  traps.defineProperty = (target, key, own) => {
    const given = { __proto__: null, ...own };
    if ('value' in given) given.value = handed(given.value);
    if ('get' in given) given.get = handed(given.get);
    if ('set' in given) given.set = handed(given.set);
    return ReflectDefineProperty(value, key, given);
  };
  const { getOwnPropertyDescriptor: describe } = traps;
  traps.getOwnPropertyDescriptor = (target, key) => {
    const own = ReflectGetOwnPropertyDescriptor(value, key);
    return own === undefined || 'value' in own || instead !== undefined ? describe(target, key) : { get: shown(own.get), set: shown(own.set), enumerable: own.enumerable, configurable: true };
  };
  // The class of an object leads to what hangs on it.
  const prototype = ObjectGetPrototypeOf(value);
  if (prototype !== null && !isShared(prototype)) traps.getPrototypeOf = () => shown(ObjectGetPrototypeOf(value));
  if (!isExport) return typeof value === 'function' || (kind !== MAP && kind !== SET && isPrototype(value)) ? fixed(traps, value) : closing(traps, value, no);
  kept().notePrototypes(value);
  return closing(kept().keeping(traps, value, way === EXPORTED ? { __proto__: null, to, owner } : undefined, shown), value, () => kept().isKept(value));
}

/**
 * A function of `owner` that `to` calls: on the object that the view stands for. What hangs on it is like members of an object, but nobody else changes it: a
 * class is code of its owner, who works with more than was left.
 */
function functionTraps(to, fn, owner, way) {
  const traps = viewTraps(to, fn, owner, LEAF, way);
  traps.apply = isNobodys(fn) ? (target, self, args) => callShared(to, fn, self, args) : (target, self, args) => callFor(to, fn, owner, way, self, args);
  traps.construct = (target, args, newTarget) => {
    if (isNobodys(fn)) return ReflectConstruct(fn, args, View.of(newTarget) === fn ? fn : newTarget);
    const given = givenTo(way);
    const made = View.of(newTarget) === fn ? fn : cross(owner, newTarget, to, given);
    return cross(to, running(to, owner, way, () => ReflectConstruct(fn, handAll(owner, args, to, given), made)), owner, way < EXPORTED ? SHARED : way);
  };
  return traps;
}

const givenTo = (way) => (way < EXPORTED ? CALLED : back(way));

function running(to, owner, way, act) {
  try {
    return act();
  } catch (error) {
    throw cross(to, error, owner, thrown(way));
  }
}

function callFor(to, fn, owner, way, self, args) {
  const given = givenTo(way);
  const run = () => ReflectApply(fn, cross(owner, self, to, given), way === LENT && isTakingFrom(View.of(self), fn) ? withoutOwn(owner, args, to) : handAll(owner, args, to, given));
  return answer(to, running(to, owner, way, run), owner, way < EXPORTED ? CALLED : way);
}

/** A function of the language or of Node.js is nobody's: as a method of an object it works for the owner of that, whoever it was found with. */
function callShared(to, fn, self, args) {
  const real = View.of(self);
  const isMethod = real !== undefined && View.madeFor(self) === to && isMethodOf(real, fn);
  return isMethod ? callFor(to, fn, View.ownerOf(self), View.wayOf(self), self, args) : ReflectApply(fn, self, args);
}

function objectTraps(to, value, owner, way) {
  const kind = way >= EXPORTED && leaves().isOwnLeaf(value) ? INSTANCE : kindFor(value);
  if (kind !== MAP && kind !== SET) return viewTraps(to, value, owner, kind, way);
  const seen = inside(owner, way);
  const shown = (item) => cross(to, item, owner, seen);
  const handed = (item) => cross(owner, item, to, back(seen));
  const methods = way === EXPORTED ? kept().keepingEntries(value, kind, { __proto__: null, to, owner }, shown, handed, methodsOf) : methodsOf(value, kind, shown, handed);
  const { prototype } = kind === MAP ? Map : Set;
  // Those that a class has of its own are called on the object.
  return viewTraps(to, value, owner, kind, way, (key, item) => (key === 'size' ? methods.size : typeof item === 'function' && ReflectGet(prototype, key) === item ? methods[key] : undefined));
}

/** What a module throws while another package has it loaded. */
const crossThrown = (to, error, owner) => cross(to, error, owner, EXPORTED);

/** What a package exports, for another one that requires it. */
function crossExports(to, exports, owner) {
  kept().noteExports(exports);
  return cross(to, exports, owner, EXPORTED);
}


module.exports = { answer, cross, crossExports, crossThrown, viewOf };
