'use strict';
// `console` as one package sees it: an object of its own. What a package replaces on it, it replaces for itself; the
// methods are those of the shared console. Where a package has put a `write` of its own before that of its `process.stdout` or `stderr`,
// as those do who keep what they print, or has given the console another stream, they are those of a console over its own streams.

const {
  ObjectCreate, ObjectDefineProperty, ObjectGetOwnPropertyDescriptor, ObjectGetPrototypeOf, ReflectApply, ReflectConstruct, ReflectGet, ReflectOwnKeys, ReflectSet, StringPrototypeSlice, SymbolPrototypeDescriptionGet, SymbolToStringTag,
} = require('../boot/primordials');
const { CORE, UNKNOWN } = require('../core/caller');
const { conceal } = require('../core/conceal');
const { STREAMS, indentedBy, real } = require('./console');
const { isWrittenPast, streamFor } = require('./process/streams');

/** What `instanceof console.Console` looks for. */
const IS_CONSOLE = 'kIsConsole';

function put(target, key, value, enumerable) {
  ObjectDefineProperty(target, key, { __proto__: null, value, writable: true, enumerable, configurable: true });
}

/** A method that is looked up when it is called: core may have replaced it. */
function method(key, original, current, groups) {
  const holder = {
    method(...args) {
      const target = current();
      const own = target === real ? undefined : ReflectGet(target, key);
      const write = typeof own === 'function' ? own : ReflectGet(real, key);
      const console = write === own ? target : real;
      return groups.indentation === '' ? ReflectApply(write, console, args) : indentedBy(groups.indentation, console, () => ReflectApply(write, console, args));
    },
  };
  return conceal(holder.method, original);
}

/** What a console indents by. */
const STEP = '  ';

/** The groups that a package opens are its own: whoever never closes one would indent what all others print. */
const GROUPING = {
  __proto__: null,
  group: (groups, view, args) => {
    if (args.length > 0) ReflectApply(ReflectGet(view, 'log'), view, args);
    groups.indentation += STEP;
  },
  groupEnd: (groups) => {
    groups.indentation = StringPrototypeSlice(groups.indentation, STEP.length);
  },
};
GROUPING.groupCollapsed = GROUPING.group;

function grouping(key, original, groups, view) {
  const holder = {
    method(...args) {
      GROUPING[key](groups, view, args);
    },
  };
  return conceal(holder.method, original);
}

/**
 * The console of one package.
 * @param {{stdout: object, stderr: object}} process its own
 * @param {number} principal
 */
function consoleFor(process, principal) {
  const view = ObjectCreate(ObjectGetPrototypeOf(real));
  let own;
  let isGiven = false;
  const ownConsole = () => (own ??= ReflectConstruct(real.Console, [{ __proto__: null, stdout: streamFor(principal, 'stdout'), stderr: streamFor(principal, 'stderr') }]));
  // What is nobody's is found by several, and none of them reads along.
  const isMine = principal !== UNKNOWN && principal !== CORE;
  const groups = { __proto__: null, indentation: '' };
  const current = () => (isGiven || (isMine && isWrittenPast(principal)) ? ownConsole() : real);
  const keys = ReflectOwnKeys(real);
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i];
    const { enumerable } = ObjectGetOwnPropertyDescriptor(real, key);
    if (STREAMS[key] !== undefined) {
      const holder = {
        get: () => (isGiven ? ReflectGet(own, key) : process[STREAMS[key]]),
        set(stream) {
          if (!isMine) return;
          ReflectSet(ownConsole(), key, stream);
          isGiven = true;
        },
      };
      ObjectDefineProperty(view, key, { __proto__: null, get: holder.get, set: holder.set, enumerable, configurable: true });
    } else if (typeof key === 'string' || key === SymbolToStringTag || SymbolPrototypeDescriptionGet(key) === IS_CONSOLE) {
      const shown = ReflectGet(real, key);
      if (key === 'Console' || typeof shown !== 'function') put(view, key, typeof shown === 'object' ? undefined : shown, enumerable);
      else put(view, key, isMine && GROUPING[key] !== undefined ? grouping(key, shown, groups, view) : method(key, shown, current, groups), enumerable);
    }
  }
  return view;
}

module.exports = { consoleFor };
