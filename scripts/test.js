'use strict';
/**
 * `npm test`: installs and builds what a fresh clone lacks, then runs every stage of scripts/lib/stages.js, some beside each
 * other, and ends with one line: `N passed, N failed, N skipped`. The exit code is 0 only when nothing failed.
 *
 *   npm test -- --quick            the subset for while you work
 *   npm test -- tests/boot eslint  only these stages
 *   npm test -- --list             their names
 */
const fs = require('node:fs');
const path = require('node:path');
const { ensureAddon } = require('./lib/addon');
const { cpuSeconds } = require('./lib/cpu');
const { runLanes, seconds, sentence } = require('./lib/lanes');
const { root } = require('./lib/platform');
const { npm } = require('./lib/run');
const { stages } = require('./lib/stages');

/** Whether node_modules holds exactly the development tools package.json pins. */
function toolsAreInstalled() {
  const { devDependencies } = require('../package.json');
  return Object.entries(devDependencies).every(([name, version]) => {
    const file = path.join(root, 'node_modules', name, 'package.json');
    return fs.existsSync(file) && JSON.parse(fs.readFileSync(file, 'utf8')).version === version;
  });
}

async function installTools() {
  if (toolsAreInstalled()) return;
  console.log('installing the development tools (npm ci) …');
  const { code, output } = await npm(['ci', '--ignore-scripts'], { quiet: true });
  if (code !== 0) throw new Error(`npm ci failed (${code})\n${output}`);
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
  await installTools();
  // What needs no addon begins while it is built.
  const { sum, broken } = await runLanes(list, (text) => process.stdout.write(text), ensureAddon());
  if (broken.length > 0) console.log(`\nfailed:\n${broken.join('\n')}`);
  const cpu = cpuSeconds();
  console.log(`\n${seconds(started)} in all${cpu === undefined ? '' : `, ${cpu.toFixed(0)} s of CPU`}\n${sentence(sum)}`);
  if (sum.failed > 0) process.exitCode = 1;
}

main(process.argv.slice(2)).catch((error) => {
  console.error(`test: ${error.message}`);
  console.log('0 passed, 1 failed, 0 skipped');
  process.exitCode = 1;
});
