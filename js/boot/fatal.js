'use strict';
// Refusing to start: one clear message, exit code 78 (EX_CONFIG), nothing runs unprotected [T3].

const { ReflectApply, StringPrototypeStartsWith } = require('./primordials');
const { splitText } = require('../core/lists');
const { fs, process, realProcess } = require('./builtins');

const EXIT_CONFIG = 78;

/** Prints why Node-RED (or `what`) does not start and ends the process. */
function refuseToStart(error, what = 'Node-RED') {
  const lines = splitText(`${error?.message ?? error}`, '\n');
  let text = `[@nrg/sentinel] ${what} was not started: ${lines[0]}\n`;
  for (let i = 1; i < lines.length; i++) text += `  ${lines[i]}\n`;
  if (typeof error?.code === 'string' && StringPrototypeStartsWith(error.code, 'ERR_SENTINEL_')) text += `  (${error.code}, see docs/errors/${error.code}.md)\n`;
  try {
    fs.writeSync(2, text);
  } finally {
    ReflectApply(process.reallyExit, realProcess, [EXIT_CONFIG]);
  }
}

module.exports = { refuseToStart };
