'use strict';
// Runs the snippets of function-node/ in function nodes between an HTTP in and an HTTP response node.
const fs = require('node:fs');
const path = require('node:path');
const { Session } = require('../../support/session.js');
const { freshSecret, eventually } = require('../../support/effects.js');
const { tempDir, writeFiles } = require('../../support/userdir.js');

const ENV_NAME = 'NRGS_ESCAPES_PASSWORD';
/** How long an answer may take: one that has to come on a busy machine, and one that may never come. */
const WANTED_TIME = 15_000;
const ANSWER_TIME = 3000;

/** One flow: a request to /fn/<index> runs the snippet and answers with its payload. */
function flowOf(index, code) {
  const id = (kind) => `${kind}${index}`;
  return [
    { id: id('in'), type: 'http in', z: 'tab', url: `/fn/${index}`, method: 'get', wires: [[id('fn')]] },
    { id: id('fn'), type: 'function', z: 'tab', name: 'works', func: `${code}\nreturn msg;`, outputs: 1, wires: [[id('out')]] },
    { id: id('out'), type: 'http response', z: 'tab', wires: [] },
    { id: id('catch'), type: 'catch', z: 'tab', scope: [id('fn')], wires: [[id('text')]] },
    { id: id('text'), type: 'change', z: 'tab', rules: [{ t: 'set', p: 'payload', pt: 'msg', to: 'error.message', tot: 'msg' }], wires: [[id('out')]] },
  ];
}

/** @returns outcomes as runTechniques gives them */
async function runFunctionNode({ version, node, protectedRun, only = /./, onCase = () => {} }) {
  const base = tempDir('nrgs-functions-');
  const [secret, envSecret] = [freshSecret(), freshSecret('env')];
  const file = path.join(base, 'secret', 'secret.txt');
  writeFiles(base, { [file]: secret, 'markers/.keep': '' });
  const snippets = require('../function-node/snippets.js').filter(([name]) => only.test(`function-node/${name}`));
  const marker = (index) => path.join(base, 'markers', `${index}`);
  const flows = [{ id: 'tab', type: 'tab', label: 'functions' }, ...snippets.flatMap(([, , code], index) => {
    const names = { SECRET: file, MARKER: marker(index), NAME: ENV_NAME };
    return flowOf(index, code.replace(/\b(SECRET|MARKER|NAME)\b/g, (word) => JSON.stringify(names[word])));
  })];
  const session = new Session({ version, node, base, sentinel: protectedRun, files: { 'flows.json': flows }, env: { [ENV_NAME]: envSecret } });
  const outcomes = [];
  try {
    for (const [index, [name, wants, , limits = {}]] of snippets.entries()) {
      const nodeRed = await session.nodeRed();
      const wanted = wants === 'works' || (!protectedRun && !limits.later && wants !== 'exec');
      const late = new Promise((resolve) => { setTimeout(resolve, wanted ? WANTED_TIME : ANSWER_TIME, { text: 'no answer in time' }).unref(); });
      const { text } = await Promise.race([nodeRed.get(`/fn/${index}`).catch((error) => ({ text: error.message })), late]);
      const tests = {
        read: () => text.includes(secret), env: () => text.includes(envSecret), exec: () => fs.existsSync(marker(index)),
        escaped: () => text.includes('ESCAPED'), works: () => text.startsWith('WORKS'),
      };
      const succeeded = tests[wants]() || (wants === 'exec' && await eventually(tests.exec, protectedRun || limits.later ? 30 : WANTED_TIME));
      outcomes.push({
        entry: { name, wants, technique: 'function-node', id: name, ...limits }, packageName: '<function-node>', succeeded, died: !session.alive, result: { value: text },
      });
      onCase(outcomes.at(-1));
    }
  } finally {
    await session.close({ keep: Boolean(process.env.NRGS_KEEP) });
  }
  return outcomes;
}

/** What is wrong with an outcome, or undefined. */
function functionNodeProblem({ entry, succeeded, died, result }, protectedRun) {
  const seen = JSON.stringify(result.value)?.slice(0, 200);
  if (!protectedRun && entry.later) return undefined;
  if (!protectedRun || entry.wants === 'works') return succeeded ? undefined : `does not work: ${seen}`;
  if (entry.later) return undefined;
  if (succeeded) return `SUCCEEDED with Sentinel: ${seen}`;
  return died ? `Node-RED ended: ${seen}` : undefined;
}

module.exports = { runFunctionNode, functionNodeProblem };
