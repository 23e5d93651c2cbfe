'use strict';
// The machine behind area-runtime.js: what a part of Node-RED itself is for a package that may load it [R11].

const { MapPrototypeGet, MapPrototypeHas, MapPrototypeSet, ReflectGetOwnPropertyDescriptor, ReflectOwnKeys, SafeMap } = require('../../boot/primordials');
const { nameOf, refusal } = require('../../core/deny');
const { lentBy } = require('../../core/handed');
const { areas, contextOf, redFor } = require('../api');
const { inner, modules } = require('./runtime');
const { HIDDEN, PASS, REFUSED, add, lazily, passing, refusing } = require('../facade');
const { realFor } = require('../registry');

/** principal -> (file -> exports). */
const made = new SafeMap();
/** principal -> its RED. */
const REDs = new SafeMap();

const setOf = (name) => ({ __proto__: null, id: name, module: name, namespace: name });

/** The RED of a package, for what is in it; undefined as long as there is no runtime. */
function redOf(principal) {
  const known = MapPrototypeGet(REDs, principal);
  if (known !== undefined) return known;
  const name = nameOf(principal);
  const real = realFor(setOf(name));
  if (real === undefined) return undefined;
  const entry = { __proto__: null, real, RED: redFor(principal, name, real, setOf(name)) };
  MapPrototypeSet(REDs, principal, entry);
  return entry;
}

/** Whose calls are judged; the runtime comes when it is there. */
function lateContext(principal) {
  const name = nameOf(principal);
  return {
    __proto__: null, principal, name, set: name, module: name,
    get real() { return redOf(principal)?.real; },
  };
}

const NO_NODES = { __proto__: null, getNode: () => undefined };

/** An area of the package's RED; of those that need no runtime one made for itself when there is none. */
function ownArea(principal, area, value) {
  const entry = redOf(principal);
  if (entry !== undefined) return entry.RED[area];
  if (value === undefined || value === null) return undefined;
  const real = { __proto__: null, [area]: value, nodes: NO_NODES };
  return areas[area]?.(contextOf(principal, nameOf(principal), real, setOf(nameOf(principal))), real);
}

/**
 * What a module of Node-RED's own exports for a package.
 * @param {number} principal who may load it
 * @param {string} file
 * @param {() => any} load gives what it really exports
 */
function internalFor(principal, file, load) {
  let known = MapPrototypeGet(made, principal);
  if (known === undefined) {
    known = new SafeMap();
    MapPrototypeSet(made, principal, known);
  }
  if (MapPrototypeHas(known, file)) return MapPrototypeGet(known, file);
  const name = require('../../loader/placement').internalName(file);
  const rule = modules[name];
  // To load it would be to run it.
  if (rule === undefined) throw refusal(principal, 'all', 'require()', `${name}, which is not classified`);
  const result = valueOf(lateContext(principal), name, load(), rule);
  MapPrototypeSet(known, file, result);
  return result;
}

/** What stands for `value` by its rule. */
function valueOf(ctx, label, value, rule) {
  if (rule.own !== undefined) return ownArea(ctx.principal, rule.own, value);
  if (rule.table !== undefined && typeof value === 'object' && value !== null) return assemble(ctx, label, value, rule.table);
  return typeof value === 'object' || typeof value === 'function' ? undefined : value;
}

function assemble(ctx, label, real, table) {
  const result = {};
  const keys = ReflectOwnKeys(real);
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i];
    const rule = table[key];
    if (typeof key !== 'string' || rule === HIDDEN) continue;
    const api = `${label}.${key}()`;
    if (typeof rule === 'function') add(result, key, lentBy(rule(ctx, real, key, api), ctx.principal));
    // With a grant the server is another object than without.
    else if (rule?.own !== undefined) lazily(result, key, () => ownArea(ctx.principal, rule.own, real[key]));
    else if (rule?.table !== undefined) once(result, key, () => valueOf(ctx, `${label}.${key}`, real[key], rule));
    else if (rule === PASS && ReflectGetOwnPropertyDescriptor(real, key).get !== undefined) lazily(result, key, () => valueOf(ctx, api, real[key], rule));
    else if (typeof real[key] === 'function') add(result, key, rule === PASS ? passing(ctx, real[key], real) : refusing(ctx, api, whyNot(rule)));
    else if (rule === PASS) add(result, key, valueOf(ctx, api, real[key], rule));
  }
  return result;
}

/** A part of the runtime: it exists once that runs, and few look at it. */
function once(target, key, make) {
  let value;
  lazily(target, key, () => (value ??= make()));
}

/** The runtime as its own parts know it, for a package that settings.js made one of them. */
const runtimeFor = (principal, runtime) => assemble(lateContext(principal), 'runtime', runtime, inner);

const whyNot = (rule) => (rule === REFUSED ? 'the runtime as a whole' : 'a member that is not classified');

module.exports = { internalFor, runtimeFor };
