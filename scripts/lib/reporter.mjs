/**
 * Reporter for `node --test`: one line per test file while it runs, every failure in full, and the counts in the
 * file that SENTINEL_TEST_COUNTS names, also while tests run (text on the terminal is for people, scripts/test.js reads the file).
 */
import fs from 'node:fs';
import path from 'node:path';
import { inspect } from 'node:util';
import { cpuSeconds } from './cpu.js';

/** How often the counts are written while tests run. */
const EVERY_MS = 2000;
/** So much is said once more, when all is over, of so many failures. */
const FAILURES = 20;
const REASON_CHARS = 300;

const short = (file) => (file ? path.relative(process.cwd(), file) : '(unknown file)');

/** The cause of a failure, without the frames of the test runner itself. */
function reason(error) {
  const cause = error?.cause ?? error;
  const text = cause instanceof Error || typeof cause === 'object' ? inspect(cause, { colors: false }) : String(cause);
  return text.split('\n').filter((line) => !/^\s+at .*node:internal/.test(line)).map((line) => `      ${line}`).join('\n');
}

/** A failure in one line, for whoever sees no more than the end of the output. */
function brief(data) {
  const cause = data.details?.error?.cause ?? data.details?.error;
  return `${short(data.file)}: ${data.name}: ${String(cause?.message ?? cause).replace(/\s+/g, ' ').slice(0, REASON_CHARS)}`;
}

export default async function* reporter(source) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const failures = [];
  const files = new Map();
  const of = (data) => {
    const name = short(data.file);
    if (!files.has(name)) files.set(name, { passed: 0, failed: 0, skipped: 0, ms: 0 });
    return files.get(name);
  };
  const to = process.env.SENTINEL_TEST_COUNTS;
  /** In one step: it is read at any time. */
  const write = (more) => {
    if (!to) return;
    fs.writeFileSync(`${to}.new`, JSON.stringify({ ...counts, ...more }));
    fs.renameSync(`${to}.new`, to);
  };
  let written = Date.now();
  const count = (data, kind) => {
    counts[kind] += 1;
    of(data)[kind] += 1;
    if (Date.now() - written < EVERY_MS) return;
    written = Date.now();
    write({ isDone: false });
  };

  for await (const { type, data } of source) {
    // Suites only hold tests: counting them too would count their tests twice.
    const isSuite = data?.details?.type === 'suite';
    if (type === 'test:pass' && data.file && path.resolve(data.name) === data.file) {
      // Node reports a file in which no test reported as one passed test.
      count(data, 'failed');
      yield `    FAILED ${short(data.file)}: no test in it reported anything\n`;
    } else if (type === 'test:pass' && !isSuite) {
      count(data, data.skip !== undefined || data.todo !== undefined ? 'skipped' : 'passed');
      if (data.skip) yield `    skipped: ${data.name} (${data.skip})\n`;
    } else if (type === 'test:fail') {
      const error = data.details?.error;
      if (data.todo !== undefined) {
        count(data, 'skipped');
      } else if (error?.failureType !== 'subtestsFailed') {
        // A failed hook makes its suite fail without any test of its own: that one does count.
        count(data, 'failed');
        // Tests under a broken hook never ran: they count, and the hook's own failure says why.
        if (error?.failureType === 'cancelledByParent') continue;
        if (failures.length < FAILURES) failures.push(brief(data));
        yield `    FAILED ${data.name}\n      ${short(data.file)}:${data.line ?? 1}\n${reason(error)}\n`;
      }
    } else if (type === 'test:stderr') {
      yield data.message;
    }
    if ((type === 'test:pass' || type === 'test:fail') && data.nesting === 0) {
      const file = of(data);
      // What comes from several files at once is told one file after the other, whenever it was: only the durations say how long it took.
      file.ms += data.details?.duration_ms ?? 0;
      file.line = `    ${file.failed ? 'x' : '-'} ${short(data.file)}: ${file.passed} passed`
        + `${file.failed ? `, ${file.failed} failed` : ''}${file.skipped ? `, ${file.skipped} skipped` : ''} (${(file.ms / 1000).toFixed(1)} s)\n`;
    }
    // A file is complete when the next one reports: print its line then.
    if (type === 'test:start' && data.nesting === 0) {
      for (const [name, file] of files) {
        if (name === short(data.file) || !file.line) continue;
        yield file.line;
        file.line = undefined;
      }
    }
  }
  for (const file of files.values()) if (file.line) yield file.line;
  write({ isDone: true, cpu: cpuSeconds(), failures });
}
