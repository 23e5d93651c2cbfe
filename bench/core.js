'use strict';
// What Node-RED's own calls cost: settings.js makes them, while a package is loaded.
const { Table, run } = require('./lib/stats.js');
const { withPair } = require('./lib/pair.js');

run((major) => withPair(major, {}, async (pair) => {
  const table = new Table(`Node.js ${major}`);
  for (const [name, label] of [['statSync', 'fs.statSync'], ['existsSync', 'fs.existsSync'], ['readFileSync', 'fs.readFileSync'], ['env', 'process.env.X'], ['require', "require('fs')"]]) {
    const found = await pair.measure(`/core/${name}`, 500);
    table.add(`${label} by core`, 'ns', found, { text: '<= 5 µs over bare', met: found.difference <= 5_000 });
  }
  const log = await pair.measure('/core/log', 100, { rounds: 80 });
  table.add('console.log by core', 'ns', log, { text: 'ratio <= 1.02', met: log.ratio <= 1.02 });
  return table.missed;
}));
