'use strict';
// Options of Node.js on the command line of a worker or a program that a package starts.

const { StringPrototypeStartsWith } = require('../boot/primordials');
const { path } = require('../boot/builtins');
const { isOneOf } = require('./lists');

const PRELOAD = path.join(__dirname, '..', 'preload.js');

/** They only say what is printed. */
const HARMLESS = ['--no-warnings', '--trace-warnings', '--no-deprecation', '--trace-deprecation', '--throw-deprecation', '--pending-deprecation', '--trace-uncaught'];
/** They concern a process of its own: how much memory it takes, and what of the language and the network it uses. */
const OF_PROGRAMS = ['--enable-source-maps', '--expose-gc', '--expose_gc', '--experimental-vm-modules', '--insecure-http-parser', '--preserve-symlinks', '--preserve-symlinks-main',
  '--use-openssl-ca', '--use-bundled-ca', '--experimental-strip-types', '--no-experimental-strip-types', '--experimental-fetch', '--no-experimental-fetch', '--no-addons'];
const WITH_VALUES = ['--max-old-space-size=', '--max_old_space_size=', '--max-semi-space-size=', '--max_semi_space_size=', '--stack-size=', '--stack_size=', '--stack-trace-limit=',
  '--dns-result-order=', '--max-http-header-size=', '--input-type=', '--tls-min-v', '--tls-max-v', '--conditions='];

/** May a package start a worker with this option? */
function isHarmless(flag) {
  return isOneOf(HARMLESS, flag) || StringPrototypeStartsWith(flag, '--disable-warning=') || StringPrototypeStartsWith(flag, '--unhandled-rejections=');
}

/** May a package start a program with this option? Not with what loads code, opens doors or runs something before the preload. */
function isForPrograms(flag) {
  if (isHarmless(flag) || isOneOf(OF_PROGRAMS, flag)) return true;
  for (let i = 0; i < WITH_VALUES.length; i++) if (StringPrototypeStartsWith(flag, WITH_VALUES[i])) return true;
  return false;
}

module.exports = { PRELOAD, isForPrograms, isHarmless };
