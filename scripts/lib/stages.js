'use strict';
/**
 * What `npm test` runs, as an explicit list, in the order in which it is begun: what tells something at once, then what takes longest. A stage is
 * `{ name, quick, lane?, early?, run }`, see lanes.js; `run` resolves to `{ passed, failed, skipped, note?, cpu? }`. Those of cargo are a lane of
 * their own, because they work in one folder.
 */
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { find } = require('./cargo-deny');
const { root } = require('./platform');
const { run, works } = require('./run');

const MINUTE = 60_000;

/** JavaScript suites. A folder with tests that is not named here is an error. */
const SUITES = [
  { dir: 'tests/lint', quick: true, early: true },
  { dir: 'tests/support', quick: true },
  { dir: 'tests/cli', quick: true },
  { dir: 'tests/plugin', quick: true },
  { dir: 'tests/native', quick: true },
  { dir: 'tests/red', quick: false },
  { dir: 'tests/escapes', quick: false },
  { dir: 'tests/guards', quick: false },
  { dir: 'tests/boot', quick: true },
  { dir: 'tests/corpus', quick: false },
  { dir: 'e2e-demos', quick: false },
  { dir: 'tests/start', quick: false },
  { dir: 'tests/pack', quick: false },
  { dir: 'tests/surface', quick: false },
];

const PASSED = { passed: 1, failed: 0, skipped: 0 };
const FAILED = { passed: 0, failed: 1, skipped: 0 };
const skipped = (note) => ({ passed: 0, failed: 0, skipped: 1, note });
const missing = (what) => skipped(`${what} is not installed`);

/** One command that either passes or fails. */
async function succeeds(show, file, args) {
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

/**
 * The generator, built together with the tests: by itself it would be built once more, with the features that its dependencies have
 * where no test asks for others.
 */
async function generatedFiles(show) {
  const args = ['build', '--quiet', '--locked', '--bins', '--tests', '--message-format=json-render-diagnostics'];
  const { code, output } = await run('cargo', args, { quiet: true, limit: 15 * MINUTE });
  const lines = output.split('\n');
  const made = code === 0 && lines.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line))
    .find(({ reason, target, profile }) => reason === 'compiler-artifact' && target.name === 'gen' && !profile.test);
  if (made) return succeeds(show, made.executable, ['--check']);
  show(lines.filter((line) => !line.startsWith('{')).join('\n'));
  return FAILED;
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

async function jsSuite(dir, show, watch) {
  const files = testFiles(dir);
  if (files.length === 0) return skipped('no tests there');
  const counts = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'nrg-sentinel-test-')), 'counts.json');
  const read = () => (fs.existsSync(counts) ? JSON.parse(fs.readFileSync(counts, 'utf8')) : undefined);
  watch(() => {
    const { passed, failed } = read() ?? { passed: 0, failed: 0 };
    return ` ${passed} passed${failed > 0 ? `, ${failed} FAILED` : ''}`;
  });
  try {
    const { code, timedOut } = await run(
      process.execPath,
      // A file that never ends is told by its name, and the others run.
      ['--test', '--test-concurrency=2', `--test-timeout=${35 * MINUTE}`, `--test-reporter=${path.join(root, 'scripts/lib/reporter.mjs')}`,
        '--test-reporter-destination=stdout', ...files],
      { show, limit: 40 * MINUTE, env: { SENTINEL_TEST_COUNTS: counts } },
    );
    const { isDone, ...result } = read() ?? {};
    if (timedOut || !isDone) return { ...FAILED, note: timedOut ? 'took too long and was ended' : 'ended without counts' };
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

/** deny.toml, held against what Cargo says of the crates of all platforms. */
async function heldByUs(show) {
  const { code, output } = await run('cargo', ['metadata', '--quiet', '--locked', '--all-features', '--format-version=1'], { quiet: true, limit: 5 * MINUTE });
  const metadata = code === 0 ? output.split('\n').find((line) => line.startsWith('{')) : undefined;
  if (metadata === undefined) {
    show(output);
    return FAILED;
  }
  // Its libraries are installed by now.
  const { check } = require('./crates');
  const problems = check(fs.readFileSync(path.join(root, 'deny.toml'), 'utf8'), JSON.parse(metadata));
  for (const problem of problems) show(`    FAILED ${problem}\n`);
  return { ...(problems.length === 0 ? PASSED : FAILED), note: 'by scripts/lib/crates.js: cargo-deny is not installed' };
}

/**
 * What deny.toml says of licenses, sources and bans: by cargo-deny where it is, else by scripts/lib/crates.js, because building
 * cargo-deny takes longer than most suites. `npm run deny` builds it, and asks the network for advisories as well.
 */
async function cargoDeny(show) {
  const tool = find();
  if (tool === undefined) return heldByUs(show);
  if ((await run('cargo', ['fetch', '--locked', '--quiet'], { show, limit: 5 * MINUTE })).code !== 0) return FAILED;
  const [file, ...args] = tool;
  return succeeds(show, file, [...args, '--offline', '--log-level=error', 'check', 'bans', 'licenses', 'sources']);
}

const eslint = (show) => succeeds(show, process.execPath, [path.join(root, 'node_modules/eslint/bin/eslint.js'), '--max-warnings=0', '.']);

/** @type {(import('./lanes').Stage & { quick: boolean })[]} */
const stages = [
  {
    name: 'cargo fmt',
    quick: true,
    lane: 'cargo',
    early: true,
    run: async (show) => (works('cargo', ['fmt', '--version']) ? succeeds(show, 'cargo', ['fmt', '--check']) : missing('rustfmt')),
  },
  {
    name: 'cargo clippy',
    quick: false,
    lane: 'cargo',
    early: true,
    run: async (show) => (works('cargo', ['clippy', '--version'])
      ? succeeds(show, 'cargo', ['clippy', '--quiet', '--locked', '--all-targets', '--', '-D', 'warnings'])
      : missing('clippy')),
  },
  { name: 'cargo tests', quick: true, lane: 'cargo', early: true, run: cargoTests },
  { name: 'generated files', quick: true, lane: 'cargo', early: true, run: generatedFiles },
  {
    // The engine and its tests have to build where there is no Node.js.
    name: 'cargo check without Node',
    quick: false,
    lane: 'cargo',
    early: true,
    run: (show) => succeeds(show, 'cargo', ['check', '--quiet', '--locked', '--no-default-features', '--all-targets']),
  },
  { name: 'cargo deny', quick: false, lane: 'cargo', early: true, run: cargoDeny },
  { name: 'eslint', quick: true, early: true, run: eslint },
  { name: 'every test is in a suite', quick: true, early: true, run: everySuiteIsListed },
  ...SUITES.map(({ dir, ...stage }) => ({ name: dir, ...stage, run: (show, watch) => jsSuite(dir, show, watch) })),
];

module.exports = { stages };
