'use strict';
// Copied as `index.js` into the package that carries the cases of one technique.
const { cases, name } = require('./cases.js');
const kit = require('./kit.js');

let RED;
const early = new Map();

/** Runs one case in this package. */
const runCase = (id, ctx) => cases[id].run({ ...ctx, RED, kit });

// Some attacks are made while the package loads; what they need to know stands in a file of ours.
const context = require('./load.json');
for (const [id, entry] of Object.entries(cases)) {
  if (entry.when !== 'load') continue;
  const outcome = (async () => runCase(id, context[id]))();
  outcome.catch(() => {});
  early.set(id, outcome);
}

module.exports = require('./probe.js')(name, {
  run: ({ id, ctx }) => early.get(id) ?? runCase(id, ctx),
}, (given) => { RED = given; });
