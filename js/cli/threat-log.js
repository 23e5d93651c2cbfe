'use strict';
/** Reading the threat log from outside; its format is described in src/audit/chain.rs. */
const fs = require('node:fs');
const path = require('node:path');

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
  return logFiles(userDir).flatMap((file) => fs.readFileSync(file, 'utf8').split('\n')).flatMap((line) => {
    try {
      const record = JSON.parse(line);
      return record !== null && typeof record === 'object' ? [record] : [];
    } catch {
      return [];
    }
  });
}

/**
 * Text of a record made safe for a terminal: package names, paths and stacks in it are an attacker's to choose.
 * Control, bidirectional and zero-width characters are shown as escapes.
 */
function printable(value) {
  const text = typeof value === 'string' ? value : JSON.stringify(value) ?? '';
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (char) => `\\u{${char.codePointAt(0).toString(16)}}`);
}

/** The time of a record; in a file that somebody changed it may be anything. */
function timeOf(time) {
  const date = new Date(typeof time === 'number' ? time : NaN);
  return Number.isNaN(date.getTime()) ? printable(time) : date.toISOString();
}

module.exports = { logOf, logFiles, records, printable, timeOf };
