'use strict';
// How fast this machine is. Budgets in nanoseconds were set where a bare `fs.statSync` took what stands here; on a slower machine all takes longer, with and without
// Sentinel. So rows with such a budget are printed a second time as they would be there: divided by what the same call takes here and now, over what it took there.
const { execFileSync } = require('node:child_process');
const path = require('node:path');

/** Nanoseconds of a bare `fs.statSync` where the budgets were set, by version of Node.js. */
const THERE = { 20: 1697, 22: 1419, 24: 1389, 26: 1463 };

class Machine {
  #binary;
  #there;

  /**
   * @param {number} major version of Node.js
   * @param {string} binary of it
   */
  constructor(major, binary) {
    this.#binary = binary;
    this.#there = THERE[major];
  }

  /**
   * Measures now: what else runs on a machine changes from row to row.
   * @returns {{here: number, there: number, factor: number} | undefined} undefined for a version of Node.js that nobody measured there
   */
  measure() {
    if (this.#there === undefined) return undefined;
    const here = Number(execFileSync(this.#binary, [path.join(__dirname, 'stat-time.js')], { encoding: 'utf8', env: { PATH: process.env.PATH } }));
    return { here, there: this.#there, factor: here / this.#there };
  }
}

const UNITS = { ns: 1, 'µs': 1e3, ms: 1e6 };

/**
 * A row as it would be where the budgets were set.
 * @param {string} unit of the values
 * @param {{guarded: number, difference?: number}} values
 * @param {string} budget its text, or ''
 * @param {{here: number, there: number, factor: number}} machine
 * @returns {string | undefined} without a verdict where a ratio decides as well; undefined where a machine's speed plays no part: for ratios and memory
 */
function normalized(unit, values, budget, { here, there, factor }) {
  if (UNITS[unit] === undefined || budget.startsWith('ratio')) return undefined;
  const isDifference = budget === '' ? values.difference !== undefined : budget.includes('over bare');
  const value = (isDifference ? values.difference : values.guarded) / factor;
  const [, limit, limitUnit] = /<= ([\d.]+) (ns|µs|ms)/.exec(budget) ?? [];
  const verdict = limit === undefined || budget.includes('(ratio') ? '' : `, ${value * UNITS[unit] <= Number(limit) * UNITS[limitUnit] ? 'within' : 'over'} ${limit} ${limitUnit}`;
  const digits = unit === 'ns' ? 0 : 2;
  return `${isDifference ? 'difference' : 'protected'} over the machine's factor ${factor.toFixed(2)} (statSync ${here.toFixed(0)} ns here, ${there} where budgets were set): ${value.toFixed(digits)} ${unit}${verdict}`;
}

module.exports = { Machine, normalized };
