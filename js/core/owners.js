'use strict';
// Which package a file belongs to, remembered by directory. The answer is the addon's, from real paths.

const { MapPrototypeGet, MapPrototypeSet, ObjectFreeze, SafeMap } = require('../boot/primordials');
const { path } = require('../boot/builtins');

/** Kinds of owner. */
const KIND = ObjectFreeze({ __proto__: null, core: 0, package: 1, path: 2, sentinel: 3 });

let native;
const byDirectory = new SafeMap();
/** `node_modules` folder -> the package whose folder it is in. */
const outerByModules = new SafeMap();

function configure(api) {
  native = api;
}

/**
 * @param {string} file real absolute path
 * @returns {{kind: number, name: string, root: string, palette: boolean}}
 */
function ownerOf(file) {
  const directory = path.dirname(file);
  const known = MapPrototypeGet(byDirectory, directory);
  if (known !== undefined) return known;
  const answer = native.owner(file);
  const owner = { __proto__: null, kind: answer[0], name: answer[1], root: answer[2], palette: answer[3], outer: undefined };
  // What is linked into the userDir was installed by itself, wherever it lies: in the store of `pnpm`, a folder of somebody's own.
  const isLinked = answer[4];
  if (owner.kind === KIND.package && !isLinked) owner.outer = outerPackage(owner);
  // Files that are principals of their own, and the operator's single files, differ within one directory.
  if (owner.kind === KIND.package || owner.kind === KIND.sentinel) MapPrototypeSet(byDirectory, directory, owner);
  else if (owner.kind === KIND.core && owner.root !== '') MapPrototypeSet(byDirectory, directory, owner);
  return owner;
}

/**
 * The package in whose folder this one lies (`outer/node_modules/name`), or undefined for one that was installed by
 * itself. Only the latter is a principal: whoever publishes `outer` chooses what lies in its folder, and how it is called.
 */
function outerPackage(owner) {
  const modules = modulesDirectory(owner);
  if (modules === undefined) return undefined;
  if (!outerByModules.has(modules)) outerByModules.set(modules, findOuter(modules));
  return outerByModules.get(modules);
}

function findOuter(modules) {
  const outer = ownerOf(path.join(path.dirname(modules), 'package.json'));
  return outer.kind === KIND.package ? outer.outer ?? outer : undefined;
}

/** The `node_modules` a package lies in; undefined when it lies elsewhere (a linked checkout). */
function modulesDirectory({ root }) {
  for (let at = path.dirname(root); path.dirname(at) !== at; at = path.dirname(at)) {
    if (path.basename(at) === 'node_modules') return at;
    if (path.basename(at)[0] !== '@') return undefined;
  }
  return undefined;
}

/** Forgets everything: packages were installed or removed. */
function forget() {
  byDirectory.clear();
  outerByModules.clear();
}

module.exports = { KIND, configure, forget, ownerOf };
