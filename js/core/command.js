'use strict';
/**
 * The canonical form of a command: the text whose SHA-256 stands in `allowedCommands`. The guard of child_process
 * and `nrg-sentinel hash` both take it from here. docs/policy.md shows it to operators.
 *
 * - `exec(command)` and `execSync(command)` without anything else: the command itself, as written.
 * - Everything else: JSON text without spaces, keys in exactly this order, left out when not given:
 *   `command` or `file` and `args` (always there with `file`), `cwd`, `env`, `clearEnv`, `shell`, `argv0`, `uid`,
 *   `gid`, `windowsVerbatimArguments`.
 *
 * `env` says what differs from the environment the process started with, sorted by name, and is left out when nothing
 * does. An environment that lacks variables of the process (`env: { LANG: 'C' }` replaces everything) is written out
 * whole and marked `"clearEnv":true`: the text then does not depend on what else the process happens to have.
 *
 * Two different commands never share a text: a shell command that itself looks like such JSON is written as
 * `{"command":…}`.
 */
const {
  ArrayIsArray, ArrayPrototypeSort, JSONStringify, NumberIsInteger, ObjectKeys, ObjectPrototypeHasOwnProperty,
  StringPrototypeStartsWith, TypeError,
} = require('../boot/primordials');

/** JSON of one primitive. Objects never go to JSON.stringify: it would ask prototypes for `toJSON`. */
function text(value, what) {
  if (typeof value !== 'string') throw new TypeError(`${what} must be a string`);
  return JSONStringify(value);
}

function textList(values, what) {
  if (!ArrayIsArray(values)) throw new TypeError(`${what} must be an array`);
  let out = '';
  for (let i = 0; i < values.length; i++) out += (i === 0 ? '' : ',') + text(values[i], `${what}[${i}]`);
  return `[${out}]`;
}

function id(value, what) {
  if (!NumberIsInteger(value)) throw new TypeError(`${what} must be an integer`);
  return `${value}`;
}

/** `,"env":{…}` with `,"clearEnv":true` where needed; an empty string when `env` is the environment at boot. */
function environment(env, bootEnv) {
  const bootNames = ObjectKeys(bootEnv);
  let replaces = false;
  for (let i = 0; i < bootNames.length && !replaces; i++) replaces = !ObjectPrototypeHasOwnProperty(env, bootNames[i]);

  const names = ArrayPrototypeSort(ObjectKeys(env));
  let out = '';
  for (let i = 0; i < names.length; i++) {
    const name = names[i];
    const inherited = ObjectPrototypeHasOwnProperty(bootEnv, name) && bootEnv[name] === env[name];
    if (inherited && !replaces) continue;
    out += `${out === '' ? '' : ','}${text(name, 'env')}:${text(env[name], `env.${name}`)}`;
  }
  if (replaces) return `,"env":{${out}},"clearEnv":true`;
  return out === '' ? '' : `,"env":{${out}}`;
}

/**
 * The canonical text of a command. Every value must already be the primitive (or the array or plain object of
 * primitives) that will be passed on [A8]; anything else throws, which the guards turn into a refusal.
 *
 * @param {object} call what the caller asked for; `undefined` and `null` mean "not given", `shell: false` too
 * @param {string} [call.command] the command line of exec and execSync
 * @param {string} [call.file] the program of the other forms, with
 * @param {string[]} [call.args]
 * @param {string} [call.cwd]
 * @param {Record<string, string>} [call.env] the whole environment the child is to get
 * @param {boolean|string} [call.shell]
 * @param {string} [call.argv0]
 * @param {number} [call.uid]
 * @param {number} [call.gid]
 * @param {boolean} [call.windowsVerbatimArguments]
 * @param {Record<string, string>} bootEnv the environment before any third-party code ran
 * @returns {string}
 */
function canonicalCommand(call, bootEnv) {
  const { command, file, args, cwd, env, shell, argv0, uid, gid, windowsVerbatimArguments } = call;
  let options = '';
  if (cwd != null) options += `,"cwd":${text(cwd, 'cwd')}`;
  if (env != null) options += environment(env, bootEnv);
  if (shell === true) options += ',"shell":true';
  // Of a command line an empty one says that there is none: Node.js looks for a program with the whole line for its name.
  else if (shell != null && shell !== false && (shell !== '' || file == null)) options += `,"shell":${text(shell, 'shell')}`;
  if (argv0 != null) options += `,"argv0":${text(argv0, 'argv0')}`;
  if (uid != null) options += `,"uid":${id(uid, 'uid')}`;
  if (gid != null) options += `,"gid":${id(gid, 'gid')}`;
  if (windowsVerbatimArguments === true) options += ',"windowsVerbatimArguments":true';

  if (file == null) {
    const quoted = text(command, 'command');
    if (options === '' && !StringPrototypeStartsWith(command, '{"')) return command;
    return `{"command":${quoted}${options}}`;
  }
  if (command != null) throw new TypeError('a command has either `command` or `file`');
  return `{"file":${text(file, 'file')},"args":${textList(args ?? [], 'args')}${options}}`;
}

module.exports = { canonicalCommand };
