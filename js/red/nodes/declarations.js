'use strict';
// What packages declare with a type or a plugin, in the form that Node-RED looks into: it does so long after, when editors ask for their settings and when credentials are deployed, for everybody at once,
// and does not get through the list of all when one is not what it takes it for. Read once, and plain data from here on [A8][R14].

const {
  ArrayIsArray, ObjectHasOwn, ObjectKeys, ReflectApply, ReflectConstruct, ReflectDeleteProperty, ReflectGet, ReflectHas,
} = require('../../boot/primordials');
const { conceal } = require('../../core/conceal');
const { report } = require('../../core/deny');
const { put } = require('../../core/lists');
const { copyOf, written } = require('../areas/copies');
const { isInherited } = require('../areas/names');
const { declare, isDeclarable } = require('../areas/secrets');

const isObject = (value) => (typeof value === 'object' && value !== null) || typeof value === 'function';

/** A setting as core knows it: may editors have it, and which value has it where the operator gives none? `undefined`: that cannot be written. */
function settingOf(declaration) {
  if (!isObject(declaration)) return {};
  const plain = written(declaration);
  if (typeof plain !== 'object' || plain === null) return undefined;
  const made = {};
  if (ObjectHasOwn(plain, 'exportable')) put(made, 'exportable', plain.exportable);
  if (ObjectHasOwn(plain, 'value')) put(made, 'value', plain.value);
  return made;
}

function settingsOf(ctx, settings, isOfAnother) {
  if (!isObject(settings)) return undefined;
  const made = {};
  const names = ObjectKeys(settings);
  for (let i = 0; i < names.length; i++) {
    const name = names[i];
    const declaration = isDeclarable(name) && !isInherited(name) && !isOfAnother(name) ? settingOf(settings[name]) : undefined;
    if (declaration === undefined) report(ctx.principal, 'all', 'RED.nodes.registerType()', `the setting ${name}`);
    else put(made, name, declaration);
  }
  declare(ctx.principal, made);
  return made;
}

/** Of which kind each credential is. One of no kind is text. */
function credentialsOf(ctx, credentials) {
  if (!isObject(credentials)) return credentials ? {} : undefined;
  const made = {};
  const names = ObjectKeys(credentials);
  for (let i = 0; i < names.length; i++) {
    if (isInherited(names[i])) report(ctx.principal, 'all', 'RED.nodes.registerType()', `the credential ${names[i]}`, undefined, 'a credential cannot have the name of a member of all objects');
    else put(made, names[i], written(credentials[names[i]]) ?? {});
  }
  return made;
}

/**
 * What core gets of the options of a type.
 * @param {{principal: number}} ctx
 * @param {any} options of the package
 * @param {(setting: string) => boolean} isOfAnother
 */
function declarationsFor(ctx, options, isOfAnother) {
  if (!isObject(options)) return undefined;
  const { credentials, settings, dynamicModuleList } = options;
  return { credentials: credentialsOf(ctx, credentials), settings: settingsOf(ctx, settings, isOfAnother), dynamicModuleList };
}

/**
 * What a plugin exports to editors of the setting that has its name, when that is one for plugins: an object, and no function of core's. `undefined`: nothing.
 * @param {object} ctx
 * @param {string} name of the plugin
 * @param {any} settings
 */
function pluginSettings(ctx, name, settings) {
  if (settings === undefined || settings === null) return undefined;
  const { settings: all } = ctx.real;
  const own = ReflectHas(all, name) ? ReflectGet(all, name) : undefined;
  const isOne = isDeclarable(name) && (own === undefined || (typeof own === 'object' && own !== null && !ArrayIsArray(own)));
  const plain = isOne && isObject(settings) ? written(settings) : undefined;
  if (typeof plain !== 'object' || plain === null) {
    report(ctx.principal, 'all', 'RED.plugins.registerPlugin()', `the setting ${name}`);
    return undefined;
  }
  const made = {};
  const names = ObjectKeys(plain);
  for (let i = 0; i < names.length; i++) if (!isInherited(names[i])) put(made, names[i], settingOf(plain[names[i]]) ?? {});
  return made;
}

/** What a source of the library is set up by, as core asks for it each time that an editor is opened: whether it is shown there. */
function sourceDefaults(defaults) {
  const plain = isObject(defaults) ? written(defaults) : undefined;
  const made = {};
  if (!isObject(plain)) return made;
  const names = ObjectKeys(plain);
  for (let i = 0; i < names.length; i++) if (!isInherited(names[i]) && isObject(plain[names[i]])) put(made, names[i], plain[names[i]]);
  return made;
}

const SAME = (value) => value;

/** The class of a source of the library: what the operator set up is what core goes on with, which files the source under the id that it finds there afterwards. */
function sourceClass(Class) {
  if (typeof Class !== 'function') return Class;
  const made = function (...args) {
    const own = [copyOf(args[0], SAME)];
    return new.target === undefined ? ReflectApply(Class, this, own) : ReflectConstruct(Class, own);
  };
  return conceal(made, Class);
}

/** A theme as core takes it apart when the first editor is opened; undefined when it cannot be told. */
function themeShape(plugin) {
  let theme;
  try {
    theme = written(copyOf(plugin, () => undefined));
  } catch {
    // what throws when it is read
  }
  if (!isObject(theme)) return undefined;
  if (isObject(theme.header)) ReflectDeleteProperty(theme.header, 'hasOwnProperty');
  const rules = isObject(theme.palette) ? theme.palette.theme : undefined;
  if (!ArrayIsArray(rules)) return theme;
  theme.palette.theme = [];
  for (let i = 0; i < rules.length; i++) {
    if (!isObject(rules[i])) continue;
    if (typeof rules[i].icon !== 'string') ReflectDeleteProperty(rules[i], 'icon');
    put(theme.palette.theme, theme.palette.theme.length, rules[i]);
  }
  return theme;
}

/** Core adds what was declared to what editors are told: what cannot be written is left out, and so are those that core does not come to. */
const exporting = (original) => function exportSettings(safe) {
  const before = ObjectKeys(safe);
  const known = { __proto__: null };
  for (let i = 0; i < before.length; i++) known[before[i]] = true;
  try {
    ReflectApply(original, this, [safe]);
  } catch {
    // what is told is what it came to
  }
  const names = ObjectKeys(safe);
  for (let i = 0; i < names.length; i++) if (known[names[i]] === undefined && written(safe[names[i]]) === undefined) ReflectDeleteProperty(safe, names[i]);
  return safe;
};

/** `@node-red/runtime/lib/settings.js`. */
function settings(exports) {
  exports.exportNodeSettings = exporting(exports.exportNodeSettings);
}

module.exports = { declarationsFor, exporting, pluginSettings, settings, sourceClass, sourceDefaults, themeShape };
