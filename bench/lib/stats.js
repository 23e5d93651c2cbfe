'use strict';
// Medians of pairs. Every number of a bench comes from samples of a bare and a protected process taken in turns, so that
// a busy moment of the machine hits both; the median of the differences of such pairs is what counts.

const { version } = require('../../package.json');
const { Machine, normalized } = require('./machine.js');

const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

/**
 * @param {number[]} bare samples in the order they were taken
 * @param {number[]} guarded the same of the protected process
 * @returns {{bare: number, guarded: number, difference: number, ratio: number}} medians
 */
function paired(bare, guarded) {
  return {
    bare: median(bare),
    guarded: median(guarded),
    difference: median(guarded.map((value, i) => value - bare[i])),
    ratio: median(guarded.map((value, i) => value / bare[i])),
  };
}

const COLUMNS = [72, 9, 10, 11, 11, 8];
const number = (value, digits) => (value === undefined ? '' : value.toFixed(digits));

/** The machine as the Node.js that is measured finds it. */
let machine;

/** Rows of one bench, printed as they come. */
class Table {
  #missed = 0;

  /** @param {string} title what was measured on, e.g. `Node.js 20` */
  constructor(title) {
    console.log(`\n${title} (sentinel ${version})`);
    this.#line(['', 'unit', 'bare', 'protected', 'difference', 'ratio', 'budget']);
  }

  #line(cells) {
    console.log(cells.map((cell, i) => (i < 2 ? cell.padEnd(COLUMNS[i]) : i < COLUMNS.length ? cell.padStart(COLUMNS[i]) : `  ${cell}`)).join(''));
  }

  /**
   * @param {string} what
   * @param {string} unit
   * @param {{bare?: number, guarded: number, difference?: number, ratio?: number}} values
   * @param {{text: string, met: boolean}} [budget] left out: only for information
   */
  add(what, unit, values, budget) {
    const digits = unit === 'ns' ? 0 : 2;
    if (budget !== undefined && !budget.met) this.#missed += 1;
    const verdict = budget === undefined ? '' : `${budget.met ? 'PASS' : 'FAIL'} ${budget.text}`;
    this.#line([what, unit, number(values.bare, digits), number(values.guarded, digits), number(values.difference, digits), number(values.ratio, 3), verdict]);
    const isAbsolute = normalized(unit, values, budget?.text ?? '', { here: 1, there: 1, factor: 1 }) !== undefined;
    const found = isAbsolute ? machine?.measure() : undefined;
    if (found !== undefined) console.log(`  ${normalized(unit, values, budget?.text ?? '', found)}`);
  }

  /** Budgets not met so far. */
  get missed() {
    return this.#missed;
  }
}

/** Runs `measure(major)` for every Node.js asked for and sets the exit code. */
async function main(measure) {
  const majors = (process.env.BENCH_NODES ?? '20 26').split(' ');
  let missed = 0;
  const { node } = require('../../tests/support/installs.js');
  for (const major of majors) {
    machine = new Machine(Number(major), await node(Number(major)));
    missed += await measure(Number(major));
  }
  process.exitCode = missed > 0 ? 1 : 0;
}

function run(measure) {
  main(measure).catch((error) => {
    console.error(error.stack);
    process.exitCode = 1;
  });
}

module.exports = { Table, median, paired, run };
