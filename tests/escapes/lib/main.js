'use strict';
// While working: node tests/escapes/lib/main.js [technique…] [--node 22] [--node-red 5.0] [--with] [--only regexp] [--all]
const { parseArgs } = require('node:util');
const { runTechniques, problemOf: caseProblem } = require('./run.js');
const { runFunctionNode, functionNodeProblem } = require('./function-node.js');
const { runScenes, sceneProblem } = require('./scenes.js');
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
  const names = positionals.length > 0 ? positionals : [...techniqueNames(), 'attribution', 'function-node'];
  const options = {
    version: values['node-red'], node: Number(values.node), protectedRun, only: values.only ? new RegExp(values.only) : undefined,
    onCase: values.trace ? ({ entry, ms, succeeded }) => console.log(entry.id, succeeded, ms) : undefined,
  };
  const special = { attribution: sceneProblem, 'function-node': functionNodeProblem };
  const problemOf = (outcome) => (special[outcome.entry.technique] ?? caseProblem)(outcome, protectedRun);
  const outcomes = await runTechniques(names.filter((name) => !special[name]), options);
  if (names.includes('attribution')) outcomes.push(...await runScenes(options));
  if (names.includes('function-node')) outcomes.push(...await runFunctionNode(options));
  const problems = outcomes.filter((outcome) => problemOf(outcome));
  for (const outcome of values.all ? outcomes : problems) {
    const { entry, granted, succeeded, died, result } = outcome;
    const facts = `${granted ? 'granted ' : ''}${succeeded ? 'succeeded' : 'no effect'}${died ? ', Node-RED ended' : ''}`;
    const problem = problemOf(outcome);
    console.log(`${problem ? 'FAIL' : 'ok  '} ${entry.technique}/${special[entry.technique] ? entry.name : entry.id} [${entry.wants}] ${problem ?? `${facts} ${values.all ? JSON.stringify(result.error?.message ?? '').slice(0, 120) : ''}`}`);
  }
  const slow = outcomes.filter((outcome) => outcome.ms > 1000).map((outcome) => `${outcome.entry.id} ${outcome.ms} ms`);
  if (slow.length > 0) console.log(`slow: ${slow.join(', ')}`);
  console.log(`${outcomes.length} runs, ${outcomes.filter((o) => o.succeeded).length} succeeded, ${problems.length} not as expected, ${Date.now() - started} ms`);
  process.exitCode = problems.length === 0 ? 0 : 1;
})().catch((error) => { console.error(error.stack); process.exitCode = 1; });
