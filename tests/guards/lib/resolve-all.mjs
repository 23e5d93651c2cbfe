// Resolves everything that the packages of a tree name, by Sentinel and by Node itself, and prints where the two differ.
// node --experimental-import-meta-resolve resolve-all.mjs <folder with node_modules>
import fs from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const require = createRequire(import.meta.url);
const { find } = require('../../../js/loader/esm-find.js');

const result = { same: 0, left: 0, different: [] };

function compare(specifier, parent) {
  if (isBuiltin(specifier)) return; // not asked of it
  const ours = find(specifier, parent);
  if (ours === undefined) {
    result.left++;
    return;
  }
  let nodes;
  try {
    nodes = import.meta.resolve(specifier, parent);
  } catch (error) {
    nodes = error.code;
  }
  if (ours.url === nodes) result.same++;
  else result.different.push([specifier, parent, ours.url, nodes]);
}

const below = (dir) => fs.readdirSync(dir).filter((name) => name[0] !== '.').flatMap((name) => (name[0] === '@' ? fs.readdirSync(path.join(dir, name)).map((inner) => `${name}/${inner}`) : [name]));

const modules = fs.realpathSync(path.join(process.argv[2], 'node_modules'));
const outside = pathToFileURL(path.join(modules, '..', 'index.mjs')).href;
for (const name of below(modules)) {
  const root = path.join(modules, name);
  if (!fs.existsSync(path.join(root, 'package.json'))) continue;
  const { dependencies = {}, exports, imports = {} } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
  const inside = pathToFileURL(path.join(root, 'lib', 'some.mjs')).href;
  const keys = typeof exports === 'object' && exports !== null ? Object.keys(exports).filter((key) => key[0] === '.').map((key) => key.slice(1)) : [];
  for (const specifier of [name, `${name}/package.json`, `${name}/index.js`, `${name}/lib`, `${name}/lib/index.js`, `${name}/../${name}`, `${name}/%2e`]) compare(specifier, outside);
  for (const key of keys) for (const end of [key, key.replace('*', 'index'), key.replace('*', 'index.js'), key.replace('*', '../index.js'), `${key}/more`]) compare(name + end, outside);
  for (const specifier of [name, ...Object.keys(dependencies), ...Object.keys(imports).flatMap((key) => [key, key.replace('*', 'index')])]) compare(specifier, inside);
}
console.log(JSON.stringify(result));
