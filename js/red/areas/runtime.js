'use strict';
// Node-RED's own modules, for packages that may load them [R11]: what is in RED is the package's own RED, what acts for everyone takes the
// capability that says so or is nobody's, and what is in no table is refused.

const { ArrayPrototypePush, ObjectFreeze } = require('../../boot/primordials');
const { refusal } = require('../../core/deny');
const ownNodes = require('./nodes');
const { asking, named } = require('./asking');
const deployed = require('./flows');
const { HIDDEN, PASS, REFUSED, passing } = require('../facade');
const { pluginFor } = require('./plugins');

/** In a table: the area of the package's own RED. */
const own = (name) => ({ __proto__: null, own: name });
/** In a table: an object with a table of its own. */
const part = (table) => ({ __proto__: null, table });

const listing = asking('registry:read');
const asked = asking('registry:read', { given: named, rejects: true });

/** A type is there, and that is all one gets to know of it: with the class of its nodes one could make nodes, and change those there are. */
const getType = (ctx, real, key, api) => {
  const find = asking('registry:read', { shown: (type) => type !== undefined && type !== null })(ctx, real, key, api);
  return (type) => {
    if (!find(`${type}`)) return undefined;
    const holder = {
      NodeType() {
        throw refusal(ctx.principal, 'all', `new (${api})`, `nodes of the type ${type}`);
      },
    };
    return ObjectFreeze(holder.NodeType);
  };
};

/** What both `nodes` of the runtime and the registry tell of sets of nodes. */
const sets = {
  __proto__: null,
  getNodeInfo: listing,
  getNodeList: listing,
  getModuleInfo: listing,
  getNodeConfigs: listing,
  getNodeConfig: listing,
  getNodeIcons: listing,
  getNodeExampleFlows: listing,
  // They say which files there are.
  getNodeIconPath: REFUSED,
  getNodeExampleFlowPath: REFUSED,
  getModuleResource: REFUSED,
  installerEnabled: PASS,
  installModule: REFUSED,
  uninstallModule: REFUSED,
  enableNode: REFUSED,
  disableNode: REFUSED,
  cleanModuleList: REFUSED,
};

const nodes = {
  __proto__: null,
  ...ownNodes,
  ...deployed.running,
  init: REFUSED,
  load: REFUSED,
  // Both take the set of nodes that they are for: RED knows it.
  registerType: REFUSED,
  registerSubflow: REFUSED,
  getContext: REFUSED,
  clearContext: REFUSED,
  ...sets,
  getType,
  clearRegistry: REFUSED,
  getCredentialDefinition: listing,
  setCredentialSecret: REFUSED,
  clearCredentials: REFUSED,
  exportCredentials: REFUSED,
  getCredentialKeyType: REFUSED,
  loadContextsPlugin: REFUSED,
  closeContextsPlugin: REFUSED,
  listContextStores: asking(undefined),
};

/** `@node-red/registry`. */
const registry = {
  __proto__: null,
  init: REFUSED,
  load: REFUSED,
  clear: REFUSED,
  registerType: REFUSED,
  registerSubflow: REFUSED,
  registerPlugin: REFUSED,
  ...sets,
  get: getType,
  getModuleList: listing,
  addModule: REFUSED,
  removeModule: REFUSED,
  checkFlowDependencies: REFUSED,
  getPlugin: (ctx, real) => (id) => pluginFor(ctx.principal, real.getPlugin(`${id}`)),
  getPluginsByType: (ctx, real) => (type) => {
    const list = real.getPluginsByType(`${type}`);
    const result = [];
    for (let i = 0; i < list.length; i++) ArrayPrototypePush(result, pluginFor(ctx.principal, list[i]));
    return result;
  },
  getPluginInfo: listing,
  getPluginList: listing,
  getPluginConfigs: listing,
  getPluginConfig: listing,
  exportPluginSettings: REFUSED,
  deprecated: part({ __proto__: null, get: PASS }),
};

const i18n = {
  __proto__: null,
  init: REFUSED,
  _: PASS,
  availableLanguages: asking(undefined),
  catalog: asking(undefined),
  defaultLang: PASS,
  registerMessageCatalog: REFUSED,
  registerMessageCatalogs: REFUSED,
  // The library itself.
  i: HIDDEN,
};

// The program runs in the name of whoever calls it.
const exec = { __proto__: null, init: REFUSED, run: PASS };

/** `@node-red/util`. */
const util = { __proto__: null, init: REFUSED, log: own('log'), i18n: part(i18n), util: own('util'), events: own('events'), exec: part(exec), hooks: own('hooks') };

const apps = { __proto__: null, httpAdmin: own('httpAdmin'), httpNode: own('httpNode'), server: own('server') };
const auth = part({ __proto__: null, needsPermission: PASS });
const diagnostics = part({ __proto__: null, init: REFUSED, get: REFUSED });

/** `@node-red/runtime`. */
const runtime = {
  __proto__: null,
  ...deployed.state,
  ...apps,
  init: REFUSED,
  start: REFUSED,
  stop: REFUSED,
  // A connection to the editor of everybody.
  comms: part({ __proto__: null, init: REFUSED, addConnection: REFUSED, removeConnection: REFUSED, subscribe: REFUSED, unsubscribe: REFUSED, receive: REFUSED }),
  flows: part(deployed.flows),
  library: part(deployed.library),
  nodes: part({
    __proto__: null, init: REFUSED, getNodeInfo: asked, getNodeList: asked, getNodeConfig: asked, getNodeConfigs: asked, getModuleInfo: asked, addModule: REFUSED, removeModule: REFUSED,
    setModuleState: REFUSED, setNodeSetState: REFUSED, getModuleCatalogs: asked, getModuleCatalog: asked, getIconList: asked, getIcon: REFUSED, getModuleResource: REFUSED,
  }),
  settings: part({
    __proto__: null, init: REFUSED, getRuntimeSettings: asking('settings:read', { given: named, rejects: true }), getUserSettings: REFUSED, updateUserSettings: REFUSED, getUserKeys: REFUSED,
    getUserKey: REFUSED, generateUserKey: REFUSED, removeUserKey: REFUSED,
  }),
  // Git, with the keys of whoever it is.
  projects: part({
    __proto__: null, init: REFUSED, available: asking(undefined, { given: named }), listProjects: REFUSED, createProject: REFUSED, initialiseProject: REFUSED, getActiveProject: REFUSED,
    setActiveProject: REFUSED, getProject: REFUSED, updateProject: REFUSED, deleteProject: REFUSED, getStatus: REFUSED, getBranches: REFUSED, getBranchStatus: REFUSED, setBranch: REFUSED,
    deleteBranch: REFUSED, commit: REFUSED, getCommit: REFUSED, getCommits: REFUSED, abortMerge: REFUSED, resolveMerge: REFUSED, getFiles: REFUSED, getFile: REFUSED, stageFile: REFUSED,
    unstageFile: REFUSED, revertFile: REFUSED, getFileDiff: REFUSED, getRemotes: REFUSED, addRemote: REFUSED, removeRemote: REFUSED, updateRemote: REFUSED, pull: REFUSED, push: REFUSED,
  }),
  context: part(deployed.context),
  plugins: part({
    __proto__: null, init: REFUSED, getPlugin: asked, getPluginInfo: asked, getPluginsByType: asked, getPluginList: asked, getPluginConfigs: asked, getPluginConfig: asked, getPluginCatalogs: asked,
  }),
  diagnostics,
  storage: part(deployed.storage),
  events: own('events'),
  hooks: own('hooks'),
  util: own('util'),
  // The runtime as its own parts know it.
  _: HIDDEN,
};

/** The runtime as its own parts know it. Before there are packages it is little more. */
const inner = {
  __proto__: null, version: PASS, isStarted: PASS, log: own('log'), i18n: part(i18n), events: own('events'), hooks: own('hooks'), settings: own('settings'), util: own('util'), exec: part(exec), nodes: own('nodes'),
  storage: HIDDEN, plugins: HIDDEN, flows: HIDDEN, library: HIDDEN, telemetry: HIDDEN, adminApi: HIDDEN, adminApp: HIDDEN, nodeApp: HIDDEN, server: HIDDEN,
};

/** `node-red`. */
const main = {
  __proto__: null,
  ...apps,
  init: REFUSED,
  start: REFUSED,
  stop: REFUSED,
  log: own('log'),
  util: own('util'),
  nodes: part(nodes),
  events: own('events'),
  hooks: own('hooks'),
  settings: own('settings'),
  version: (ctx, real) => passing(ctx, real.version, real),
  runtime: part(runtime),
  auth,
  diagnostics,
};

/** File -> what it exports for a package. */
const modules = {
  __proto__: null,
  'node-red/lib/red.js': part(main),
  '@node-red/runtime/lib/index.js': part(runtime),
  '@node-red/registry/lib/index.js': part(registry),
  '@node-red/editor-api/lib/index.js': part({ __proto__: null, init: REFUSED, start: REFUSED, stop: REFUSED, auth, httpAdmin: own('httpAdmin') }),
  '@node-red/editor-client/index.js': PASS,
  '@node-red/util/index.js': part(util),
  '@node-red/util/lib/events.js': own('events'),
  '@node-red/util/lib/exec.js': part(exec),
  '@node-red/util/lib/hooks.js': own('hooks'),
  '@node-red/util/lib/i18n.js': part(i18n),
  '@node-red/util/lib/log.js': own('log'),
  '@node-red/util/lib/util.js': own('util'),
};

module.exports = { inner, modules };
