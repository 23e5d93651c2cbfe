'use strict';
// The environment of programs that core starts (npm, the exec node): what packages have set is for their own programs.

const { ArrayIsArray } = require('../../boot/primordials');
const { put } = require('../../core/lists');
const environment = require('../process/environment');

const isMissing = (value) => value === undefined || value === null;

/**
 * Gives a call of core's the environment that its program is to have, where that is another one than it would have.
 * @param {any[]} args options stand behind the program, or behind the list of its arguments
 * @param {boolean} isCommand it takes no such list
 */
function giveEnvironment(args, isCommand) {
  const hasList = !isCommand && (ArrayIsArray(args[1]) || (isMissing(args[1]) && args.length > 2));
  const at = hasList ? 2 : 1;
  const given = args[at];
  const isCallback = typeof given === 'function';
  if (!isMissing(given) && !isCallback && typeof given !== 'object') return;
  const options = isMissing(given) || isCallback ? {} : { ...given };
  const env = environment.forCore(options.env ?? undefined);
  if (env === undefined) return;
  options.env = env;
  put(args, at, options);
  if (isCallback) put(args, at + 1, given);
}

module.exports = { giveEnvironment };
