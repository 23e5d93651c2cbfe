#!/usr/bin/env node
'use strict';
/** `nrg-sentinel <command>`: one command is one file, and this is the list. */
const { CommandError } = require('./errors');
const { printable } = require('./text');

/** Words of the command line to the module that carries them out. */
const COMMANDS = {
  __proto__: null,
  'audit trace': require('./audit-trace'),
  'audit verify': require('./audit-verify'),
  hash: require('./hash'),
  'policy check': require('./policy-check'),
  status: require('./status'),
  version: require('./version'),
};

const HELP = new Set(['help', '--help', '-h', undefined]);
const ALIASES = { __proto__: null, '--version': 'version', '-v': 'version' };

/** The command the words name, the longest name first, and what is left of the words. */
function resolve(words) {
  const pair = `${words[0]} ${words[1]}`;
  if (COMMANDS[pair]) return { name: pair, rest: words.slice(2) };
  const name = ALIASES[words[0]] ?? words[0];
  return { name, rest: words.slice(1) };
}

function unknown(text, err) {
  const longer = Object.keys(COMMANDS).filter((known) => known.startsWith(`${text.split(' ')[0]} `));
  const hint = longer.length > 0 ? `did you mean ${longer.map((known) => `\`nrg-sentinel ${known}\``).join(' or ')}?` : 'see `nrg-sentinel help`';
  err(`nrg-sentinel: unknown command \`${printable(text)}\`; ${hint}`);
  return 2;
}

/** Runs one command line and gives its exit code: 0 fine, 1 the answer is no, 2 the command line is wrong. */
async function main(words, out = console.log, err = console.error) {
  if (HELP.has(words[0])) {
    const topic = words.slice(1).join(' ');
    if (topic !== '' && !COMMANDS[topic]) return unknown(topic, err);
    out(require('./help').text(COMMANDS, topic));
    return 0;
  }
  const { name, rest } = resolve(words);
  const command = COMMANDS[name];
  if (!command) return unknown(words.join(' '), err);
  const dashes = rest.indexOf('--');
  const own = dashes === -1 ? rest : rest.slice(0, dashes);
  if (own.includes('--help') || own.includes('-h')) {
    out(require('./help').text(COMMANDS, name));
    return 0;
  }
  try {
    return await command.run(rest, { out, err });
  } catch (error) {
    if (error instanceof CommandError || error?.code?.startsWith?.('ERR_SENTINEL_')) {
      err(`nrg-sentinel ${name}: ${printable(error.message)}`);
      return error.exitCode ?? 1;
    }
    if (error?.code?.startsWith?.('ERR_PARSE_ARGS_')) {
      err(`nrg-sentinel ${name}: ${printable(error.message.split(/\.(?:\s|$)/)[0])}; see \`nrg-sentinel help ${name}\``);
      return 2;
    }
    // Nobody reads a stack to find out that a file was not what it should be.
    err(`nrg-sentinel ${name}: ${printable(`${error?.code ?? error?.name ?? 'failed'}: ${error?.message}`)}; this is a fault of nrg-sentinel, please report it`);
    return 1;
  }
}

module.exports = { main };

if (require.main === module) {
  let isDone = false;
  // A settings file is a program, and may end this one before there is an answer: that is no `yes`.
  process.once('exit', () => {
    if (isDone) return;
    console.error('nrg-sentinel: the settings file ended this process before the command was done');
    process.exitCode = 1;
  });
  main(process.argv.slice(2)).then((code) => {
    isDone = true;
    process.exitCode = code;
  });
}
