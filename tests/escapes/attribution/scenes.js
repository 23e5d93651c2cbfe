'use strict';
// Scenes with several packages: who is calling, when names lie, libraries are shared and others are tampered with.
//
// A scene: name, wants, steps [[package, call, args], …]; what the last step answers is judged. `legit`: must work under Sentinel.
// `hooks`: only where Node tells who imports (22.15 and later).
const { PLACES } = require('./packages/scene-attacker/spies.js');

const G = 'scene-granted';
const A = 'scene-attacker';
const read = { path: '{secret}' };
const touch = { marker: '{marker}' };

const WAYS = ['read', 'readLazily', 'readLater', 'readInTimer', 'readInPlace', 'readByClass', 'readByImport', 'readEsm', 'readEsmLater', 'readNested', 'readNestedLater', 'readOwn'];
const TAMPERING = {
  patchExports: 'read', patchPrototype: 'readByClass', patchHelper: 'readByClass', setHook: 'readWithHook', patchCache: 'read', patchAllCaches: 'readByModule',
};
const HOOKS = ['seedCache', 'seedModuleCache', 'hookExtensions', 'hookCompile', 'hookLoad', 'hookResolve', 'hookRequire', 'hookWrapper'];
const INSIDES = ['insides', 'insidesByName', 'insidesByImport', 'insidesInCache', 'insidesByChildren', 'insidesByCreateRequire', 'insidesByItsModule', 'compiledAsIt', 'compiledAsExistingFile'];
const LURES = ['applied', 'appliedBound', 'appliedPromise', 'appliedRequire'];

/** Through these little passes; they only must not show anything with Sentinel. */
const UNSURE = new Set(['Promise.prototype.then', 'Reflect.apply', 'Object.assign', 'URL', 'fs.createReadStream']);

const one = (name, packageName, call, more = {}) => ({ name, wants: 'read', steps: [[packageName, call, read]], ...more });

module.exports = [
  ...WAYS.map((call) => one(`the granted package: ${call}`, G, call, { legit: true })),
  ...WAYS.map((call) => one(`the same library used by a package without grants: ${call}`, A, call)),
  ...WAYS.map((call) => ({ name: `after the granted package has used it: ${call}`, wants: 'read', steps: [[G, call, { path: '{own}' }], [A, call, read]] })),
  ...['readLater', 'readInTimer', 'readEsmLater', 'readNestedLater'].map((call) => ({
    name: `while the granted package uses it: ${call}`, wants: 'read', together: true, steps: [[G, call, { path: '{own}' }], [G, call, { path: '{own}' }], [A, call, read]],
  })),
  { name: 'a program through the shared library', wants: 'exec', steps: [[A, 'touchShared', touch]] },

  one('a folder called express inside the package', A, 'express'),
  { name: 'a program from a folder called express', wants: 'exec', steps: [[A, 'expressTouch', touch]] },
  one('a folder called @node-red/runtime inside the package', A, 'runtime'),
  one('a module that says it is red.js', A, 'forgedModule'),
  ...['readOwn', 'readLater'].map((call) => one(`a package called @node-red/scene-evil: ${call}`, '@node-red/scene-evil', call)),
  one('a package called @nrg/scene-evil', '@nrg/scene-evil', 'readOwn'),
  one('a package whose package.json bears the name of a granted one', 'scene-liar', 'readOwn'),
  one('a linked package whose real folder lies in a node-red', 'scene-linked', 'readOwn'),
  one('a linked package whose real folder lies in a node-red, later', 'scene-linked', 'readLater'),
  one('a file in the nodes folder of the userDir', 'scene-file', 'readOwn'),
  one('a granted file in the nodes folder of the userDir', 'scene-file-granted', 'readOwn', { legit: true }),
  one('a package found through nodesDir', 'scene-dir-file', 'readOwn'),

  one('a package without grants through a service that has them', 'scene-client', 'service', { legit: true }),
  one('a package without grants through a service, later', 'scene-client', 'serviceLater', { legit: true }),
  one('a package without grants through a library with an entry of its own', 'scene-client', 'entry', { legit: true }),
  one('the client of a service by itself', 'scene-client', 'readOwn'),

  ...LURES.map((call) => one(`called by a careless helper of the granted package: ${call}`, A, call)),
  { name: 'a program started by a careless helper', wants: 'exec', steps: [[A, 'appliedProgram', touch]] },
  // Node-RED 5 imports packages: there the main module has no children
  // Node-RED 5.0 imports packages: no module is the parent of theirs.
  ...INSIDES.map((call) => one(`the insides of the granted package: ${call}`, A, call, call === 'insidesByChildren' ? { bare: 'any' } : {})),

  ...Object.entries(TAMPERING).map(([tamper, use]) => ({
    name: `listening in: ${tamper}`, wants: 'read', fresh: true, steps: [[A, tamper], [G, use, read], [A, 'collect']],
  })),
  ...HOOKS.map((hook) => ({
    name: `taking over a module that is loaded later: ${hook}`, wants: 'read', fresh: true, steps: [[A, 'prepare', read], [A, hook], [G, 'lazily', read], [A, 'collect']],
  })),
  ...HOOKS.slice(0, 4).map((hook) => ({
    name: `taking over a module that was evicted: ${hook}`, wants: 'read', fresh: true,
    steps: [[G, 'lazily', { path: '{own}' }], [A, 'evict'], [A, 'prepare', read], [A, hook], [G, 'lazily', read], [A, 'collect']],
  })),
  ...Object.keys(PLACES).map((name) => ({
    name: `listening in through ${name}`, wants: 'read', steps: [[A, 'spy', { name }], [G, 'work', read], [A, 'collect']], undo: [A, 'collect'],
    ...(UNSURE.has(name) ? { bare: 'any' } : {}),
  })),
  { name: 'a variable that another package sees', wants: 'escaped', fresh: true, steps: [[A, 'writeEnvironment', { name: 'NRGS_SCENE' }], [G, 'builtins', { ctx: { name: 'NRGS_SCENE' } }]] },
  { name: 'a working directory that another package sees', wants: 'escaped', fresh: true, steps: [[A, 'replaceCwd'], [G, 'builtins', { ctx: { name: 'NRGS_SCENE' } }]] },
];
