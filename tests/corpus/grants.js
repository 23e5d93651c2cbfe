'use strict';
// The least each palette package needs for what behaviours/ makes it do: given to the palette
// package alone, never to one of its dependencies. Every entry says why. Capabilities whose guards
// do not exist yet stand here already, as SPEC section 3 will ask for them.
const crypto = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const { ADDON } = require('./install.js');

/** Groups of capabilities, and single ones, that are enforced today; an issue that adds guards adds them here. */
const ENFORCED = new Set(['comms', 'events', 'fs', 'hooks', 'http', 'module', 'native', 'network', 'node', 'process', 'registry', 'settings']);

/** Is this capability enforced today? */
const enforced = (capability) => ENFORCED.has(capability.split(':')[0]) || ENFORCED.has(capability);

const sha256 = (data) => crypto.createHash('sha256').update(data).digest('hex');
const command = (file, ...args) => sha256(JSON.stringify({ file, args }));

/** The prebuilt serialport addons of this platform; modbus loads two versions of it. */
function serialportAddons(modules) {
  return ['.', 'modbus-serial/node_modules'].flatMap((nested) => {
    const dir = path.join(modules, nested, '@serialport', 'bindings-cpp', 'prebuilds', `${process.platform}-${process.arch}`);
    return fs.readdirSync(dir).filter((name) => name.endsWith('.node')).map((name) => sha256(fs.readFileSync(path.join(dir, name))));
  });
}

/**
 * The content of `.sentinel-grants.json` for one run.
 * @param {{ userDir: string, dir: string, ports: object, peers: object }} world
 */
function grants({ userDir, dir, ports, peers }) {
  const modules = path.join(userDir, 'node_modules');
  const own = (name, ...rest) => path.join(modules, name, ...rest);
  const loopback = (port) => `127.0.0.1:${port}`;
  const packages = {
    // lists its own folder of themes while loading; plugins register without a grant
    '@node-red-contrib-themes/theme-collection': {
      'fs:read': { allowedPaths: [own('@node-red-contrib-themes/theme-collection', 'themes')] },
    },
    'node-red-contrib-aedes': {
      'registry:write': {},
      // the broker's port; with `mqtt_ws_bind: "path"` it would also hang on RED.server
      'network:listen': { allowedPorts: [ports.mqtt] },
    },
    'node-red-contrib-bigtimer': { 'registry:write': {} },
    'node-red-contrib-credentials': { 'registry:write': {} },
    'node-red-contrib-cron-plus': {
      'registry:write': {},
      // keeps dynamic schedules in a folder of its own and makes it while loading
      'fs:read': { allowedPaths: [path.join(userDir, 'cronplusdata')] },
      'fs:write': { allowedPaths: [path.join(userDir, 'cronplusdata')] },
      // RED.settings.userDir, to find that folder
      'settings:read': {},
      // the editor's "test this expression" and inject button
      'http:admin:global': { allowedPaths: ['/cronplus', '/cronplusinject'] },
    },
    'node-red-contrib-crypto-js': { 'registry:write': {} },
    'node-red-contrib-fs-ops': {
      'registry:write': {},
      // its purpose: whatever folder the operator works in
      'fs:read': { allowedPaths: [dir] },
      'fs:write': { allowedPaths: [dir] },
    },
    'node-red-contrib-ftp': {
      'registry:write': {},
      // uploads from and downloads into this folder
      'fs:read': { allowedPaths: [dir] },
      'fs:write': { allowedPaths: [dir] },
      // control connection, and data connections on ports the server chooses
      'network:tcp': { allowedHosts: ['127.0.0.1:*'] },
    },
    'node-red-contrib-influxdb': {
      'registry:write': {},
      'network:http': { allowedUrls: [`http://127.0.0.1:${peers.influx.port}/`] },
    },
    'node-red-contrib-modbus': {
      'registry:write': {},
      'network:tcp': { allowedHosts: [loopback(ports.modbus)] },
      'network:listen': { allowedPorts: [loopback(ports.modbus)] },
      // serialport, once for its own use and once below modbus-serial, both loaded at start
      'native:addon': { allowedFiles: serialportAddons(modules) },
      // node-gyp-build looks for the addon by listing folders, and for the C library by this file
      'fs:read': {
        allowedPaths: [own('@serialport/bindings-cpp'), own('modbus-serial/node_modules/@serialport/bindings-cpp'), '/etc/alpine-release'],
      },
      // lists serial ports through udev when the editor asks
      'process:exec': { allowedCommands: [command('udevadm', 'info', '-e')] },
      'http:admin:global': { allowedPaths: ['/modbus'] },
    },
    'node-red-contrib-s7': {
      'registry:write': {},
      'network:tcp': { allowedHosts: [loopback(peers.s7.port)] },
      // asks whether the discovery tool is there; a string for exec is hashed as it is
      'process:exec': { allowedCommands: [sha256('pn-tools version')] },
      'http:admin:global': { allowedPaths: ['/__node-red-contrib-s7'] },
    },
    'node-red-contrib-telegrambot': {
      'registry:write': {},
      'network:http': { allowedUrls: [`http://127.0.0.1:${peers.telegram.port}/`] },
      // starts polling when the flows run
      'events:subscribe': { allowedEvents: ['flows:started'] },
      'events:unsubscribe': { allowedEvents: ['flows:started'] },
    },
    'node-red-contrib-web-worldmap': {
      'registry:write': {},
      // serves its own page, looks for a map server beside it, sockjs reads its own package.json
      'fs:read': { allowedPaths: [own('node-red-contrib-web-worldmap'), path.join(userDir, 'pmtiles.opts')] },
      // the key of a map provider, handed to its page
      'process:env:read': { allowedNames: ['MAPBOXGL_TOKEN'] },
      // its dashboard widget
      'module:load:node-red-dashboard': {},
      // RED.settings.userDir
      'settings:read': {},
      // app.use(compression()) for everything, its page and its key under paths of its own
      'http:node:global': { allowedPaths: ['/worldmap', '/widgetmap', '/-worldmap3d-key'] },
      'http:node:global:middleware': {},
      // the editor half of its widget
      'http:admin:global': { allowedPaths: ['/-ui-worldmap'] },
      // the width of the dashboard group its widget is in
      'node:read': {},
      // sockjs hangs on RED.server, and so sees every request
      'http:admin:global:middleware': {},
    },
    'node-red-dashboard': {
      'registry:write': {},
      // serves its pages, and files of its dependency gridstack to the editor
      'fs:read': { allowedPaths: [own('node-red-dashboard', 'dist'), own('gridstack', 'dist')] },
      // app.use(compression()) for everything, and its page
      'http:node:global': { allowedPaths: ['/ui'] },
      'http:node:global:middleware': {},
      'http:admin:global': { allowedPaths: ['/uisettings', '/ui_base'] },
      // socket.io hangs on RED.server, and so sees every request
      'http:admin:global:middleware': {},
    },
    'node-red-debugger': {
      // what its sidebar asks for
      'http:admin:global': { allowedPaths: ['/flow-debugger'] },
      'comms:publish': {},
      // holds messages, and lets go of them when it is switched off
      'hooks:on-receive': {},
      'hooks:pre-route': {},
      'hooks:remove': {},
      // the path of the node a message is for
      'node:read': {},
    },
    'node-red-node-base64': { 'registry:write': {} },
    'node-red-node-email': {
      'registry:write': {},
      'network:tcp': { allowedHosts: [loopback(peers.smtp.port)] },
      // the "e-mail mta" node is a mail server
      'network:listen': { allowedPorts: [ports.mta] },
    },
    'node-red-node-mysql': {
      'registry:write': {},
      'network:tcp': { allowedHosts: [loopback(peers.mysql.port)] },
    },
    'node-red-node-ping': {
      'registry:write': {},
      // one command per host that is pinged; the timeout is a number in the package and text in the command
      'process:exec': { allowedCommands: [command('ping', '-n', '-w', '5', '-c', '1', '127.0.0.1')] },
    },
    'node-red-node-sqlite': {
      'registry:write': {},
      // the database engine; what that opens is no longer a matter of JavaScript
      'native:addon': { allowedFiles: [sha256(fs.readFileSync(path.join(userDir, ADDON)))] },
      // `bindings` looks for the root of sqlite3 by asking for its package.json
      'fs:read': { allowedPaths: [own('sqlite3')] },
    },
  };
  const entries = Object.entries(packages).map(([name, wanted]) => [name, {
    capabilities: Object.keys(wanted),
    capabilityConfig: Object.fromEntries(Object.entries(wanted).filter(([, config]) => Object.keys(config).length > 0)),
  }]);
  return { server: { packages: Object.fromEntries(entries) } };
}

/** What every package with nodes needs to be there at all, and nothing else. */
function typesOnly(world) {
  const { packages } = grants(world).server;
  const withTypes = Object.entries(packages).filter(([, { capabilities }]) => capabilities.includes('registry:write'));
  return { server: { packages: Object.fromEntries(withTypes.map(([name]) => [name, { capabilities: ['registry:write'] }])) } };
}

module.exports = { grants, enforced, typesOnly };
