'use strict';
// While working: node tests/escapes/lib/main.js [technique…] [--node 22] [--node-red 5.0] [--with] [--only regexp] [--all]
const { parseArgs } = require('node:util');
const { runTechniques, problemOf } = require('./run.js');
const { techniqueNames } = require('./techniques.js');

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    node: { type: 'string', default: process.versions.node.split('.')[0] }, 'node-red': { type: 'string', default: '4.1' },
    with: { type: 'boolean' }, only: { type: 'string' }, all: { type: 'boolean' }, trace: { type: 'boolean' },
  },
});

(async () => {
  const started = Date.now();
  const protectedRun = Boolean(values.with);
  const names = positionals.length > 0 ? positionals : techniqueNames();
  const outcomes = await runTechniques(names, {
    version: values['node-red'], node: Number(values.node), protectedRun, only: values.only ? new RegExp(values.only) : undefined,
    onCase: values.trace ? ({ entry, ms, succeeded }) => console.log(entry.id, succeeded, ms) : undefined,
  });
  const problems = outcomes.filter((outcome) => problemOf(outcome, protectedRun));
  for (const outcome of values.all ? outcomes : problems) {
    const { entry, granted, succeeded, died, result } = outcome;
    const facts = `${granted ? 'granted ' : ''}${succeeded ? 'succeeded' : 'no effect'}${died ? ', Node-RED ended' : ''}`;
    const problem = problemOf(outcome, protectedRun);
    console.log(`${problem ? 'FAIL' : 'ok  '} ${entry.technique}/${entry.id} [${entry.wants}] ${problem ?? `${facts} ${values.all ? JSON.stringify(result.error?.message ?? '').slice(0, 120) : ''}`}`);
  }
  const slow = outcomes.filter((outcome) => outcome.ms > 1000).map((outcome) => `${outcome.entry.id} ${outcome.ms} ms`);
  if (slow.length > 0) console.log(`slow: ${slow.join(', ')}`);
  console.log(`${outcomes.length} runs, ${outcomes.filter((o) => o.succeeded).length} succeeded, ${problems.length} not as expected, ${Date.now() - started} ms`);
  process.exitCode = problems.length === 0 ? 0 : 1;
})().catch((error) => { console.error(error.stack); process.exitCode = 1; });
