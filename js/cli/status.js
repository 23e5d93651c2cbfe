'use strict';
/** What the Node-RED of a userDir last said about its protection, and what was refused since: from the threat log. */
const { parseArgs } = require('node:util');
const { CommandError } = require('./errors');
const settings = require('./settings');
const { printable } = require('./text');
const { logOf, records, timeOf } = require('./threat-log');

/** Fields every record has; they say nothing about the protection. */
const CHAIN = new Set(['seq', 'prev', 'kind', 'time']);

/** Refusals by package and capability, the most frequent first. */
function tally(refusals) {
  const counts = new Map();
  for (const { package: name, capability, suppressed } of refusals) {
    const key = `${printable(name)} lacks ${printable(capability)}`;
    counts.set(key, (counts.get(key) ?? 0) + 1 + (Number.isInteger(suppressed) ? suppressed : 0));
  }
  return [...counts].sort((a, b) => b[1] - a[1]);
}

function run(args, { out }) {
  const { values } = parseArgs({ args, options: { ...settings.OPTIONS, json: { type: 'boolean' }, surface: { type: 'boolean' } } });
  if (values.surface) return require('./surface').surface(values, { out });
  const userDir = settings.userDirOf(values);
  const all = records(userDir);
  const at = all.findLastIndex(({ kind }) => kind === 'start');
  if (at === -1) throw new CommandError(`Sentinel has not protected a Node-RED in \`${userDir}\` yet: no start in \`${logOf(userDir)}\``);
  const start = all[at];
  const refused = tally(all.slice(at).filter(({ kind }) => kind === 'refusal'));
  if (values.json) {
    out(JSON.stringify({ start, refused: refused.map(([what, count]) => ({ what, count })) }));
    return 0;
  }
  out(`last start  ${timeOf(start.time)}`);
  for (const [key, value] of Object.entries(start)) if (!CHAIN.has(key)) out(`${printable(key).padEnd(11)} ${printable(value)}`);
  out(refused.length === 0 ? 'refused     nothing since' : 'refused since:');
  for (const [what, count] of refused) out(`  ${String(count).padStart(6)}  ${what}`);
  return 0;
}

module.exports = {
  summary: 'what the Node-RED of a userDir last reported about its protection',
  usage: ['nrg-sentinel status [--user-dir <dir>] [--json]', 'nrg-sentinel status --surface [--json]'],
  details: '--surface lists what packages can reach in the Node.js that runs this command, module by module: guarded, safe, and what is not\nclassified and therefore refused. The exit code is 1 when anything is not classified.',
  run,
};
