'use strict';
// `RED.plugins`: a package registers under names that are free, and finds plugins of others as they may be seen.

const { ArrayPrototypePush, ReflectApply, SafeWeakMap } = require('../../boot/primordials');
const { CORE } = require('../../core/caller');
const { boundary } = require('../../core/boundary');
const { refusal, report } = require('../../core/deny');
const { isThere, moduleOf, noteRemoval, watchRemoval } = require('../nodes/modules');
const { textOf } = require('../views/containers');
const { isInherited } = require('./names');
const { isSecret } = require('./secrets');
const { exporting, pluginSettings, sourceClass, sourceDefaults } = require('../nodes/declarations');

/** What a plugin learns about itself. */
const TOLD = ['id', 'module', 'path'];

/** Plugins by which the operator keeps libraries elsewhere. */
const SOURCE = 'node-red-library-source';

/** What core keeps of a plugin -> whose it is, and what it registered. */
const definitions = new SafeWeakMap();

/** What core calls of a plugin is called on what the package registered. */
function call(kept, name, fn, act) {
  delete kept[name]; // it may be another one each time that it is read
  if (typeof fn === 'function') kept[name] = act;
}

/** A package that is being removed is removed, whatever it says to that. */
function removed(ctx, fn, definition) {
  try {
    ReflectApply(fn, definition, []);
  } catch (error) {
    ctx.real.log.error(`[${ctx.name}] what a plugin does when it is removed failed: ${textOf(error)}`);
  }
}

/** A plugin as a package finds it: its own as it registered it. */
function pluginFor(principal, kept) {
  const known = typeof kept === 'object' && kept !== null ? definitions.get(kept) : undefined;
  if (known?.principal === principal) return known.definition;
  return require('./shown').shown(principal, known?.principal ?? CORE, kept);
}

/** The module of a plugin that is registered. Node-RED 3.1 forgets none of a module that was removed. */
const holderOf = (plugin) => (plugin !== undefined && isThere(plugin.module) ? plugin.module : undefined);

function registering(ctx, real) {
  const isRemoved = watchRemoval(ctx.module);
  return (id, definition) => {
    const name = `${id}`;
    const owner = isRemoved() ? `${ctx.module}, which was removed` : holderOf(ReflectApply(real.get, real, [name])) ?? moduleOf(name);
    if (isSecret(name) || isInherited(name) || (owner !== undefined && owner !== ctx.module)) {
      report(ctx.principal, 'all', 'RED.plugins.registerPlugin()', `the plugin ${name}${owner === undefined ? '' : ` of ${owner}`}`);
      return undefined;
    }
    if ((typeof definition !== 'object' && typeof definition !== 'function') || definition === null) return ReflectApply(real.registerPlugin, real, [name, definition]);
    // What core keeps is read now; the functions in it are the package's own.
    const { type: given, settings, onadd, onremove } = definition;
    const type = given === undefined ? undefined : `${given}`;
    // Core looks for those of a type, and takes them out, under its name.
    if (type !== undefined && isInherited(type)) throw refusal(ctx.principal, 'all', 'RED.plugins.registerPlugin()', `plugins of the type ${type}`);
    const kept = { ...definition, id: name, type, settings: pluginSettings(ctx, name, settings) };
    if (type === SOURCE) {
      kept.defaults = sourceDefaults(kept.defaults);
      kept.class = sourceClass(kept.class);
    }
    const tell = () => {
      for (let i = 0; i < TOLD.length; i++) definition[TOLD[i]] = kept[TOLD[i]];
    };
    call(kept, 'onadd', onadd, () => {
      tell();
      ReflectApply(onadd, definition, []);
    });
    call(kept, 'onremove', onremove, () => removed(ctx, onremove, definition));
    definitions.set(kept, { principal: ctx.principal, definition });
    const result = ReflectApply(boundary(real.registerPlugin), real, [name, kept]);
    tell();
    return result;
  };
}

const plugins = {
  __proto__: null,
  registerPlugin: registering,
  get: (ctx, real) => (id) => pluginFor(ctx.principal, ReflectApply(real.get, real, [`${id}`])),
  getByType: (ctx, real) => (type) => {
    const list = real.getByType(`${type}`);
    const result = [];
    for (let i = 0; i < list.length; i++) ArrayPrototypePush(result, pluginFor(ctx.principal, list[i]));
    return result;
  },
};

/** How many modules were removed. */
let removals = 0;

/** `@node-red/registry/lib/plugins.js`: it keeps, for each language, the editor halves of all plugins, also of those that are there no more when none of them had registered anything. */
function registered(exports) {
  const { exportPluginSettings, getPluginConfigs, removeModule } = exports;
  exports.exportPluginSettings = exporting(exportPluginSettings);
  if (typeof removeModule !== 'function') return;
  exports.removeModule = function remove(...args) {
    removals++;
    // Here what a plugin does when it is removed is done.
    noteRemoval(args[0]);
    return ReflectApply(removeModule, this, args);
  };
  exports.getPluginConfigs = (language) => ReflectApply(getPluginConfigs, exports, [removals === 0 ? language : `${language} ${removals}`]);
}

module.exports = { pluginFor, plugins, registered };
