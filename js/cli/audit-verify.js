'use strict';
/** Proves that the threat log is what Sentinel wrote: no line changed, removed, inserted or reordered [V2]. */
const fs = require('node:fs');
const { parseArgs } = require('node:util');
const { CommandError } = require('./errors');
const settings = require('./settings');
const { printable } = require('./text');
const { logOf } = require('./threat-log');

function run(args, { out, err }) {
  const { values } = parseArgs({ args, options: { ...settings.OPTIONS, log: { type: 'string' } } });
  const file = values.log ?? logOf(settings.userDirOf(values));
  if (!fs.existsSync(file)) throw new CommandError(`there is no threat log \`${file}\`; nothing was refused there yet, or it was removed`);
  const { ok, lines, first, last, torn, error } = JSON.parse(require('../boot/native').load().verifyAudit(file));
  if (!ok) {
    err(`audit verify: the chain is broken\n  ${printable(error)}\nWhat comes before that place is as Sentinel wrote it; the rest proves nothing.`);
    return 1;
  }
  const numbers = last === 0 ? '' : `, number ${first} to ${last}`;
  out(`ok: ${lines} record${lines === 1 ? '' : 's'}${numbers}${torn > 0 ? `, ${torn} torn by a crash and accounted for` : ''}`);
  if (first > 1) out(`records before number ${first} were rotated away`);
  return 0;
}

module.exports = {
  summary: 'check the hash chain of the threat log',
  usage: ['nrg-sentinel audit verify [--user-dir <dir>] [--log <file>]'],
  details: [
    '  Reads {userDir}/.sentinel/audit.jsonl and its older files. Exit code 1 names the first line that was changed, removed,',
    '  inserted or reordered. A log cut off at its end still verifies: compare the last number with one noted elsewhere.',
  ].join('\n'),
  run,
};
