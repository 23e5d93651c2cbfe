'use strict';
// The smaller areas of RED: log, comms, plugins, library, auth, server.

const {
  ArrayPrototypePush, JSONParse, JSONStringify, MapPrototypeGet, MapPrototypeSet, Object, ObjectKeys, ReflectApply, SafeMap, SafeSet, String, StringPrototypeIndexOf, StringPrototypeSlice, SafeWeakMap,
} = require('../../boot/primordials');
const { CORE } = require('../../core/caller');
const { nameOf, refusal, report } = require('../../core/deny');
const { checkSource, isOwn, locate } = require('../nodes/about');
const { boundary } = require('../boundary');
const { textOf } = require('../views/containers');
const { written } = require('./copies');
const { PASS, add, build, demand, granted } = require('../facade');
const { hasShelf, isInherited } = require('./names');
const { isDeclarable, isSecret } = require('./secrets');
const { isNameOfAnother, moduleOf } = require('../nodes/types');
const { SENT } = require('../views/ways');

const handlers = new SafeWeakMap();

/**
 * A handler as core calls it: its line is its own, it is shown nodes that hang on an error as everywhere, and who cannot hear a line keeps nobody from writing it.
 * @param {number} principal whose handler it is
 * @param {object} real core's log
 * @returns {{emit: (event: string, line: object) => boolean}}
 */
function relayTo(principal, real, handler) {
  let isTelling = false;
  return {
    emit(event, line) {
      try {
        return handler.emit(event, require('../views').cross(principal, copied(line), CORE, SENT));
      } catch (error) {
        if (isTelling) return false;
        isTelling = true;
        try {
          real.error(`[${nameOf(principal)}] a handler of the log failed: ${textOf(error)}`);
        } finally {
          isTelling = false;
        }
        return false;
      }
    },
  };
}

function copied(line) {
  const own = {};
  const keys = ObjectKeys(line);
  for (let i = 0; i < keys.length; i++) add(own, keys[i], line[keys[i]]);
  return own;
}

/** What says who a line of the log is about, or from. */
const ABOUT = ['level', 'id', 'nodeid', 'type', 'z', '_alias', 'path', 'name', 'user', 'ip', 'event'];

/** A line as it will be written: what a package says about whom is text by now and stays what it is. */
function lineOf(ctx, message) {
  // Core's log is strict code (js/loader/closed.js), and writes on what it is given.
  if (typeof message !== 'object' || message === null) return message === undefined || message === null ? message : Object(message);
  const line = copied(message);
  for (let i = 0; i < ABOUT.length; i++) {
    const value = line[ABOUT[i]];
    if (typeof value === 'function' || (typeof value === 'object' && value !== null && ABOUT[i] !== 'user')) line[ABOUT[i]] = String(value);
  }
  if (line.level === ctx.real.log.AUDIT) line.package = ctx.name;
  return line;
}

const log = {
  __proto__: null,
  FATAL: PASS, ERROR: PASS, WARN: PASS, INFO: PASS, DEBUG: PASS, TRACE: PASS, AUDIT: PASS, METRIC: PASS,
  info: PASS, warn: PASS, error: PASS, trace: PASS, debug: PASS, metric: PASS, _: PASS,
  log: (ctx, real) => (message) => {
    const line = lineOf(ctx, message);
    checkSource(ctx, line?.id, 'node:log', 'RED.log.log()');
    checkSource(ctx, line?.nodeid, 'node:log', 'RED.log.log()');
    // The path of an audited request is another one.
    if (typeof message === 'object' && message !== null && line.level !== real.AUDIT) locate(ctx, line);
    return ReflectApply(real.log, real, [line]);
  },
  // The record of what people did says which package wrote a line.
  audit: (ctx, real) => (message, request) => {
    const line = lineOf(ctx, message);
    if (typeof line === 'object' && line !== null) line.package = ctx.name;
    return ReflectApply(real.audit, real, [line, request]);
  },
  // A handler sees everything that is logged.
  addHandler: (ctx, real) => (handler) => {
    demand(ctx, 'settings:write', 'RED.log.addHandler()');
    const made = relayTo(ctx.principal, ctx.real.log, handler);
    handlers.set(handler, { __proto__: null, principal: ctx.principal, made });
    return ReflectApply(real.addHandler, real, [made]);
  },
  removeHandler: (ctx, real) => (handler) => {
    const known = typeof handler === 'object' && handler !== null ? handlers.get(handler) : undefined;
    if (known?.principal !== ctx.principal) return undefined;
    return ReflectApply(real.removeHandler, real, [known.made]);
  },
};

/** Topics that the editor takes for the runtime's own words. */
const reserved = new SafeSet();
const RESERVED = ['notification', 'status', 'debug', 'event-log', 'multiplayer', 'hb', 'auth', 'project', 'telemetry', 'subscribe', 'unsubscribe'];
for (let i = 0; i < RESERVED.length; i++) reserved.add(RESERVED[i]);

const first = (topic) => {
  const slash = StringPrototypeIndexOf(topic, '/');
  return slash < 0 ? topic : StringPrototypeSlice(topic, 0, slash);
};

/** Where topics begin -> are they another package's, by its name or that of a type of its? Asked once: many publish often. */
const groups = new SafeMap();

function isOfAnother(ctx, topic) {
  const slash = topic[0] === '@' ? StringPrototypeIndexOf(topic, '/') + 1 : 0;
  const group = StringPrototypeSlice(topic, 0, slash) + first(StringPrototypeSlice(topic, slash));
  const key = `${ctx.principal}:${group}`;
  let known = MapPrototypeGet(groups, key);
  if (known === undefined) {
    known = isNameOfAnother(ctx, group);
    MapPrototypeSet(groups, key, known);
  }
  return known;
}

const comms = {
  __proto__: null,
  publish: (ctx, real) => (topic, data, retain) => {
    if (typeof topic !== 'string') throw refusal(ctx.principal, 'all', 'RED.comms.publish()', `a topic that is not text: ${String(topic)}`);
    const api = `RED.comms.publish("${topic}")`;
    if (!granted(ctx, 'comms:publish', api)) return undefined;
    // Node-RED keeps the last message of each topic under the topic.
    if (isInherited(topic)) throw refusal(ctx.principal, 'all', api, 'a topic that is a member of all objects');
    const group = first(topic);
    const copy = sendable(ctx, topic, data);
    if (copy === undefined && data !== undefined) return undefined;
    if (reserved.has(group) && !isAboutOwn(ctx, group, topic, copy)) {
      report(ctx.principal, 'all', api, `the topic ${group} of the runtime`);
      return undefined;
    }
    if (isOfAnother(ctx, topic)) {
      report(ctx.principal, 'all', api, `the topic ${topic} of another package`);
      return undefined;
    }
    return ReflectApply(boundary(real.publish), real, [topic, copy, retain === true]);
  },
};

/**
 * What it says once it is sent. Editors are told many things at once, and none of them when one cannot be written as JSON.
 * @returns {any} undefined when it cannot
 */
function sendable(ctx, topic, data) {
  if (data === undefined) return undefined;
  try {
    return JSONParse(JSONStringify(data) ?? 'null');
  } catch (error) {
    ctx.real.log.warn(`[${ctx.name}] what was published under "${topic}" cannot be sent: ${textOf(error)}`);
    return undefined;
  }
}

/** Debug messages and status of the package's own nodes. */
function isAboutOwn(ctx, group, topic, data) {
  if (group === 'status') return isOwn(ctx, StringPrototypeSlice(topic, group.length + 1));
  if (topic !== 'debug' || !isOwn(ctx, data?.id)) return false;
  locate(ctx, data);
  return true;
}

/** What a plugin exports to the editor of the setting that has its name, when that is a setting for plugins. */
function pluginSettings(ctx, name, settings) {
  if (settings === undefined || settings === null) return undefined;
  const copy = isDeclarable(name) ? written(settings) : undefined;
  if (copy === undefined) report(ctx.principal, 'all', 'RED.plugins.registerPlugin()', `the setting ${name}`);
  return copy;
}

/** What a plugin learns about itself. */
const TOLD = ['id', 'module', 'path'];

/** What core keeps of a plugin -> whose it is, and what it registered. */
const definitions = new SafeWeakMap();

/** A plugin as a package finds it: its own as it registered it. */
function pluginFor(principal, kept) {
  const known = typeof kept === 'object' && kept !== null ? definitions.get(kept) : undefined;
  if (known?.principal === principal) return known.definition;
  return require('./shown').shown(principal, known?.principal ?? CORE, kept);
}

const plugins = {
  __proto__: null,
  registerPlugin: (ctx, real) => (id, definition) => {
    const name = `${id}`;
    const taken = ReflectApply(real.get, real, [name]);
    const owner = taken?.module ?? moduleOf(name);
    if (isSecret(name) || isInherited(name) || (owner !== undefined && owner !== ctx.module)) {
      report(ctx.principal, 'all', 'RED.plugins.registerPlugin()', `the plugin ${name}${owner === undefined ? '' : ` of ${owner}`}`);
      return undefined;
    }
    if (typeof definition !== 'object' || definition === null) return ReflectApply(real.registerPlugin, real, [name, definition]);
    // What core keeps is read now; the functions in it are the package's own.
    const { type, settings, onadd } = definition;
    const kept = { ...definition, id: name, type, settings: pluginSettings(ctx, name, settings) };
    const tell = () => {
      for (let i = 0; i < TOLD.length; i++) definition[TOLD[i]] = kept[TOLD[i]];
    };
    if (typeof onadd === 'function') {
      kept.onadd = () => {
        tell();
        ReflectApply(onadd, definition, []);
      };
    } else delete kept.onadd; // it may be another one each time that it is read
    definitions.set(kept, { principal: ctx.principal, definition });
    const result = ReflectApply(boundary(real.registerPlugin), real, [name, kept]);
    tell();
    return result;
  },
  get: (ctx, real) => (id) => pluginFor(ctx.principal, ReflectApply(real.get, real, [`${id}`])),
  getByType: (ctx, real) => (type) => {
    const list = real.getByType(`${type}`);
    const result = [];
    for (let i = 0; i < list.length; i++) ArrayPrototypePush(result, pluginFor(ctx.principal, list[i]));
    return result;
  },
};

const auth = { __proto__: null, needsPermission: PASS };
const library = {
  __proto__: null,
  register: (ctx, real) => (type) => {
    const name = `${type}`;
    if (!hasShelf(name)) throw refusal(ctx.principal, 'all', 'RED.library.register()', `"${name}", which is no name for a folder of the library`);
    return ReflectApply(real.register, real, [name]);
  },
};

/** The HTTP server sees every request, those of the editor included: a package gets what stands for it. */
function server(ctx) {
  const real = ctx.real.server;
  return () => (typeof real !== 'object' || real === null ? real : require('../http/server-stand').standOf(ctx.principal, real));
}

module.exports = {
  auth: (ctx, RED) => build(ctx, 'RED.auth', RED.auth, auth),
  comms: (ctx, RED) => build(ctx, 'RED.comms', RED.comms, comms),
  library: (ctx, RED) => build(ctx, 'RED.library', RED.library, library),
  log: (ctx, RED) => build(ctx, 'RED.log', RED.log, log),
  plugins: (ctx, RED) => build(ctx, 'RED.plugins', RED.plugins, plugins),
  pluginFor,
  relayTo,
  server,
  tables: { __proto__: null, auth, comms, library, log, plugins },
};
