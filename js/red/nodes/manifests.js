'use strict';
// What packages say of themselves in package.json, as Node-RED files them: under the name that they were installed by, whatever they call themselves
// [R13], and with sets of nodes and plugins that lie in their own folder and can be filed by their names [R14].

const { ArrayPrototypePush, ObjectKeys, StringPrototypeIndexOf, StringPrototypeStartsWith } = require('../../boot/primordials');
const { path } = require('../../boot/builtins');
const { report } = require('../../core/deny');
const { isInherited } = require('../areas/names');
const { neededBy } = require('./dependencies');
const { principalOfFile } = require('../files');

const SECTION = 'node-red';
/** Under this name Node-RED files its own nodes. */
const CORE_MODULE = 'node-red';

/** The name under which a folder of `node_modules` is found; undefined for one elsewhere, which the operator named. */
function installedAs(folder) {
  const above = path.dirname(folder);
  if (path.basename(above) === 'node_modules') return path.basename(folder);
  const isScoped = path.basename(above)[0] === '@' && path.basename(path.dirname(above)) === 'node_modules';
  return isScoped ? `${path.basename(above)}/${path.basename(folder)}` : undefined;
}

const isWithin = (folder, file) => StringPrototypeStartsWith(path.join(folder, file), `${folder}${path.sep}`);

/** Sets of nodes or plugins, without those that Node-RED could not file, or would read from somewhere else. */
function setsIn(folder, sets, tell) {
  if (typeof sets !== 'object' || sets === null) return {};
  const kept = {};
  const names = ObjectKeys(sets);
  for (let i = 0; i < names.length; i++) {
    const file = sets[names[i]];
    if (isInherited(names[i])) tell(`the set "${names[i]}"`, 'a set cannot have the name of a member of all objects');
    // Sets are found by their ids, `module/set`.
    else if (StringPrototypeIndexOf(names[i], '/') >= 0) tell(`the set "${names[i]}"`, 'a set cannot have a slash in its name');
    else if (typeof file !== 'string' || !isWithin(folder, file)) tell(`the set "${names[i]}"`, 'its file must lie in the folder of the package');
    else kept[names[i]] = file;
  }
  return kept;
}

/** A version, which core puts into texts of its own before it starts: it does not start where there is no text for it. */
function textOf(version, what, tell) {
  if (typeof version !== 'object' || version === null) return version;
  tell(what, 'a version is a text');
  return undefined;
}

/**
 * A package.json as Node-RED gets it.
 * @param {string} file its path, by which the package was found
 * @param {any} content
 */
function filed(file, content) {
  if (typeof content !== 'object' || content === null || typeof content[SECTION] !== 'object') return content;
  const folder = path.dirname(file);
  const problems = [];
  const tell = (what, reason) => ArrayPrototypePush(problems, what, reason);
  const name = installedAs(folder) ?? content.name;
  const section = content[SECTION];
  let result = content;
  if (typeof name !== 'string' || name === CORE_MODULE || isInherited(name) || section === null) {
    if (section !== null) tell(`the name "${name}"`, 'this is no name of a package with nodes');
    result = { ...content, [SECTION]: undefined };
  } else {
    if (content.name !== name) tell(`the name "${content.name}"`, 'Node-RED is told the name under which the package was installed');
    const dependencies = neededBy(name, content, section.dependencies, tell);
    const versions = [textOf(content.version, 'the version', tell), textOf(section.version, 'the version of Node-RED', tell)];
    result = { ...content, name, version: versions[0], [SECTION]: { ...section, version: versions[1], nodes: setsIn(folder, section.nodes, tell), plugins: setsIn(folder, section.plugins, tell), dependencies } };
  }
  for (let i = 0; i < problems.length; i += 2) report(principalOfFile(file), 'all', 'package.json', problems[i], undefined, problems[i + 1]);
  return result;
}

module.exports = { filed };
