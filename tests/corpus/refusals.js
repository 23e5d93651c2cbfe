'use strict';
// Everything the log may say is BLOCKED, and why. A refusal that is not explained here fails the test.

/** The module of `long`. */
const LONG = 'ed97339a3c2cdcd30fe7903ecad11562b7b9bfcfde24e0e584346f54c9247148';

/**
 * What is refused although every package holds its grants: things a package really does, but that
 * it does not need. `sometimes` marks what depends on the environment or on the Node version.
 * @type {{ package: string, capability: string, resource?: (text: string, world: object) => boolean, why: string, sometimes?: boolean }[]}
 */
const WITH_GRANTS = [
  ...['node-red-contrib-aedes', 'node-red-contrib-modbus', 'node-red-node-mysql'].map((name) => ({
    package: name, capability: 'native:wasm', resource: (text) => text === LONG,
    why: 'the `long` library would multiply with WebAssembly, and goes on in JavaScript without it',
  })),
  {
    package: 'node-red-contrib-web-worldmap', capability: 'fs:read', resource: (text, { userDir }) => text === userDir,
    why: 'looks for *.pmtiles in the userDir; a grant for that would open every flow and credential file, and it goes on without',
  },
  {
    package: 'node-red-contrib-modbus', capability: 'fs:read', resource: (text) => text.includes('/node_modules/modbus-serial/'), sometimes: true,
    why: 'source-map-support looks for the map of a file in the stack of an error that is printed, which a slow connection is; it goes on without',
  },
  {
    package: 'node-red-contrib-telegrambot', capability: 'process:env:write', resource: (text) => text === 'NTBA_FIX_319',
    why: 'sets a switch that its library no longer looks at',
  },
  {
    package: 'node-red-contrib-telegrambot', capability: 'process:signal', resource: (text) => text === 'unhandledRejection', sometimes: true,
    why: 'bluebird tells the process of a rejection that nobody handles: that of a request which was refused',
  },
];

/**
 * Grants whose refusal never shows without grants, because something else is refused before.
 * @type {Record<string, string>} `package capability` -> why
 */
const SHADOWED = {
  'node-red-contrib-ftp fs:read': 'it does not come to a server (network:tcp)',
  'node-red-contrib-ftp fs:write': 'the same',
  'node-red-node-sqlite native:addon': '`bindings` gives up when it may not look for the root of sqlite3 (fs:read)',
  'node-red-contrib-modbus native:addon': 'node-gyp-build finds no addon when it may not list folders (fs:read)',
  'node-red-contrib-modbus process:exec': 'the same: serialport does not load without its addon, so nothing asks for the ports',
  'node-red-contrib-cron-plus fs:read': 'it does not learn the userDir (settings:read), so it keeps nothing',
  'node-red-contrib-cron-plus fs:write': 'the same',
  'node-red-contrib-s7 process:exec': 'its routes are not there (http:admin:global), so nobody asks for the tools',
  'node-red-contrib-web-worldmap node:read': 'it does not get the dashboard (module:load), so it has no group',
  'node-red-contrib-web-worldmap process:env:read': 'the route that hands out the key is not there (http:node:global), so nobody asks for it',
  'node-red-contrib-web-worldmap settings:read': 'it may not list its own folder (fs:read), and looks for no other',
  'node-red-debugger hooks:on-receive': 'its routes are not there (http:admin:global), so nobody switches it on',
  'node-red-debugger hooks:pre-route': 'the same',
  'node-red-debugger hooks:remove': 'the same',
  'node-red-debugger node:read': 'the same',
};

/**
 * Node sets and plugins that do not load without grants, or not with all their types, because their code reads or
 * loads something while it loads.
 * @type {Record<string, string>} `module/set` -> why
 */
const LOST = {
  'node-red-node-sqlite/sqlite': 'requires the native addon in its first lines',
  'node-red-contrib-web-worldmap/worldmap': 'its dashboard widget, one of its five types, needs node-red-dashboard',
  '@node-red-contrib-themes/theme-collection/node-red-contrib-themes': 'lists its folder of themes while it loads',
};

/**
 * The refusals a log shows, each once.
 * @param {string} log
 * @returns {{ api: string, package: string, capability: string, resource: string }[]} a module's capability as it is granted
 */
function refusals(log) {
  const pattern = /\[@nrg\/sentinel\] BLOCKED (.+?) — (\S+) lacks (\S+)\r?\n(?:\s+Resource: (.*))?/g;
  return [...log.matchAll(pattern)].map(([, api, name, lacks, shown = '']) => {
    const resource = shown.trim();
    return { api, package: name, capability: lacks === 'module:load' ? `${lacks}:${resource}` : lacks, resource };
  });
}

/** Does this entry explain this refusal? */
function explains(entry, refusal, world) {
  return entry.package === refusal.package && entry.capability === refusal.capability
    && (entry.resource === undefined || entry.resource(refusal.resource, world));
}

module.exports = { WITH_GRANTS, SHADOWED, LOST, refusals, explains };
