'use strict';
// Whose dependency an ES module is. Node keeps one instance of each, so a dependency acts for a palette package only
// when that package is the only one that depends on it; otherwise nobody can say, and it is `unknown` [A7].

const {
  ArrayPrototypePush, JSONParse, MapPrototypeGet, MapPrototypeSet, SafeMap, StringPrototypeStartsWith,
} = require('../boot/primordials');
const { fs, path } = require('../boot/builtins');
const { UNKNOWN } = require('../core/caller');

let native;
let userDir;
/** Real package folder -> principal, or UNKNOWN when several palette packages depend on it. */
let byRoot;

function configure(api, directory) {
  native = api;
  userDir = directory;
}

function names(directory) {
  try {
    return fs.readdirSync(directory);
  } catch {
    return [];
  }
}

/** Names of the packages installed in {userDir}/node_modules. */
function installed() {
  const modules = path.join(userDir, 'node_modules');
  const result = [];
  const entries = names(modules);
  for (let i = 0; i < entries.length; i++) {
    if (!StringPrototypeStartsWith(entries[i], '@')) {
      ArrayPrototypePush(result, entries[i]);
      continue;
    }
    const scoped = names(path.join(modules, entries[i]));
    for (let s = 0; s < scoped.length; s++) ArrayPrototypePush(result, `${entries[i]}/${scoped[s]}`);
  }
  return result;
}

function isPrincipal(directory, name) {
  if (native.hasEntry(name)) return true;
  try {
    return typeof JSONParse(fs.readFileSync(path.join(directory, 'package.json'), 'utf8'))['node-red'] === 'object';
  } catch {
    return false;
  }
}

function build() {
  const result = new SafeMap();
  const packages = installed();
  for (let i = 0; i < packages.length; i++) {
    const directory = path.join(userDir, 'node_modules', packages[i]);
    if (!isPrincipal(directory, packages[i])) continue;
    const principal = native.principal(packages[i]);
    const closure = native.closure(fs.realpathSync(directory));
    for (let c = 0; c < closure.length; c++) {
      const known = MapPrototypeGet(result, closure[c]);
      MapPrototypeSet(result, closure[c], known === undefined || known === principal ? principal : UNKNOWN);
    }
  }
  return result;
}

/** The one palette package that depends on the package of `owner`, or UNKNOWN. */
function soleDependant(owner) {
  byRoot ??= build();
  let principal = MapPrototypeGet(byRoot, owner.root);
  if (principal === undefined) {
    // Installed since.
    byRoot = build();
    principal = MapPrototypeGet(byRoot, owner.root) ?? UNKNOWN;
    MapPrototypeSet(byRoot, owner.root, principal);
  }
  return principal;
}

module.exports = { configure, soleDependant };
