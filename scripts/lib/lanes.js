'use strict';
/**
 * Runs stages: those of one lane one after the other, lanes beside each other. What a stage prints is shown when it is over, so
 * that nothing is mixed; where there is one lane only, at once.
 */

const seconds = (since) => `${((Date.now() - since) / 1000).toFixed(1)} s`;
const sentence = ({ passed, failed, skipped }) => `${passed} passed, ${failed} failed, ${skipped} skipped`;

/** Stages by their lane, in order. */
function byLane(stages) {
  const lanes = new Map();
  for (const stage of stages) lanes.set(stage.lane, [...(lanes.get(stage.lane) ?? []), stage]);
  return [...lanes.values()];
}

/**
 * @param {{name: string, lane: string, run: (show: (text: string) => void) => Promise<object>}[]} stages
 * @param {(text: string) => void} print
 * @returns {Promise<{sum: {passed: number, failed: number, skipped: number}, broken: string[]}>}
 */
async function runLanes(stages, print) {
  const lanes = byLane(stages);
  const alone = lanes.length === 1;
  const sum = { passed: 0, failed: 0, skipped: 0 };
  const broken = [];
  let ended = 0;

  async function runStage(stage) {
    const since = Date.now();
    const title = () => `\n[${alone ? ended + 1 : ended}/${stages.length}] ${stage.name}\n`;
    let output = '';
    if (alone) print(title());
    else print(`  ${stage.name} …\n`);
    const show = alone ? print : (text) => { output += text; };
    let result;
    try {
      result = await stage.run(show);
    } catch (error) {
      result = { passed: 0, failed: 1, skipped: 0, note: error.message };
    }
    for (const key of Object.keys(sum)) sum[key] += result[key];
    if (result.failed > 0) broken.push(stage.name);
    ended += 1;
    if (!alone) print(title());
    if (output !== '' && !output.endsWith('\n')) output += '\n';
    print(`${output}  ${result.failed > 0 ? 'FAILED' : 'ok'}: ${sentence(result)}${result.note ? ` (${result.note})` : ''}, ${seconds(since)}\n`);
  }

  await Promise.all(lanes.map(async (lane) => { for (const stage of lane) await runStage(stage); }));
  return { sum, broken };
}

module.exports = { runLanes, seconds, sentence };
