'use strict';
/** Prints what goes into `allowedCommands`, `allowedFiles` and `allowedModules`. */
const crypto = require('node:crypto');
const { parseArgs } = require('node:util');
const { canonicalCommand } = require('../core/command');
const { CommandError } = require('./errors');
const { sha256Of } = require('./files');
const { printable } = require('./text');

const OPTIONS = {
  addon: { type: 'string' },
  wasm: { type: 'string' },
  file: { type: 'string' },
  cwd: { type: 'string' },
  env: { type: 'string', multiple: true },
  'clear-env': { type: 'boolean' },
  shell: { type: 'boolean' },
  'shell-path': { type: 'string' },
  argv0: { type: 'string' },
  uid: { type: 'string' },
  gid: { type: 'string' },
  json: { type: 'boolean' },
};

/** The environment a command gets: the one of this shell with the given variables, or only those. */
function environment(assignments, clear) {
  if (assignments === undefined && !clear) return undefined;
  const env = clear ? {} : { ...process.env };
  for (const assignment of assignments ?? []) {
    const at = assignment.indexOf('=');
    if (at < 1) throw new CommandError(`--env takes NAME=value, not \`${assignment}\``, 2);
    env[assignment.slice(0, at)] = assignment.slice(at + 1);
  }
  return env;
}

function number(value, name) {
  if (value === undefined) return undefined;
  if (!/^\d+$/.test(value)) throw new CommandError(`--${name} takes a number, not \`${value}\``, 2);
  return Number(value);
}

/** The call the command line describes, as `canonicalCommand` wants it. */
function describe(values, words) {
  const call = {
    cwd: values.cwd,
    env: environment(values.env, values['clear-env']),
    shell: values['shell-path'] ?? values.shell,
    argv0: values.argv0,
    uid: number(values.uid, 'uid'),
    gid: number(values.gid, 'gid'),
  };
  if (values.file !== undefined) return { ...call, file: values.file, args: words };
  if (words.length !== 1) {
    throw new CommandError(
      words.length === 0
        ? 'nothing to hash; give a command after `--`, or --file, --addon or --wasm'
        : 'a command is one string: quote it, or use `--file program -- arguments`',
      2,
    );
  }
  return { ...call, command: words[0] };
}

const sha256 = (data) => crypto.createHash('sha256').update(data).digest('hex');

function run(args, { out }) {
  const { values, positionals } = parseArgs({ args, options: OPTIONS, allowPositionals: true });
  const content = values.addon ?? values.wasm;
  if (content !== undefined && (positionals.length > 0 || Object.keys(values).some((name) => name !== 'json' && values[name] !== content))) {
    throw new CommandError('--addon and --wasm take one file and nothing else', 2);
  }
  const result = content === undefined
    ? { capability: 'process:exec', key: 'allowedCommands', canonical: canonicalCommand(describe(values, positionals), process.env) }
    : { capability: values.addon === undefined ? 'native:wasm' : 'native:addon', key: values.addon === undefined ? 'allowedModules' : 'allowedFiles' };
  result.sha256 = content === undefined ? sha256(result.canonical) : sha256Of(content);
  if (values.json) {
    out(JSON.stringify(result));
    return 0;
  }
  if (result.canonical !== undefined) out(`canonical form: ${printable(result.canonical)}`);
  out(`SHA-256:        ${result.sha256}`);
  out(`grant:          capabilities: ["${result.capability}"],`);
  out(`                capabilityConfig: { "${result.capability}": { ${result.key}: ["${result.sha256}"] } }`);
  return 0;
}

module.exports = {
  summary: 'print the SHA-256 that allows one exact command, addon or WebAssembly module',
  usage: [
    'nrg-sentinel hash -- "ls -la"                      exec(command), execSync(command)',
    'nrg-sentinel hash --file git -- status --short     spawn, execFile and their Sync forms',
    'nrg-sentinel hash --addon build/Release/x.node     native:addon',
    'nrg-sentinel hash --wasm module.wasm               native:wasm',
  ],
  details: [
    '  --cwd <dir>         the call sets `cwd`',
    '  --env NAME=value    the call adds or changes a variable (repeat as needed)',
    '  --clear-env         the call replaces the whole environment by those variables',
    '  --shell             the call sets `shell: true`;  --shell-path <path> when it names the shell',
    '  --argv0, --uid, --gid   likewise',
    '  --json              one line of JSON',
  ].join('\n'),
  run,
};
