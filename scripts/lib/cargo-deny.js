'use strict';
/** Where cargo-deny is: what the machine has, or what `npm run deny` has built. */
const path = require('node:path');
const { root } = require('./platform');
const { works } = require('./run');

const TOOLS = path.join(root, '.work', 'tools');
const VERSION = '0.20.2';

/** The command and its first arguments; undefined when it is not there. */
function find() {
  const ways = [['cargo', 'deny'], [path.join(TOOLS, 'bin', 'cargo-deny')]];
  return ways.find(([file, ...args]) => works(file, [...args, '--version']));
}

module.exports = { find, TOOLS, VERSION };
