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

const existing = (file) => (fs.existsSync(file) ? file : null);

/** The userDir Node-RED takes when neither the command line nor the settings file name one. */
function defaultUserDir() {
  const home = process.env.NODE_RED_HOME;
  // Old installations keep their data in NODE_RED_HOME; Node-RED knows them by this file.
  return home && existing(path.join(home, '.config.json')) ? home : path.join(os.homedir(), '.node-red');
}

/** The userDir of a Node-RED, as far as the command line tells. */
function userDirOf(values) {
  if (values['user-dir'] === '') throw new CommandError('--user-dir takes a directory, not an empty text', 2);
  return path.resolve(values['user-dir'] ?? defaultUserDir());
}

/** The settings file Node-RED would use, or null. */
function settingsFileOf(values) {
  if (values.settings === undefined) return existing(path.join(userDirOf(values), 'settings.js'));
  const file = path.resolve(values.settings);
  if (!existing(file)) throw new CommandError(`there is no settings file \`${file}\``);
  return file;
}

/** What was thrown; a settings file may throw anything. */
function reason(error) {
  try {
    return String(error?.message ?? error);
  } catch {
    return 'it throws what cannot be read';
  }
}

/** Runs a settings file the way Node-RED does and gives what it exports. */
function load(file) {
  if (file === null) return {};
  try {
    return require(file) ?? {};
  } catch (error) {
    throw new CommandError(`\`${file}\` cannot be loaded: ${reason(error).split('\n')[0]}`);
  }
}

/** Everything a policy is made from; grants files need not exist. A userDir in the settings counts as in Node-RED. */
function policySources(values) {
  const settingsFile = settingsFileOf(values);
  const settings = load(settingsFile);
  const named = values['user-dir'] === undefined && typeof settings.userDir === 'string' ? settings.userDir : undefined;
  const userDir = named === undefined ? userDirOf(values) : path.resolve(named);
  return {
    userDir,
    settings,
    settingsFile,
    grantsFile: path.join(userDir, '.sentinel-grants.json'),
    legacyGrantsFile: path.join(userDir, '.sentinel-permissions.json'),
  };
}

module.exports = { OPTIONS, userDirOf, policySources };
