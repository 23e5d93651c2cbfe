'use strict';
// What a line of `console.log` costs, by what becomes of it: written at once to a socket that is read in time (a service manager, a
// container), written to a file, or only queued because the reader is behind. The budget is for all of them.
const { Table, run } = require('./lib/stats.js');
const { withPair } = require('./lib/pair.js');

/** How many lines are written in one go. A socket takes about 270 of them before it is full. */
const OUTPUTS = [['to a socket', {}, 20], ['only queued', {}, 100], ['to a file', { toFile: true }, 100]];
const CALLERS = [['/core-later/log', 'by core'], ['/bench/log', 'by a package']];

run(async (major) => {
  const table = new Table(`Node.js ${major}`);
  for (const [where, how, lines] of OUTPUTS) {
    await withPair(major, how, async (pair) => {
      for (const [route, who] of CALLERS) {
        const found = await pair.measure(route, lines, { rounds: 60 });
        table.add(`console.log ${who}, ${where}`, 'ns', found, route === '/bench/log' ? undefined : { text: 'ratio <= 1.02', met: found.ratio <= 1.02 });
      }
    });
  }
  return table.missed;
});
