'use strict';
/** Reading the threat log from outside; its format is described in src/audit/chain.rs. */
const fs = require('node:fs');
const path = require('node:path');
const { readText } = require('./files');
const { printable } = require('./text');

/** One file of a log is rotated long before. */
const MAX_FILE = 64 << 20;

/** Path of the current log of a userDir. */
const logOf = (userDir) => path.join(userDir, '.sentinel', 'audit.jsonl');

/** The current log and its rotated predecessors, oldest first. */
function logFiles(userDir) {
  const newest = logOf(userDir);
  const older = [];
  for (let n = 1; fs.existsSync(newest.replace(/\.jsonl$/, `.${n}.jsonl`)); n++) older.unshift(newest.replace(/\.jsonl$/, `.${n}.jsonl`));
  return fs.existsSync(newest) ? [...older, newest] : older;
}

/** All records, oldest first; a line torn by a crash is left out (`audit verify` judges those). */
function records(userDir) {
  return logFiles(userDir).flatMap((file) => readText(file, MAX_FILE).split('\n')).flatMap((line) => {
    try {
      const record = JSON.parse(line);
      return record !== null && typeof record === 'object' ? [record] : [];
    } catch {
      return [];
    }
  });
}

/** The time of a record; in a file that somebody changed it may be anything. */
function timeOf(time) {
  const date = new Date(typeof time === 'number' ? time : NaN);
  return Number.isNaN(date.getTime()) ? printable(time) : date.toISOString();
}

module.exports = { logOf, records, timeOf };
