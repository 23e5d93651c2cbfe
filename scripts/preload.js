'use strict';
/**
 * `npm run preload`: puts js/boot/first.js and the parts that it names into one file, js/preload.js. `--check` only compares.
 */
const fs = require('node:fs');
const path = require('node:path');
const { root } = require('./lib/platform');

const BOOT = path.join(root, 'js', 'boot');
const FILE = path.join(root, 'js', 'preload.js');
const NOTE = '// Written by `npm run preload` from js/boot/first.js and the parts named there. Do not edit.\n';
/** V8 compiles a function in parentheses at once, any other one when it is called. */
const RARE = ['files'];

const read = (name) => fs.readFileSync(path.join(BOOT, `${name}.js`), 'utf8').replace(/^'use strict';\n/, '').trimEnd();

function functionOf(name) {
  const text = `function (exports, require, module, __filename, __dirname) {\n// js/boot/${name}.js\n${read(name)}\n}`;
  return RARE.includes(name) ? text : `(${text})`;
}

/** The whole file. */
function preload() {
  return `'use strict';\n${NOTE}${read('first').replace(/\bpart\('(\w+)'\)/g, (_call, name) => functionOf(name))}\n`;
}

if (require.main === module) {
  const text = preload();
  const isFresh = fs.existsSync(FILE) && fs.readFileSync(FILE, 'utf8') === text;
  if (!isFresh && process.argv.includes('--check')) {
    console.error('js/preload.js is not up to date; run npm run preload');
    process.exitCode = 1;
  } else if (!isFresh) fs.writeFileSync(FILE, text);
}

module.exports = { FILE, preload };
