'use strict';
// Modules of Node-RED that others look into while they work: they call what packages put into messages, errors, states and contexts (an accessor, a `toString`, a trap of a
// Proxy), and hold nodes, what nodes send with, classes that all messages are copied by, and what all others left in a context. Their functions are something to have by
// themselves: one tells editors the status of any node, another starts the flows. To code that is not strict the language tells who called it, and with what, when that is not
// strict either (`fn.caller`, `fn.arguments`). These are compiled as strict code. What would not do there (`git` of projects sets members of texts) is not among them.

const { ArrayPrototypePush, StringPrototypeLastIndexOf, StringPrototypeSlice, StringPrototypeStartsWith } = require('../boot/primordials');
const { path } = require('../boot/builtins');

const MODULES = `node_modules${path.sep}`;
/** Folders and files below `node_modules`. */
const NAMES = [
  '@node-red/editor-api/lib/editor/comms.js', '@node-red/nodes/core/', '@node-red/registry/lib/externalModules.js', '@node-red/registry/lib/index.js', '@node-red/registry/lib/loader.js',
  '@node-red/registry/lib/plugins.js', '@node-red/registry/lib/registry.js', '@node-red/registry/lib/subflow.js', '@node-red/registry/lib/util.js', '@node-red/runtime/lib/api/comms.js',
  '@node-red/runtime/lib/flows/', '@node-red/runtime/lib/index.js', '@node-red/runtime/lib/library/index.js', '@node-red/runtime/lib/nodes/', '@node-red/runtime/lib/plugins.js',
  '@node-red/runtime/lib/settings.js', '@node-red/util/lib/events.js', '@node-red/util/lib/hooks.js', '@node-red/util/lib/i18n.js', '@node-red/util/lib/log.js', '@node-red/util/lib/util.js',
  '@node-red/util/lib/jsonata.js', 'json-stringify-safe/stringify.js', 'jsonata/jsonata.js', 'lodash.clonedeep/index.js', 'mustache/mustache.js', 'xmlbuilder/lib/',
];
const closed = [];
for (let i = 0; i < NAMES.length; i++) ArrayPrototypePush(closed, path.join(NAMES[i]));

/** The path below `node_modules` of a file of core that is compiled as strict code; undefined: of another. */
function closedPath(filename) {
  const at = StringPrototypeLastIndexOf(filename, MODULES);
  if (at < 0) return undefined;
  const below = StringPrototypeSlice(filename, at + MODULES.length);
  for (let i = 0; i < closed.length; i++) if (StringPrototypeStartsWith(below, closed[i])) return below;
  return undefined;
}

module.exports = { NAMES, closedPath };
