'use strict';
// What Node-RED's own calls cost: settings.js makes them, while a package is loaded. Where they are made decides: every
// frame of the stack is looked at.
const { Table, run } = require('./lib/stats.js');
const { withPair } = require('./lib/pair.js');

const PLACES = [['core-later', 'a callback'], ['core-node', 'a handler of a core node'], ['core', 'a handler of the admin server']];
const CALLS = [
  ['statSync', 'fs.statSync'], ['existsSync', 'fs.existsSync'], ['readFileSync', 'fs.readFileSync'], ['env', 'process.env.X'],
  ['envUnset', 'process.env.FORCE_COLOR'], ['require', "require('fs')"],
];
const budget = (found) => ({ text: '<= 5 µs over bare', met: found.difference <= 5_000 });

run((major) => withPair(major, { coreNode: true }, async (pair) => {
  const table = new Table(`Node.js ${major}`);
  for (const [place, where] of PLACES) {
    for (const [name, label] of CALLS) {
      const found = await pair.measure(`/${place}/${name}`, 300, { rounds: 20 });
      // The deepest stack there is; reported apart.
      table.add(`${label}, in ${where} (${found.depth} frames)`, 'ns', found, place === 'core' ? undefined : budget(found));
    }
    const log = await pair.measure(`/${place}/log`, 100, { rounds: 40 });
    table.add(`console.log, in ${where}`, 'ns', log, { text: 'ratio <= 1.02', met: log.ratio <= 1.02 });
  }
  return table.missed;
}));
