'use strict';
// How long a policy of 1,000 packages and 10,000 list entries takes to load, and what the decision on a path consists of.
const { execFileSync } = require('node:child_process');
const path = require('node:path');
const { node } = require('../tests/support/installs.js');
const { Table, median, run } = require('./lib/stats.js');

run(async (major) => {
  const table = new Table(`Node.js ${major}`);
  const found = JSON.parse(execFileSync(await node(major), [path.join(__dirname, 'lib', 'load-policy.js')], { encoding: 'utf8' }));
  const load = median(found.settings);
  table.add('policy in settings.js', 'ms', { guarded: load }, { text: '<= 50 ms', met: load <= 50 });
  const file = median(found.file);
  table.add('policy in .sentinel-grants.json', 'ms', { guarded: file }, { text: '<= 50 ms', met: file <= 50 });
  table.add('where a path leads (resolvePath)', 'ns', { guarded: median(found.resolve) });
  table.add('that and the decision (decidePath)', 'ns', { guarded: median(found.decidePath) });
  const decision = median(found.decidePath.map((time, i) => time - found.resolve[i]));
  table.add('decision on a path alone', 'ns', { guarded: decision }, { text: '<= 300 ns', met: decision <= 300 });
  return table.missed;
});
