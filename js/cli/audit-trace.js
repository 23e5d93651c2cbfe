'use strict';
/** Where a message came from: the deliveries that the trace has of it, and those that led to them [R9]. */
const fs = require('node:fs');
const path = require('node:path');
const { parseArgs } = require('node:util');
const { CommandError } = require('./errors');
const settings = require('./settings');
const { printable } = require('./text');
const { timeOf } = require('./threat-log');

const OFF = 'switch it on in settings.js: sentinel: { server: { provenance: { mode: "enforce", trace: true } } }';

const text = (value) => (typeof value === 'string' ? value : JSON.stringify(value) ?? '');

function end(node) {
  const { package: name, type, id } = node ?? {};
  return `${text(type)} ${text(id)}${name === 'core' ? '' : ` (${text(name)})`}`;
}

function line({ time, n, via, msgid, from, port, to }, asked) {
  const led = via > 0 ? ` after #${via}` : '';
  const other = msgid === asked ? '' : `, then called ${text(msgid)}`;
  return printable(`${timeOf(time)}  #${text(n)}${led}  ${end(from)}, output ${Number(port) + 1}  ->  ${end(to)}${other}`);
}

function run(args, { out, err }) {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { ...settings.OPTIONS, log: { type: 'string' }, json: { type: 'boolean' } } });
  if (positionals.length !== 1) throw new CommandError('name one message by its _msgid; see `nrg-sentinel help audit trace`');
  const [msgid] = positionals;
  const file = values.log ?? path.join(settings.userDirOf(values), '.sentinel', 'messages.jsonl');
  if (!fs.existsSync(file)) throw new CommandError(`there is no trace of messages \`${file}\`; ${OFF}`);
  const native = require('../boot/native').load();
  const chain = JSON.parse(native.verifyAudit(file));
  const found = JSON.parse(native.traceOf(file, msgid));
  if (values.json) found.forEach((record) => out(JSON.stringify(record)));
  else found.forEach((record) => out(line(record, msgid)));
  if (!chain.ok) {
    err(`audit trace: the chain of the trace is broken; what comes after that place proves nothing\n  ${printable(chain.error)}`);
    return 1;
  }
  if (found.length > 0) return 0;
  err(`audit trace: no delivery of \`${printable(msgid)}\` in ${chain.lines} records`);
  return 1;
}

module.exports = {
  summary: 'tell which nodes a message came through',
  usage: ['nrg-sentinel audit trace <_msgid> [--json] [--user-dir <dir>] [--log <file>]'],
  details: [
    '  Reads {userDir}/.sentinel/messages.jsonl, which is written while `sentinel.server.provenance` has `trace: true`. One line is one',
    '  delivery: when, its number, the delivery that led to it, the node that sent the message and the one that received it. The names are',
    '  those of the deployed flow, whatever a message or a node says of itself. Exit code 1: nothing found, or somebody changed the file.',
  ].join('\n'),
  run,
};
