'use strict';
// The `RED` of a package: every area of Node-RED's own with what the package may do in it. Core's own sets of nodes keep what
// Node-RED made.

const { ReflectOwnKeys } = require('../boot/primordials');
const { refusal } = require('../core/deny');
const { auth } = require('./areas/auth');
const { comms } = require('./areas/comms');
const { events } = require('./areas/events');
const hooks = require('./areas/hooks');
const { http } = require('./areas/http');
const nodes = require('./areas/nodes');
const { settings } = require('./areas/settings');
const { library } = require('./areas/library');
const { log } = require('./areas/log');
const { plugins } = require('./areas/plugins');
const { server } = require('./areas/server');
const { util } = require('./areas/util');
const { add, build, lazily, passing } = require('./facade');

/** Every member of RED: how a package's own is made. */
const areas = {
  __proto__: null,
  nodes: (ctx, RED) => build(ctx, 'RED.nodes', RED.nodes, nodes),
  util: (ctx, RED) => build(ctx, 'RED.util', RED.util, util),
  hooks: (ctx, RED) => build(ctx, 'RED.hooks', RED.hooks, hooks),
  events,
  settings,
  log: (ctx, RED) => build(ctx, 'RED.log', RED.log, log),
  comms: (ctx, RED) => build(ctx, 'RED.comms', RED.comms, comms),
  plugins: (ctx, RED) => build(ctx, 'RED.plugins', RED.plugins, plugins),
  library: (ctx, RED) => build(ctx, 'RED.library', RED.library, library),
  auth: (ctx, RED) => build(ctx, 'RED.auth', RED.auth, auth),
  httpAdmin: http('admin'),
  httpNode: http('node'),
  // They return the version, and load for whoever is on the stack.
  version: (ctx, RED) => passing(ctx, RED.version, RED),
  require: (ctx, RED) => passing(ctx, RED.require, RED),
  import: (ctx, RED) => passing(ctx, RED.import, RED),
  _: (ctx, RED) => passing(ctx, RED._, RED),
};

/**
 * @param {number} principal whose it is
 * @param {string} name of the package
 * @param {object} real what Node-RED made
 * @param {{id: string, module: string}} set of nodes that is being loaded
 */
function redFor(principal, name, real, set) {
  const ctx = contextOf(principal, name, real, set);
  const RED = {};
  const keys = ReflectOwnKeys(real);
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i];
    if (areas[key] !== undefined) add(RED, key, areas[key](ctx, real));
    else if (key === 'server') lazily(RED, key, server(ctx));
    else if (typeof real[key] === 'function') {
      add(RED, key, () => {
        throw refusal(principal, 'all', `RED.${key}()`, 'a member that is not classified');
      });
    }
  }
  return RED;
}

/** The tables behind the areas, for the test that compares them with what Node-RED has. */
const tables = { __proto__: null, auth, comms, hooks, library, log, nodes, plugins, util };

/** What identifies whose calls are judged, and by what they are carried out. */
const contextOf = (principal, name, real, set) => ({ __proto__: null, principal, name, real, set: set.id, module: set.module });

module.exports = { areas, contextOf, redFor, tables };
