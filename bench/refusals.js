'use strict';
// One million refused calls: what stays in memory and in the log.
const fs = require('node:fs');
const path = require('node:path');
const { Table, run } = require('./lib/stats.js');
const { withPair } = require('./lib/pair.js');

const MILLION = 1_000_000;
const CHUNK = 50_000;
const MB = 2 ** 20;

async function refuse(nodeRed, count) {
  for (let done = 0; done < count; done += CHUNK) {
    const answer = await nodeRed.get(`/bench/refused?n=${CHUNK}&samples=1`);
    if (answer.status !== 200) throw new Error(answer.text.slice(0, 300));
  }
}

const memory = async (nodeRed) => (await nodeRed.get('/bench/memory')).json();
const sizeOf = (dir) => (fs.existsSync(dir) ? fs.readdirSync(dir).filter((name) => name.startsWith('audit')).reduce((sum, name) => sum + fs.statSync(path.join(dir, name)).size, 0) : 0);

/**
 * Refuses until V8 has taken the memory it works in: its young generation grows to its full size, and the old one to where
 * it is next collected. What is left of it then is what refusals keep.
 */
async function settled(nodeRed) {
  let before = await memory(nodeRed);
  for (let round = 0; round < 5; round++) {
    await refuse(nodeRed, 4 * CHUNK);
    const after = await memory(nodeRed);
    const grown = after.rss - before.rss;
    before = after;
    if (grown < 2 * MB) break;
  }
  return before;
}

run((major) => withPair(major, {}, async ({ guarded }) => {
  const table = new Table(`Node.js ${major}`);
  const before = await settled(guarded);
  const said = guarded.log.length;
  const logged = sizeOf(path.join(guarded.userDir, '.sentinel'));
  await refuse(guarded, MILLION);
  const after = await memory(guarded);
  const add = (what, from, to, limit) => {
    const difference = (to - from) / MB;
    table.add(what, 'MB', { bare: from / MB, guarded: to / MB, difference }, { text: `< ${limit} MB (before and after)`, met: difference < limit });
  };
  add('resident memory, a million refusals', before.rss, after.rss, 5);
  add('heap, a million refusals', before.heapUsed, after.heapUsed, 5);
  add('threat log, a million refusals', logged, sizeOf(path.join(guarded.userDir, '.sentinel')), 1);
  add('standard error, a million refusals', said, guarded.log.length, 1);
  return table.missed;
}));
