'use strict';
/**
 * What `npm test` runs, as an explicit list. A stage is `{ name, quick, lane, run }`; `run` is given where its output goes and
 * resolves to `{ passed, failed, skipped, note? }`. Stages of one lane run one after the other, lanes beside each other
 * (see lanes.js): cargo, and two lanes of suites that take about the same time. Suites wait half of theirs.
 */
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { root } = require('./platform');
const { run, works } = require('./run');

const MINUTE = 60_000;

/** JavaScript suites. A folder with tests that is not named here is an error. */
const SUITES = [
  { dir: 'tests/lint', quick: true, lane: 'one' },
  { dir: 'tests/support', quick: true, lane: 'one' },
  { dir: 'tests/cli', quick: true, lane: 'one' },
  { dir: 'tests/plugin', quick: true, lane: 'one' },
  { dir: 'tests/native', quick: true, lane: 'one' },
  { dir: 'tests/boot', quick: true, lane: 'two' },
  { dir: 'tests/guards', quick: false, lane: 'two' },
  { dir: 'tests/red', quick: false, lane: 'one' },
  { dir: 'tests/surface', quick: false, lane: 'one' },
  { dir: 'tests/escapes', quick: false, lane: 'one' },
  { dir: 'tests/start', quick: false, lane: 'two' },
  { dir: 'tests/pack', quick: false, lane: 'two' },
  { dir: 'tests/corpus', quick: false, lane: 'two' },
  { dir: 'e2e-demos', quick: false, lane: 'two' },
];

const PASSED = { passed: 1, failed: 0, skipped: 0 };
const FAILED = { passed: 0, failed: 1, skipped: 0 };
const skipped = (note) => ({ passed: 0, failed: 0, skipped: 1, note });
const missing = (what) => skipped(`${what} is not installed`);

/** One command that either passes or fails. */
async function check(show, file, args) {
  const { code } = await run(file, args, { show, limit: 15 * MINUTE });
  return code === 0 ? PASSED : FAILED;
}

/** Adds up every number that stands before one of the words. */
function total(text, ...words) {
  return words.reduce((sum, word) => {
    const numbers = [...text.matchAll(new RegExp(`(\\d+) ${word}`, 'g'))].map((match) => Number(match[1]));
    return sum + numbers.reduce((a, b) => a + b, 0);
  }, 0);
}

async function cargoTests(show) {
  const nextest = works('cargo', ['nextest', '--version']);
  const args = nextest
    ? ['nextest', 'run', '--locked', '--no-fail-fast', '--color=never', '--status-level=fail', '--final-status-level=fail']
    : ['test', '--locked', '--no-fail-fast', '--color=never'];
  const { code, output } = await run('cargo', args, { show, limit: 15 * MINUTE });
  const summary = output.split('\n').filter((line) => (nextest ? /^\s*Summary \[/ : /^test result:/).test(line)).join('\n');
  const counts = {
    passed: total(summary, 'passed'),
    failed: total(summary, 'failed', 'timed out'),
    skipped: total(summary, 'skipped', 'ignored'),
  };
  if (code !== 0 && counts.failed === 0) counts.failed = 1;
  return counts;
}

/** All `*.test.js` files below a folder; support code and installed packages are not tests. */
function testFiles(dir) {
  const full = path.join(root, dir);
  if (!fs.existsSync(full)) return [];
  return fs.readdirSync(full, { withFileTypes: true }).flatMap((entry) => {
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : testFiles(`${dir}/${entry.name}`);
    return /\.test\.(js|mjs|cjs)$/.test(entry.name) ? [`${dir}/${entry.name}`] : [];
  }).sort();
}

async function jsSuite(dir, show) {
  const files = testFiles(dir);
  if (files.length === 0) return skipped('no tests there');
  const counts = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'nrg-sentinel-test-')), 'counts.json');
  try {
    const { code, timedOut } = await run(
      process.execPath,
      ['--test', '--test-concurrency=2', `--test-reporter=${path.join(root, 'scripts/lib/reporter.mjs')}`,
        '--test-reporter-destination=stdout', ...files],
      { show, limit: 25 * MINUTE, env: { SENTINEL_TEST_COUNTS: counts } },
    );
    if (timedOut || !fs.existsSync(counts)) return { ...FAILED, note: timedOut ? 'took too long and was ended' : 'ended without counts' };
    const result = JSON.parse(fs.readFileSync(counts, 'utf8'));
    // No test at all, or an exit code that no test explains, is a failure of the suite itself.
    if (result.failed === 0 && (code !== 0 || result.passed + result.skipped === 0)) result.failed = 1;
    return result;
  } finally {
    fs.rmSync(path.dirname(counts), { recursive: true, force: true });
  }
}

/** Test folders nobody would run: every `*.test.js` below tests/ has to be in a suite. */
async function everySuiteIsListed(show) {
  const listed = SUITES.map(({ dir }) => `${dir}/`);
  const lost = [...testFiles('tests'), ...testFiles('js')].filter((file) => !listed.some((dir) => file.startsWith(dir)));
  if (lost.length === 0) return PASSED;
  show(`  in no suite of scripts/lib/stages.js: ${lost.join(', ')}\n`);
  return FAILED;
}

/** The pinned cargo-deny; built into .work where the machine has none (under a minute, without optimisation). */
const CARGO_DENY = '0.20.2';

async function cargoDeny(show) {
  // What is built here needs only the crates of this platform; looked at are those of all.
  if ((await run('cargo', ['fetch', '--locked', '--quiet'], { show, limit: 5 * MINUTE })).code !== 0) return FAILED;
  // Advisories need the network and change by themselves: release automation asks for those.
  const args = ['--offline', '--log-level=error', 'check', 'bans', 'licenses', 'sources'];
  if (works('cargo', ['deny', '--version'])) return check(show, 'cargo', ['deny', ...args]);
  const tools = path.join(root, '.work', 'tools');
  const own = path.join(tools, 'bin', 'cargo-deny');
  if (!works(own, ['--version'])) {
    const install = ['install', 'cargo-deny', '--version', CARGO_DENY, '--locked', '--debug', '--root', tools];
    const { code } = await run('cargo', install, { quiet: true, limit: 15 * MINUTE, env: { CARGO_PROFILE_DEV_DEBUG: '0' } });
    if (code !== 0) return skipped(`cargo-deny ${CARGO_DENY} could not be installed`);
  }
  return check(show, own, args);
}

const eslint = (show) => check(show, process.execPath, [path.join(root, 'node_modules/eslint/bin/eslint.js'), '--max-warnings=0', '.']);

/** @type {{name: string, quick: boolean, lane: string, run: (show: (text: string) => void) => Promise<{passed: number, failed: number, skipped: number, note?: string}>}[]} */
const stages = [
  {
    name: 'cargo fmt',
    quick: true,
    lane: 'cargo',
    run: async (show) => (works('cargo', ['fmt', '--version']) ? check(show, 'cargo', ['fmt', '--check']) : missing('rustfmt')),
  },
  {
    name: 'cargo clippy',
    quick: false,
    lane: 'cargo',
    run: async (show) => (works('cargo', ['clippy', '--version'])
      ? check(show, 'cargo', ['clippy', '--quiet', '--locked', '--all-targets', '--', '-D', 'warnings'])
      : missing('clippy')),
  },
  { name: 'cargo tests', quick: true, lane: 'cargo', run: cargoTests },
  {
    name: 'generated files',
    quick: true,
    lane: 'cargo',
    run: (show) => check(show, 'cargo', ['run', '--quiet', '--locked', '--bin', 'gen', '--', '--check']),
  },
  {
    // The engine and its tests have to build where there is no Node.js.
    name: 'cargo check without Node',
    quick: false,
    lane: 'cargo',
    run: (show) => check(show, 'cargo', ['check', '--quiet', '--locked', '--no-default-features', '--all-targets']),
  },
  { name: 'cargo deny', quick: false, lane: 'cargo', run: cargoDeny },
  { name: 'eslint', quick: true, lane: 'one', run: eslint },
  { name: 'every test is in a suite', quick: true, lane: 'one', run: everySuiteIsListed },
  ...SUITES.map(({ dir, quick, lane }) => ({ name: dir, quick, lane, run: (show) => jsSuite(dir, show) })),
];

module.exports = { stages };
