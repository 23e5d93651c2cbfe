'use strict';
// Modules of Node-RED's own tree that are adapted when they are loaded: end of the file name -> adapter. An adapter
// changes the exports, or returns what stands for them.

const { StringPrototypeEndsWith, StringPrototypeSlice } = require('../boot/primordials');
const pace = require('../boot/pace');
const arming = require('./arming');
const auth = require('./areas/auth');
const configured = require('./nodes/configured');
const credentials = require('./nodes/credentials');
const declarations = require('./nodes/declarations');
const delivery = require('./messages/delivery');
const dependencies = require('./nodes/dependencies');
const editors = require('./messages/editors');
const express = require('./http/express');
const expressions = require('./areas/expressions');
const { externalModules } = require('./nodes/installs');
const hooks = require('./messages/hooks');
const links = require('./messages/links');
const files = require('./own-files');
const moments = require('./areas/moments');
const ownWork = require('./own-work');
const prototype = require('./nodes/prototype');
const registry = require('./registry');
const { storage } = require('./storage');
const subflows = require('./nodes/subflows');
const { groupClass } = require('./nodes/variables');
const texts = require('./areas/texts');
const unfinished = require('./nodes/unfinished');

function functionNodes(exports) {
  arming.functionNodes();
  links.functionNodes(exports);
}

function translations(exports) {
  texts.translator(exports);
  files.texts(exports);
}

function loading(exports) {
  files.help(exports);
  dependencies.loader(exports);
  unfinished.loader(exports);
}

const adapters = [
  ['/express/lib/application.js', express.application],
  ['/express/lib/response.js', express.response],
  ['/express/lib/view.js', express.view],
  ['/express/lib/router/layer.js', express.layer],
  ['/router/lib/layer.js', express.layer],
  ['/express/lib/router/route.js', express.route],
  ['/router/lib/route.js', express.route],
  ['/jsonata/jsonata.js', expressions.functions],
  ['/@node-red/util/lib/jsonata.js', expressions.functions],
  ['/moment-timezone/moment-timezone.js', moments.moments],
  ['/@node-red/editor-api/lib/auth/index.js', auth.login],
  ['/@node-red/editor-api/lib/auth/tokens.js', auth.tokens],
  ['/@node-red/editor-api/lib/auth/users.js', auth.users],
  ['/passport/lib/sessionmanager.js', auth.sessionManager],
  ['/@node-red/util/lib/events.js', pace.events],
  ['/@node-red/util/lib/hooks.js', hooks.hooks],
  ['/@node-red/util/lib/i18n.js', translations],
  ['/@node-red/util/lib/log.js', ownWork.log],
  ['/@node-red/nodes/core/function/10-function.js', functionNodes],
  ['/@node-red/registry/lib/localfilesystem.js', arming.sets],
  ['/@node-red/runtime/lib/nodes/context/localfilesystem.js', ownWork.contextStore],
  ['/@node-red/runtime/lib/nodes/context/index.js', prototype.contextModule],
  ['/@node-red/runtime/lib/nodes/credentials.js', credentials.credentialsModule],
  ['/@node-red/runtime/lib/api/comms.js', editors.connections],
  ['/@node-red/runtime/lib/api/flows.js', credentials.flowsApi],
  ['/@node-red/runtime/lib/api/plugins.js', files.themes],
  ['/@node-red/runtime/lib/flows/Flow.js', delivery.flowClass],
  ['/@node-red/runtime/lib/flows/Group.js', groupClass],
  ['/@node-red/runtime/lib/flows/util.js', configured.flowsUtil],
  ['/@node-red/runtime/lib/flows/Subflow.js', subflows.subflowClass],
  ['/@node-red/runtime/lib/settings.js', declarations.settings],
  ['/@node-red/runtime/lib/storage/index.js', storage],
  ['/@node-red/runtime/lib/nodes/Node.js', prototype.nodeClass],
  ['/@node-red/runtime/lib/nodes/index.js', prototype.nodesModule],
  ['/@node-red/util/lib/util.js', prototype.utilModule],
  ['/@node-red/registry/lib/externalModules.js', externalModules],
  ['/@node-red/registry/lib/library.js', files.examples],
  ['/@node-red/registry/lib/loader.js', loading],
  ['/@node-red/registry/lib/plugins.js', (exports) => require('./areas/plugins').registered(exports)],
  ['/@node-red/registry/lib/registry.js', registry.registry],
  ['/@node-red/registry/lib/util.js', registry.util],
];

/**
 * Adapts the exports of a core module that was just loaded.
 * @param {string} file its path; isAdapted() said yes
 * @returns {any} what its requirer gets
 */
function adapt(file, exports) {
  return adapterOf(file)(exports) ?? exports;
}

/** The last letters of those names: nearly every file of core is none of them, and all are asked about. */
const LETTERS = 7;
const endings = { __proto__: null };
for (let i = 0; i < adapters.length; i++) endings[StringPrototypeSlice(adapters[i][0], -LETTERS)] = true;

function adapterOf(file) {
  if (endings[StringPrototypeSlice(file, -LETTERS)] === undefined) return undefined;
  for (let i = 0; i < adapters.length; i++) if (StringPrototypeEndsWith(file, adapters[i][0])) return adapters[i][1];
  return undefined;
}

const isAdapted = (file) => adapterOf(file) !== undefined;

module.exports = { adapt, isAdapted };
