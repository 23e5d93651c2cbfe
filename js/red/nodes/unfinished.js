'use strict';
// Sets of nodes and plugins that never say that they are loaded. Core waits for all of them before Node-RED starts, and before it installs or removes another package: with a timer of
// theirs for ever, and without, Node.js ends the process when nothing else is left to do. Whoever installs such a package would have no Node-RED any more. So when nothing is left to do, or
// after two minutes in which no other one was called, loading these has failed, and Node-RED goes on with all others.

const {
  ArrayPrototypePush, ObjectDefineProperty, ObjectKeys, Promise, PromisePrototypeThen, PromiseReject, PromiseResolve, ReflectApply, SafeSet, SafeWeakSet,
  SetPrototypeAdd, SetPrototypeHas, TypeError, clearInterval, setImmediate, setInterval,
} = require('../../boot/primordials');
const { realProcess } = require('../../boot/builtins');

/** What waits until Node-RED has nothing to do, if anything does. */
let idle;
// Later on nobody but Node.js and Sentinel would be on the stack: now there are no packages yet.
realProcess.on('beforeExit', () => {
  if (idle !== undefined) setImmediate(idle, undefined);
});

/** How long core waits, and how often that is looked at. What a slow machine spends on loading the others, all at once, counts as one look. */
const LOOK_MS = 1_000;
const MOST_LOOKS = 120;
/** How many packages were called. */
let calls = 0;

let registry;
/** Sets whose package has been called. */
const begun = new SafeWeakSet();
/** Sets that core is done with, whatever it still hears of what it waited for. */
const closed = new SafeWeakSet();

/** @param {object} exports of `@node-red/registry/lib/registry.js` */
function configure(exports) {
  registry = exports;
}

/** Core is about to call the package whose set of nodes, or of plugins, this is. */
function noteBegun(set) {
  if (typeof set !== 'object' || set === null) return;
  // What was waited for has come after all, and core goes on where it was: that is done.
  if (closed.has(set) && set.loaded) throw new TypeError(`${set.id} is loaded`);
  begun.add(set);
  calls++;
}

/** Is this set loaded, so that nothing that is heard of it now is about that? */
const isClosed = (set) => closed.has(set) && set.loaded === true;

function eachSet(use) {
  const modules = registry.getModuleList();
  const names = ObjectKeys(modules);
  for (let i = 0; i < names.length; i++) {
    const { nodes, plugins } = modules[names[i]];
    const lists = [nodes ?? {}, plugins ?? {}];
    for (let k = 0; k < lists.length; k++) {
      const sets = ObjectKeys(lists[k]);
      for (let n = 0; n < sets.length; n++) use(lists[k][sets[n]]);
    }
  }
}

const isOpen = (set) => set.enabled === true && !set.loaded && !set.err && typeof set.file === 'string';

function fail(set) {
  ObjectDefineProperty(set, 'err', { __proto__: null, value: 'it did not say that it is loaded', writable: true, enumerable: true, configurable: true });
}

/** Waits for a promise as long as Node-RED has anything to do, and not too long. What it came to; `undefined` when it did not. */
const outcomeOf = (promise) => new Promise((resolve) => {
  const over = (outcome) => {
    clearInterval(timer);
    if (idle === over) idle = undefined;
    resolve(outcome);
  };
  let looks = 0; // since a package was called
  let called = calls;
  const timer = setInterval(() => {
    looks = called === calls ? looks + 1 : 1;
    called = calls;
    if (looks > MOST_LOOKS) over();
  }, LOOK_MS);
  timer.unref();
  idle = over;
  PromisePrototypeThen(promise, (value) => over({ __proto__: null, isDone: true, value }), (error) => over({ __proto__: null, isDone: false, value: error }));
});

/** Loads what core has not come to; all at once, as core does. */
function loadOthers(exports) {
  let left = 0;
  const others = [];
  eachSet((set) => {
    if (isOpen(set) && !begun.has(set) && set.type !== 'plugin') ArrayPrototypePush(others, set);
  });
  return new Promise((resolve) => {
    const done = () => {
      left--;
      if (left <= 0) resolve();
    };
    left = others.length + 1;
    for (let i = 0; i < others.length; i++) {
      try {
        PromisePrototypeThen(PromiseResolve(exports.loadNodeSet(others[i])), done, done);
      } catch {
        done(); // what it is said to be is no promise: it is not loaded
      }
    }
    done();
  });
}

function openSets() {
  const open = new SafeSet();
  eachSet((set) => {
    if (isOpen(set)) SetPrototypeAdd(open, set);
  });
  return open;
}

/** Ends the loading of those that are not loaded, but for `others`, of which somebody else is in charge. */
async function giveUp(exports, others) {
  await outcomeOf(loadOthers(exports));
  eachSet((set) => {
    if (others !== undefined && SetPrototypeHas(others, set)) return;
    if (isOpen(set)) fail(set);
    closed.add(set);
  });
  await PromisePrototypeThen(PromiseResolve(registry.saveNodeList()), () => undefined, () => undefined);
}

/** `@node-red/registry/lib/loader.js`. */
function loader(exports) {
  const { addModule, load } = exports;
  exports.load = async function loadAll(...args) {
    const outcome = await outcomeOf(PromiseResolve(ReflectApply(load, this, args)));
    if (outcome?.isDone) return outcome.value;
    // Core does not get through the list of all sets either when a package returns what is no promise and looks like one.
    if (outcome !== undefined && openSets().size === 0) return PromiseReject(outcome.value);
    return giveUp(exports);
  };
  // One after the other is installed: core waits for each, and only then adds or removes another.
  exports.addModule = async function add(...args) {
    const others = openSets();
    const outcome = await outcomeOf(PromiseResolve(ReflectApply(addModule, this, args)));
    if (outcome === undefined) await giveUp(exports, others);
    else if (!outcome.isDone) return PromiseReject(outcome.value);
    return args[0];
  };
}

module.exports = { configure, isClosed, loader, noteBegun };
