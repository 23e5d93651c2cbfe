'use strict';
/** Where a Node-RED keeps its files, for commands that look at one from outside. */
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { CommandError } = require('./errors');

const OPTIONS = {
  'user-dir': { type: 'string', short: 'u' },
  settings: { type: 'string', short: 's' },
};

/** The files of the Node-RED the options name; each real file or null. */
function locate(values) {
  const home = process.env.NODE_RED_HOME;
  const userDir = path.resolve(values['user-dir'] ?? (home && fs.existsSync(path.join(home, '.config.json')) ? home : path.join(os.homedir(), '.node-red')));
  const given = values.settings === undefined ? path.join(userDir, 'settings.js') : path.resolve(values.settings);
  const existing = (file) => (fs.existsSync(file) ? file : null);
  if (values.settings !== undefined && !existing(given)) throw new CommandError(`there is no settings file \`${given}\``);
  return {
    userDir,
    settingsFile: existing(given),
    grantsFile: existing(path.join(userDir, '.sentinel-grants.json')),
    legacyGrantsFile: existing(path.join(userDir, '.sentinel-permissions.json')),
  };
}

/** Runs a settings file the way Node-RED does and gives what it exports. */
function load(file) {
  if (file === null) return {};
  try {
    const settings = require(file);
    return settings ?? {};
  } catch (error) {
    throw new CommandError(`\`${file}\` cannot be loaded: ${String(error?.message ?? error).split('\n')[0]}`);
  }
}

module.exports = { OPTIONS, locate, load };
