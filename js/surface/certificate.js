'use strict';
// What a package can reach in the running Node.js, name by name: guarded, safe, or not classified. The names are taken
// before Sentinel is armed; then the same names are read with a package on the stack, and through its facades. What
// then differs is guarded: this asks the guards themselves, not the tables they are made from.
// Runs in a process of its own (`nrg-sentinel status --surface`, scripts/surface.js), which it arms for good.

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { survey } = require('./roots');
const { reasonOf } = require('./index');
const { isReviewed } = require('./refuse');

/** A Node-RED that is only a name, so that there is something to guard. */
function makeScene() {
  const base = fs.mkdtempSync(path.join(os.tmpdir(), 'nrg-sentinel-surface-'));
  const nodeRedDir = path.join(base, 'node_modules', 'node-red');
  fs.mkdirSync(nodeRedDir, { recursive: true });
  fs.mkdirSync(path.join(base, 'user', 'node_modules', 'probe'), { recursive: true });
  fs.writeFileSync(path.join(nodeRedDir, 'package.json'), '{"name":"node-red","version":"0.0.0"}');
  fs.writeFileSync(path.join(nodeRedDir, 'red.js'), '');
  fs.writeFileSync(path.join(base, 'user', 'node_modules', 'probe', 'package.json'), '{"name":"probe","version":"1.0.0"}');
  const probe = path.join(base, 'user', 'node_modules', 'probe', 'index.js');
  fs.writeFileSync(probe, 'module.exports = { read: (get, list) => list.map((item) => get(item)), require };');
  return { base, nodeRedDir, probe };
}

/** Arms this process and loads a package into it. */
function load({ base, nodeRedDir, probe }) {
  process.argv.splice(2, Infinity, '--userDir', path.join(base, 'user'));
  require('../boot/arm').arm({ kind: 'node-red', nodeRedDir, mainFile: __filename, appDir: undefined });
  return require('../loader/require').loadInto(compartmentOf(probe), probe, undefined);
}

function compartmentOf(file) {
  return require('../loader/compartment').of(require('../loader/placement').principalOfFile(file));
}

/** What a name is now: the value or getter that stands there. */
function current({ holder, key, kind }) {
  try {
    const descriptor = Reflect.getOwnPropertyDescriptor(holder, key);
    if (descriptor === undefined || kind === 'accessor') return descriptor?.get;
    return descriptor.get === undefined ? descriptor.value : Reflect.get(holder, key);
  } catch (error) {
    return error;
  }
}

const before = ({ kind, value }) => (kind === 'accessor' ? value.get : value);
const same = (a, b) => a === b || (Number.isNaN(a) && Number.isNaN(b));

/** What the prototypes of classes name as their constructor. */
function constructors(entries) {
  return entries.map(({ kind, value }) => (kind === 'function' && Object.hasOwn(value.prototype ?? {}, 'constructor') ? value.prototype.constructor : undefined));
}

/** Classes that are guarded and can still be found: what stands there now has the prototype that names the real one. */
function behind(entries, named, now, facades) {
  const found = entries.map(({ name, kind, value }, i) => {
    const { prototype } = kind === 'function' ? value : {};
    const facade = facades.get(name.slice(0, name.indexOf('.')))?.[name.slice(name.indexOf('.') + 1)];
    const reachable = now[i] !== value && (now[i]?.prototype === prototype || facade?.prototype === prototype);
    return reachable && named[i] !== undefined && { name: `${name}.prototype.constructor`, holder: prototype, key: 'constructor', kind: 'function', value: named[i] };
  });
  return found.filter(Boolean);
}

/** Does the package's own facade hand out what it should not? */
function facadeGives(entry, facades) {
  const dot = entry.name.indexOf('.');
  const facade = facades.get(entry.name.slice(0, dot));
  if (facade === undefined || entry.name !== `${entry.name.slice(0, dot)}.${String(entry.key)}`) return false;
  return same(current({ ...entry, holder: facade }), before(entry)) && Reflect.has(facade, entry.key);
}

/**
 * @returns {{node: string, reviewed: boolean, modules: Record<string, {guarded: string[], safe: string[], unclassified: string[]}>}}
 */
function certify() {
  const entries = survey();
  const named = constructors(entries);
  const names = [...new Set(entries.map(({ name }) => name.slice(0, name.indexOf('.'))))];
  const scene = makeScene();
  try {
    const probe = load(scene);
    const facades = new Map();
    for (const name of names) {
      try {
        facades.set(name, probe.require(`node:${name}`));
      } catch {
        // Not a module, or refused as a whole.
      }
    }
    facades.set('process', probe.require('process'));
    const now = probe.read(current, entries);
    const found = behind(entries, named, now, facades);
    entries.push(...found);
    now.push(...probe.read(current, found));
    const refused = new Set(require('../boot/state').state.unclassified.refused);
    const modules = {};
    const replaced = new Set();
    for (const [i, entry] of entries.entries()) {
      const open = !isBelow(entry.name, replaced) && (same(now[i], before(entry)) || facadeGives(entry, facades));
      if (!open && entry.kind !== 'function') replaced.add(entry.name);
      const group = groupOf(entry.name);
      modules[group] ??= { guarded: [], safe: [], unclassified: [] };
      modules[group][refused.has(entry.name) ? 'unclassified' : kindOf(entry.name, open)].push(entry.name);
    }
    return { node: process.version, reviewed: isReviewed(), modules };
  } finally {
    fs.rmSync(scene.base, { recursive: true, force: true });
  }
}

function kindOf(name, open) {
  if (!open) return 'guarded';
  return reasonOf(name) === undefined ? 'unclassified' : 'safe';
}

/** Is this a member of an object that packages get another one for? Not of a prototype: a guarded class shares it with the real one. */
function isBelow(name, replaced) {
  if (name.includes('.prototype.')) return false;
  for (let at = name.lastIndexOf('.'); at > 0; at = name.lastIndexOf('.', at - 1)) if (replaced.has(name.slice(0, at))) return true;
  return false;
}

/** Names of globals begin with what hangs on the global object. */
function groupOf(name) {
  const first = name.slice(0, name.indexOf('.'));
  return require('../boot/builtins').module.isBuiltin(`node:${first}`) || first === 'handle' ? first : 'globalThis';
}

module.exports = { certify };

if (require.main === module) {
  fs.writeFileSync(1, JSON.stringify(certify()));
}
