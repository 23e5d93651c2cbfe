'use strict';
/** Reads settings.js and the grants file as Node-RED would get them and says what is wrong with them. */
const fs = require('node:fs');
const { parseArgs } = require('node:util');
const { toJson } = require('../boot/settings');
const { CommandError } = require('./errors');
const settings = require('./settings');
const { printable, printableLines } = require('./text');

function run(args, { out, err }) {
  const { values } = parseArgs({ args, options: settings.OPTIONS });
  const { userDir, settings: found, settingsFile, grantsFile, legacyGrantsFile } = settings.policySources(values);
  const files = [settingsFile, grantsFile, legacyGrantsFile].filter((file) => file !== null && fs.lstatSync(file, { throwIfNoEntry: false }));
  if (files.length === 0) {
    throw new CommandError(`no settings.js and no grants file in \`${userDir}\`; name them with --user-dir or --settings`);
  }
  const native = require('../boot/native').load();
  let report;
  try {
    report = JSON.parse(native.loadPolicy(toJson(found, settingsFile ?? 'settings') ?? null, settingsFile, grantsFile, legacyGrantsFile));
  } catch (error) {
    err(`policy check: refused; Node-RED would not start\n${printableLines(error.message)}`);
    return 1;
  }
  for (const file of files) out(`read     ${printable(file)}`);
  for (const warning of report.warnings) out(`warning  ${printable(warning)}`);
  for (const name of report.all) out(`warning  ${name} holds \`all\`: nothing is refused to it`);
  if (report.mode !== 'enforce') out(`warning  mode is \`${report.mode}\`: refusals are recorded, not enforced`);
  if (report.provenance === 'detect') out('warning  message provenance is `detect`: messages that come another way than along a wire are recorded, not refused');
  if (report.provenance === 'off') out('warning  message provenance is `off`: nobody looks where messages come from');
  if (report.trace) out('warning  every delivery of a message is written to .sentinel/messages.jsonl (server.provenance.trace)');
  out(`ok       ${report.packages} package${report.packages === 1 ? '' : 's'} in the policy, mode ${report.mode}`);
  return 0;
}

module.exports = {
  summary: 'check the policy of a Node-RED without starting it',
  usage: ['nrg-sentinel policy check [--user-dir <dir>] [--settings <file>]'],
  details: [
    '  Reads `sentinel` of settings.js and {userDir}/.sentinel-grants.json. An error names the file, the place in it,',
    '  what was found and what is accepted; the exit code is then 1. Old capability names are accepted and reported.',
    '  The settings file is executed, as Node-RED executes it.',
  ].join('\n'),
  run,
};
