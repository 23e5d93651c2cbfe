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

const memory = async (nodeRed) => (await nodeRed.get('/bench-memory')).json();
const sizeOf = (dir) => (fs.existsSync(dir) ? fs.readdirSync(dir).reduce((sum, name) => sum + fs.statSync(path.join(dir, name)).size, 0) : 0);

run((major) => withPair(major, {}, async ({ guarded }) => {
  const table = new Table(`Node.js ${major}`);
  // The heap takes its working size first.
  await refuse(guarded, 4 * CHUNK);
  const before = await memory(guarded);
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
