'use strict';
/**
 * `npm test`: installs and builds what a fresh clone lacks, then runs every stage of scripts/lib/stages.js and ends
 * with one line: `N passed, N failed, N skipped`. The exit code is 0 only when nothing failed.
 *
 *   npm test -- --quick            the subset for while you work
 *   npm test -- tests/boot eslint  only these stages
 *   npm test -- --list             their names
 */
const fs = require('node:fs');
const path = require('node:path');
const { ensureAddon } = require('./lib/addon');
const { root } = require('./lib/platform');
const { npm } = require('./lib/run');
const { stages } = require('./lib/stages');

const seconds = (since) => `${((Date.now() - since) / 1000).toFixed(1)} s`;
const sentence = ({ passed, failed, skipped }) => `${passed} passed, ${failed} failed, ${skipped} skipped`;

/** Whether node_modules holds exactly the development tools package.json pins. */
function toolsAreInstalled() {
  const { devDependencies } = require('../package.json');
  return Object.entries(devDependencies).every(([name, version]) => {
    const file = path.join(root, 'node_modules', name, 'package.json');
    return fs.existsSync(file) && JSON.parse(fs.readFileSync(file, 'utf8')).version === version;
  });
}

async function prepare() {
  if (!toolsAreInstalled()) {
    console.log('installing the development tools (npm ci) …');
    const { code, output } = await npm(['ci', '--ignore-scripts'], { quiet: true });
    if (code !== 0) throw new Error(`npm ci failed (${code})\n${output}`);
  }
  await ensureAddon();
}

function chosen(args) {
  const names = args.filter((arg) => !arg.startsWith('-'));
  const flags = args.filter((arg) => arg.startsWith('-'));
  const unknown = flags.filter((flag) => flag !== '--quick')
    .concat(names.filter((name) => !stages.some((stage) => stage.name === name)));
  if (unknown.length > 0) throw new Error(`unknown: ${unknown.join(' ')}; stages are: ${stages.map((s) => s.name).join(', ')}`);
  if (names.length > 0) return stages.filter((stage) => names.includes(stage.name));
  return flags.includes('--quick') ? stages.filter((stage) => stage.quick) : stages;
}

async function main(args) {
  if (args.includes('--list')) {
    for (const { name, quick } of stages) console.log(`${name}${quick ? ' (quick)' : ''}`);
    return;
  }
  const started = Date.now();
  const list = chosen(args);
  const sum = { passed: 0, failed: 0, skipped: 0 };
  const broken = [];
  await prepare();
  for (const [index, stage] of list.entries()) {
    console.log(`\n[${index + 1}/${list.length}] ${stage.name}`);
    const since = Date.now();
    let result;
    try {
      result = await stage.run();
    } catch (error) {
      result = { passed: 0, failed: 1, skipped: 0, note: error.message };
    }
    for (const key of Object.keys(sum)) sum[key] += result[key];
    if (result.failed > 0) broken.push(stage.name);
    console.log(`  ${result.failed > 0 ? 'FAILED' : 'ok'}: ${sentence(result)}${result.note ? ` (${result.note})` : ''}, ${seconds(since)}`);
  }
  if (broken.length > 0) console.log(`\nfailed: ${broken.join(', ')}`);
  console.log(`\n${seconds(started)} in all\n${sentence(sum)}`);
  if (sum.failed > 0) process.exitCode = 1;
}

main(process.argv.slice(2)).catch((error) => {
  console.error(`test: ${error.message}`);
  console.log('0 passed, 1 failed, 0 skipped');
  process.exitCode = 1;
});
