'use strict';
// Who imports. `import()` runs Node's loader at once, with the code that imports on the stack. It is looked for where the loader begins: there it is the fourth
// frame, and the eighth to twelfth where the loader asks the hook (esm.js), and V8 has to translate what optimised code has in it for each. What was seen
// there counts for the question that this import brings, of the same specifier for the same module. For any other (a static import, what a hook of the
// operator's has made of it) the hook looks itself.

const { ReflectApply, StringPrototypeStartsWith } = require('../boot/primordials');
const { state } = require('../boot/state');
const { CORE, UNKNOWN, evaluator, isEvaluatedCode, isSettled, lookOf, newPlace, settle } = require('../core/caller');
const { innerModule } = require('../core/inner');
const { KIND } = require('../core/owners');
const placement = require('./placement');

let compartments;
/** Node-RED's module that gives packages `RED.import`. */
let redImport;
/** lookOf() of core/caller.js, from the moment the hook is there. */
let lookNow;
const early = newPlace();
const late = newPlace();

/** What Node's loader is about to resolve for an `import()`. */
class Importing {
  constructor(specifier, parentURL, found) {
    this.specifier = specifier;
    this.parentURL = parentURL;
    this.found = found;
  }
}
let importing;

/** Node's loader of ES modules, where Sentinel has Node's own modules (core/inner.js). */
function loaderOfNode() {
  try {
    return innerModule()?.('internal/modules/esm/loader').getOrInitializeCascadedLoader();
  } catch {
    return undefined; // not on this Node.js
  }
}

/** Stands between what V8 calls for `import()` and the loader, an object that only Node's own modules have. */
function watchImports() {
  const loader = loaderOfNode();
  const original = loader?.import;
  if (typeof original !== 'function') return;
  const holder = {
    import(...args) {
      if (!state.armed || state.confined !== undefined) return ReflectApply(original, this, args);
      const outer = importing;
      importing = new Importing(args[0], args[1], lookNow(0, early));
      try {
        return ReflectApply(original, this, args);
      } finally {
        importing = outer;
      }
    },
  };
  loader.import = holder.import;
}

/**
 * Before the first package imports.
 * @param {object} registry gives the compartment of a principal (see compartment.js)
 * @param {string|undefined} redImportOf Node-RED's module that gives packages `RED.import`
 */
function configure(registry, redImportOf) {
  compartments = registry;
  redImport = redImportOf;
  lookNow = lookOf();
  watchImports();
}

/** What the addon says of the stack of this import: of code that `eval` made, or of whom. */
function look(specifier, parentURL) {
  const { found, specifier: asked, parentURL: from } = importing ?? NONE;
  if (found === undefined || asked !== specifier || from !== parentURL) return lookNow(0, late);
  // One import asks one question.
  importing = undefined;
  return found;
}
const NONE = { __proto__: null, found: undefined, specifier: undefined, parentURL: undefined };

const settled = (found) => (isSettled(found) ? found : settle(found, 0, late));

/**
 * The principal that imports and the rights of its package; undefined for core.
 * @param {object|undefined} origin of the module or script that holds the `import`, see esm-known.js
 * @param {string} specifier
 * @param {string|undefined} parentURL
 */
function importer(origin, specifier, parentURL) {
  if (state.confined !== undefined) return compartments.settled(state.confined).home;
  const found = state.armed ? look(specifier, parentURL) : CORE;
  // A CommonJS file of several compartments has one name: which of them imports is seen on the stack.
  if (origin?.isShared === true) return seen(origin, found);
  if (origin === undefined) return isEvaluatedCode(found) ? homeOf(UNKNOWN) : undefined;
  const { file, marked, owner } = origin;
  if (file === undefined) return homeOf(marked === undefined ? settled(found) : unlessLured(marked, found));
  if (marked !== undefined) return unlessLured(marked, found) === marked ? fromOf(marked, owner) : homeOf(UNKNOWN);
  // Code compiled from a text by a guard (boot/codegen.js) takes the guard for its place: it is whose it is on the stack.
  if (owner.kind === KIND.sentinel) return homeOf(settled(found));
  // What is left is core's. What core had `eval` do for a package (a function in a JSONata expression) has its name.
  if (isEvaluatedCode(found)) return homeOf(UNKNOWN);
  // RED.import: core imports what the package on the stack names, and parts of itself.
  const forOthers = (file === redImport || placement.isExternalModules(file)) && !StringPrototypeStartsWith(specifier, './');
  return forOthers ? homeOf(settled(found)) : undefined;
}

function seen(origin, found) {
  const caller = settled(found);
  const principal = caller === UNKNOWN ? unlessLured(compartments.holderOf(origin.file), found) : caller === CORE ? placement.principalOfFile(origin.file) : caller;
  if (origin.last?.principal !== principal) origin.last = fromOf(principal, origin.owner);
  return origin.last;
}

/** Code that `eval` made has the name of whoever called that. A value can have it called by who merely looks there. */
const unlessLured = (principal, found) => (isEvaluatedCode(found) && evaluator() !== principal ? UNKNOWN : principal);

const homeOf = (principal) => (principal === CORE ? undefined : compartments.settled(principal).home);

function fromOf(principal, owner) {
  const name = owner.kind === KIND.package ? owner.name : '';
  return { __proto__: null, principal, name, root: owner.root, directory: owner.kind === KIND.path ? compartments.settled(principal).directory : '' };
}

module.exports = { configure, importer, loaderOfNode };
