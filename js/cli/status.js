'use strict';
/** What a running or stopped Node-RED last said about its protection. */
const fs = require('node:fs');
const path = require('node:path');
const { parseArgs } = require('node:util');
const { CommandError } = require('./errors');
const settings = require('./settings');

function run(args, { out }) {
  const { values } = parseArgs({ args, options: { ...settings.OPTIONS, json: { type: 'boolean' } } });
  const { userDir } = settings.locate(values);
  const file = path.join(userDir, '.sentinel', 'status.json');
  let state;
  try {
    state = JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch (error) {
    const why = error.code === 'ENOENT' ? 'Sentinel has not run there yet' : `it cannot be read (${error.code ?? 'no JSON'})`;
    throw new CommandError(`no status in \`${file}\`: ${why}`);
  }
  if (values.json) out(JSON.stringify(state));
  else for (const [key, value] of Object.entries(state)) out(`${key.padEnd(14)} ${typeof value === 'string' ? value : JSON.stringify(value)}`);
  return 0;
}

module.exports = {
  summary: 'what the Node-RED of a userDir last reported about its protection',
  usage: ['nrg-sentinel status [--user-dir <dir>] [--json]'],
  run,
};
