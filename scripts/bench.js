'use strict';
/**
 * `npm run bench`: every measurement of bench/, one after the other, in processes of their own. Each prints its rows and
 * exits with 1 when a budget is not met. `npm run bench -- start paths` runs only those.
 */
const fs = require('node:fs');
const path = require('node:path');
const { ensureAddon } = require('./lib/addon');
const { root } = require('./lib/platform');
const { run } = require('./lib/run');

const dir = path.join(root, 'bench');

async function main(names) {
  const all = fs.existsSync(dir) ? fs.readdirSync(dir).filter((name) => name.endsWith('.js')).map((name) => path.basename(name, '.js')).sort() : [];
  const unknown = names.filter((name) => !all.includes(name));
  if (unknown.length > 0) throw new Error(`unknown: ${unknown.join(' ')}; there is: ${all.join(', ') || 'nothing yet'}`);
  await ensureAddon();
  const missed = [];
  for (const name of names.length > 0 ? names : all) {
    console.log(`\n${name}`);
    const { code } = await run(process.execPath, [path.join(dir, `${name}.js`)]);
    if (code !== 0) missed.push(name);
  }
  console.log(missed.length > 0 ? `\nover budget: ${missed.join(', ')}` : '\nall within budget');
  return missed.length > 0 ? 1 : 0;
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error) => {
    console.error(`bench: ${error.message}`);
    process.exitCode = 1;
  },
);
