'use strict';
// The table of demonstrations in the README, written from what a run has shown.
const fs = require('node:fs');
const path = require('node:path');
const { REPO } = require('../../tests/support/installs.js');
const { describe } = require('./matrix.js');

const START = '<!-- demos:start -->';
const END = '<!-- demos:end -->';

/**
 * The table for these results.
 * @param {Array<{demo: object, pair: object, without: boolean, with: boolean}>} results
 *   `without`: every attack succeeded; `with`: every attack was refused and logged
 */
function table(results) {
  const byDemo = groupBy(results);
  const rows = [...byDemo].sort(([a], [b]) => (a < b ? -1 : 1)).map(([id, list]) => {
    const { demo } = list[0];
    const without = list.every((result) => result.without) ? 'succeeded' : 'DID NOT SUCCEED';
    const guarded = list.every((result) => result.with) ? 'blocked' : 'NOT BLOCKED';
    const link = `[${demo.title}](e2e-demos/${id}/README.md)`;
    return `| ${id.slice(0, 2)} | ${link} | ${without} | ${guarded} | ${describe(list.map((result) => result.pair))} |`;
  });
  return ['| | attack | without Sentinel | with Sentinel | Node-RED |', '|---|---|---|---|---|', ...rows].join('\n');
}

/** Results by the folder of their demo. */
function groupBy(results) {
  const groups = new Map();
  for (const result of results) groups.set(result.demo.id, [...(groups.get(result.demo.id) ?? []), result]);
  return groups;
}

/** Replaces the part of the README between the two markers; says whether it could. */
function writeTable(results) {
  const file = path.join(REPO, 'README.md');
  const text = fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '';
  const from = text.indexOf(START);
  const to = text.indexOf(END);
  if (from < 0 || to < from) return false;
  const updated = `${text.slice(0, from + START.length)}\n${table(results)}\n${text.slice(to)}`;
  if (updated !== text) fs.writeFileSync(file, updated);
  return true;
}

module.exports = { table, writeTable };
