'use strict';
/**
 * Runs stages, a few beside each other: whoever is done takes the next one of the list, so that nothing is left to wait at the end.
 * What a stage prints is shown when it is over, so that nothing is mixed, and once a minute there is a line that says how
 * far the others are; where there is one stage only, all is shown at once.
 */

/** How many run at once: each waits a part of its time, and two processors are the least there are. */
const BESIDE = 3;
const MINUTE = 60_000;

const seconds = (since) => `${((Date.now() - since) / 1000).toFixed(1)} s`;
const sentence = ({ passed, failed, skipped }) => `${passed} passed, ${failed} failed, ${skipped} skipped`;

/**
 * @typedef {object} Stage
 * @property {string} name
 * @property {string} [lane] stages of one lane do not run beside each other
 * @property {boolean} [early] it does not need what is being built
 * @property {(show: (text: string) => void, watch: (tell: () => string) => void) => Promise<object>} run is given where its output goes,
 *   and where to leave a function that says how far it is
 */

/**
 * @param {Stage[]} stages
 * @param {(text: string) => void} print
 * @param {Promise<unknown>} built what most stages wait for; when it fails, none of those runs
 * @returns {Promise<{sum: {passed: number, failed: number, skipped: number}, broken: string[]}>} broken: the stages that failed, and a line for each of their failures
 */
async function runLanes(stages, print, built) {
  const alone = stages.length === 1;
  const sum = { passed: 0, failed: 0, skipped: 0 };
  const broken = [];
  const waiting = [...stages];
  /** Stage to a function that says how far it is. */
  const running = new Map();
  const since = Date.now();
  let ended = 0;

  async function runStage(stage) {
    const from = Date.now();
    const title = () => `\n[${alone ? 1 : ended}/${stages.length}] ${stage.name}\n`;
    let output = '';
    print(alone ? title() : `  ${stage.name} …\n`);
    const show = alone ? print : (text) => { output += text; };
    let result;
    try {
      result = await stage.run(show, (tell) => running.set(stage, tell));
    } catch (error) {
      result = { passed: 0, failed: 1, skipped: 0, note: error.message };
    }
    for (const key of Object.keys(sum)) sum[key] += result[key];
    if (result.failed > 0) broken.push(stage.name, ...(result.failures ?? []).map((line) => `  ${line}`));
    ended += 1;
    if (!alone) print(title());
    if (output !== '' && !output.endsWith('\n')) output += '\n';
    const cpu = result.cpu === undefined ? '' : `, ${result.cpu.toFixed(1)} s of CPU`;
    print(`${output}  ${result.failed > 0 ? 'FAILED' : 'ok'}: ${sentence(result)}${result.note ? ` (${result.note})` : ''}, ${seconds(from)}${cpu}\n`);
  }

  let isBuilt = false;
  const isFree = ({ early, lane }) => (early || isBuilt) && (lane === undefined || ![...running.keys()].some((other) => other.lane === lane));

  /** Starts what may start, and resolves when nothing runs any more. */
  function fill() {
    return new Promise((resolve, reject) => {
      const next = () => {
        if (running.size === 0 && waiting.length === 0) resolve();
        while (running.size < BESIDE) {
          const at = waiting.findIndex(isFree);
          if (at < 0) return;
          const [stage] = waiting.splice(at, 1);
          running.set(stage, () => '');
          runStage(stage).then(() => { running.delete(stage); next(); });
        }
      };
      built.then(() => { isBuilt = true; next(); }, (error) => { waiting.length = 0; reject(error); });
      next();
    });
  }

  const beat = setInterval(() => {
    if (alone) return;
    const list = [...running].map(([{ name }, tell]) => `${name}${tell()}`).join(', ');
    print(`  after ${Math.round((Date.now() - since) / MINUTE)} min: ${list}\n`);
  }, MINUTE);
  try {
    await fill();
  } finally {
    clearInterval(beat);
  }
  return { sum, broken };
}

module.exports = { runLanes, seconds, sentence };
