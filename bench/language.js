'use strict';
// What the language and Node.js themselves cost a package: nearly three hundred common operations, bare and protected in turns. Sentinel locks
// what they are made of; V8 has short ways for most of them that it leaves when what they are made of was changed.
const { LANGUAGE, writeLoops } = require('./lib/language.js');
const { withPair } = require('./lib/pair.js');
const { Table, run } = require('./lib/stats.js');

/** Below this a difference is noise on a machine that does other work. */
const LIMIT = 1.1;
const FLOOR = 3;

const wanted = process.env.BENCH_ROWS === undefined ? undefined : new RegExp(process.env.BENCH_ROWS);

run((major) => withPair(major, { prepare: writeLoops }, async (pair) => {
  const table = new Table(`Node.js ${major}`);
  const slower = [];
  for (let index = 0; index < LANGUAGE.length; index++) {
    const [name] = LANGUAGE[index];
    if (wanted !== undefined && !wanted.test(name)) continue;
    const found = await pair.measureBest(`/bench/loop/${index}`);
    table.add(name, 'ns', found);
    if (found.ratio > LIMIT && found.difference > FLOOR) slower.push([name, found]);
  }
  slower.sort((a, b) => b[1].ratio - a[1].ratio);
  console.log(`\n${slower.length} of ${LANGUAGE.length} slower than ${LIMIT} on Node.js ${major}:`);
  for (const [name, { bare, guarded, ratio }] of slower) console.log(`  ${ratio.toFixed(2).padStart(6)}  ${name} (${bare.toFixed(0)} -> ${guarded.toFixed(0)} ns)`);
  return 0;
}));
