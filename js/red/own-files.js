'use strict';
// Files of a package that core reads for whoever asks: editor halves, help, catalogues of texts, icons, examples, resources, themes. A checkout that was installed by its folder may hold
// links, and these lead out of it: what is not the package's own is not there [R14].

const {
  ArrayIsArray, ArrayPrototypePush, JSONStringify, MapPrototypeGet, MapPrototypeSet, ObjectKeys, PromisePrototypeThen, PromiseResolve, ReflectApply, SafeMap, StringPrototypeIndexOf, StringPrototypeSlice,
} = require('../boot/primordials');
const { path, realpath } = require('../boot/builtins');
const { CORE, isBelow } = require('../core/caller');
const { report } = require('../core/deny');
const { beneath } = require('./areas/copies');
const { isInherited } = require('./areas/names');
const { themeShape } = require('./nodes/declarations');
const { principalOfFile } = require('./files');

const CORE_MODULE = 'node-red';

/** Name of a module -> whose its folder is, and where. */
const folders = new SafeMap();
const CORES = { __proto__: null, owner: CORE, home: undefined };
const folderOf = (module) => MapPrototypeGet(folders, module) ?? CORES;

/** Does this file lie in its folder, and is no link to somewhere else? One that is not there is none. */
function isItself(file) {
  try {
    return path.dirname(realpath(file)) === realpath(path.dirname(file));
  } catch {
    return true;
  }
}

/**
 * In folders that the operator keeps nodes in (`{userDir}/nodes`, `nodesDir`) each file is somebody by itself. What lies in there belongs to what Node-RED loads
 * from the same folder; so does what is not there.
 */
function isBeside(home, file) {
  const { KIND, ownerOf } = require('../core/owners');
  let base;
  try {
    base = realpath(home);
    if (ownerOf(path.join(base, 'package.json')).kind !== KIND.path) return false;
  } catch {
    return false;
  }
  try {
    const real = realpath(file);
    return isBelow(real, base) && ownerOf(path.join(real, 'package.json')).kind === KIND.path;
  } catch {
    return true;
  }
}

/** Does this file, found in what belongs to that principal and lies in that folder, lead to something else? */
function leadsOut({ owner, home }, file) {
  if (owner === CORE || principalOfFile(file) === owner || isBeside(home, file)) return false;
  tell(owner, file);
  return true;
}

function tell(owner, file) {
  report(owner, 'all', 'a file of the package', file, undefined, 'a link leads out of the package, and Node-RED would show what is there to whoever asks');
}

/** What belongs to a folder. */
const inFolder = (home) => ({ __proto__: null, owner: principalOfFile(path.join(home, 'package.json')), home });

/** A module is being added to the registry; what its files are has been read. */
function noteModule(module) {
  const place = module.path ?? (typeof module.resources?.path === 'string' ? path.join(module.resources.path, '..') : undefined);
  if (typeof place === 'string') MapPrototypeSet(folders, module.name, inFolder(place));
  closeTemplates(module.nodes);
  closeTemplates(module.plugins);
}

/** Takes out the editor halves that lie elsewhere. */
function closeTemplates(sets) {
  const names = ObjectKeys(sets ?? {});
  for (let i = 0; i < names.length; i++) {
    const set = sets[names[i]];
    if (typeof set?.template !== 'string' || typeof set.config !== 'string') continue;
    const owner = principalOfFile(typeof set.file === 'string' ? set.file : path.join(set.template, '..', 'package.json'));
    if (isItself(set.template) || !leadsOut({ owner, home: path.dirname(set.template) }, set.template)) continue;
    set.config = '';
    set.help = {};
    if (set.types !== undefined) set.types = [];
  }
}

/**
 * A function of core that says where a file of a module is: null when that leads out of it. Core files modules in plain objects, and whoever asks for a file names one: what every object
 * has there is none, whatever a package has put on it.
 */
const within = (original) => function find(module, place) {
  if (isInherited(module)) return null;
  const file = ReflectApply(original, this, [module, place]);
  return typeof file === 'string' && leadsOut(folderOf(module), file) ? null : file;
};

/** The same for icons: where a module has none of that name, core has. */
const icons = (original) => function find(module, icon) {
  if (isInherited(module)) return ReflectApply(original, this, [CORE_MODULE, icon]);
  const file = ReflectApply(original, this, [module, icon]);
  if (typeof file !== 'string' || principalOfFile(file) === folderOf(module).owner) return file;
  const found = ReflectApply(original, this, [CORE_MODULE, icon]);
  // There are those of `{userDir}/nodes`, too.
  const cores = found === null || isItself(found) ? found : null;
  return file === found || leadsOut(folderOf(module), file) ? cores : file;
};

/** Does this folder, found in what belongs to that principal, lead to something else? */
function isElsewhere({ owner, home }, folder) {
  let real = folder;
  try {
    real = realpath(folder);
  } catch {
    return false; // there is nothing to show
  }
  if (owner === CORE || principalOfFile(path.join(real, 'package.json')) === owner || isBeside(home, folder)) return false;
  tell(owner, folder);
  return true;
}

/** `@node-red/registry/lib/library.js`. */
function examples(exports) {
  exports.getExampleFlowPath = within(exports.getExampleFlowPath);
  const { addExamplesDir } = exports;
  // Core waits for nothing of it: nobody else would hear that this is no folder that can be read.
  exports.addExamplesDir = function addExamples(module, folder) {
    if (isElsewhere(folderOf(module), folder)) return PromiseResolve();
    return PromisePrototypeThen(ReflectApply(addExamplesDir, this, [module, folder]), undefined, () => undefined);
  };
}

/** Whoever asks in one language gets what there is in the language that it is a kind of. */
function isClosedFor(whose, language, fileFor) {
  const dash = StringPrototypeIndexOf(language, '-');
  return leadsOut(whose, fileFor(language)) || (dash > 0 && leadsOut(whose, fileFor(StringPrototypeSlice(language, 0, dash))));
}

/** `@node-red/registry/lib/loader.js`. */
function help(exports) {
  const { getNodeHelp } = exports;
  exports.getNodeHelp = function getHelp(node, language) {
    if (typeof node?.template === 'string' && node.help?.[language] === undefined) {
      const folder = path.dirname(node.template);
      if (isClosedFor(inFolder(folder), `${language}`, (name) => path.join(folder, 'locales', name, path.basename(node.template)))) return null;
    }
    return ReflectApply(getNodeHelp, this, [node, language]);
  };
}

/** What of a theme names a file, or several: the folder of its package goes before it. */
const THEME_FILES = [['css'], ['scripts'], ['page', 'favicon'], ['page', 'tabicon', 'icon'], ['header', 'image']];

/** The files of a list, or the one, that are the package's own. */
function ownFiles(whose, folder, files, mayBeSeveral) {
  const isOwn = (file) => typeof file === 'string' && !leadsOut(whose, path.resolve(folder, file));
  if (!ArrayIsArray(files)) return files === false || isOwn(files) ? files : undefined;
  if (!mayBeSeveral) return undefined;
  const own = [];
  for (let i = 0; i < files.length; i++) if (isOwn(files[i])) ArrayPrototypePush(own, files[i]);
  return own;
}

/** A theme as the editor's half of Node-RED gets it, which serves what it names to whoever asks, before anybody has logged in. It is read once, here. */
function themeOf(plugin) {
  const whose = folderOf(plugin?.module);
  if (whose.owner === CORE || plugin.type !== 'node-red-theme') return plugin;
  const theme = themeShape(plugin);
  if (theme === undefined) return undefined;
  for (let i = 0; i < THEME_FILES.length; i++) {
    const names = THEME_FILES[i];
    const last = names.length - 1;
    let at = theme;
    for (let k = 0; k < last && at !== undefined; k++) at = isObject(at[names[k]]) ? at[names[k]] : undefined;
    if (at !== undefined && at[names[last]] !== undefined) at[names[last]] = ownFiles(whose, `${theme.path}`, at[names[last]], last === 0);
  }
  return theme;
}
const isObject = (value) => typeof value === 'object' && value !== null;

/** `@node-red/runtime/lib/api/plugins.js`. */
function themes(exports) {
  const { getPlugin } = exports;
  exports.getPlugin = (opts) => PromisePrototypeThen(ReflectApply(getPlugin, exports, [opts]), themeOf);
}

/** Namespace -> { folder, file } of its texts. */
const catalogues = new SafeMap();

/** `@node-red/util/lib/i18n.js`: what reads the files is handed to the library of texts. */
function texts(exports) {
  const { i: library, registerMessageCatalog } = exports;
  const { use } = library;
  exports.registerMessageCatalog = function registerCatalog(namespace, folder, file) {
    MapPrototypeSet(catalogues, namespace, { __proto__: null, folder, file });
    return ReflectApply(registerMessageCatalog, this, [namespace, folder, file]);
  };
  library.use = function useBackend(backend) {
    if (backend?.type === 'backend') guardBackend(backend);
    return ReflectApply(use, this, [backend]);
  };
}

/** Editors are told the texts of all packages at once, and none when those of one cannot be written as JSON. */
function isTellable(catalogue) {
  try {
    beneath(() => JSONStringify(catalogue));
    return true;
  } catch {
    return false;
  }
}

function guardBackend(backend) {
  const { read } = backend;
  backend.read = function readCatalogue(language, namespace, callback) {
    const known = MapPrototypeGet(catalogues, namespace);
    const whose = known === undefined ? CORES : inFolder(path.dirname(known.folder));
    const { owner } = whose;
    if (owner !== CORE && isClosedFor(whose, language, (name) => path.join(known.folder, name, known.file))) callback(null, {});
    else ReflectApply(read, this, [language, namespace, owner === CORE ? callback : (error, found) => callback(error, isTellable(found) ? found : {})]);
  };
}

module.exports = { examples, help, icons, noteModule, texts, themes, within };
