'use strict';
// What one guarded call of a package costs. Measured by a package inside a protected Node-RED with a policy of 1,000
// packages and 10,000 list entries, against the same package in a bare one.
const { Table, run } = require('./lib/stats.js');
const { withPair } = require('./lib/pair.js');

const within = (text, met) => ({ text, met });

run((major) => withPair(major, { tap: true }, async (pair) => {
  const table = new Table(`Node.js ${major}`);
  const seen = await pair.measure('/bench/statSeen', 1_000, { rounds: 80 });
  table.add('fs.statSync, path seen before', 'ns', seen, within('<= 50 ns over bare (ratio <= 1.05)', seen.difference <= 50 || seen.ratio <= 1.05));
  const fresh = await pair.measure('/bench/statNew', 1_000, { rounds: 80 });
  // Its budget is the decision without the file system: see policy.js.
  table.add('fs.statSync, new path', 'ns', fresh);
  const env = await pair.measure('/bench/env', 10_000);
  table.add('process.env.X of a granted package', 'ns', env, within('<= 150 ns over bare', env.difference <= 150));
  const limit = major >= 26 ? 2_500 : 5_000;
  const whole = await pair.measure('/bench/handler/callers', 1_000, { only: 'guarded' });
  table.add(`whole stack in a handler, ${whole.depth} frames`, 'ns', whole, within(`<= ${limit} ns`, whole.guarded <= limit));
  const nearest = await pair.measure('/bench/handler/caller', 1_000, { only: 'guarded' });
  table.add('nearest package in a handler', 'ns', nearest);
  const refused = await pair.measure('/bench/handler/refused', 200);
  table.add('refused fs.statSync, log suppressed', 'ns', refused, within('<= 10 µs', refused.guarded <= 10_000));
  // What the system does then takes a hundred times as long.
  const connect = await pair.measure('/bench/connect', 100, { rounds: 20 });
  table.add('net.connect to an address, up to the system', 'ns', connect);
  const connectRefused = await pair.measure('/bench/connectRefused', 100, { rounds: 20 });
  table.add('refused net.connect, log suppressed', 'ns', connectRefused);
  const lookup = await pair.measure('/bench/lookup', 100, { rounds: 20 });
  table.add('dns.lookup of an address', 'ns', lookup);
  const log = await pair.measure('/bench/log', 100);
  table.add('console.log by a package', 'ns', log);
  return table.missed;
}));
