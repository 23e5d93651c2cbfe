'use strict';
// The operations of bench/language.js, each in a loop of its own, so that no two of them share what the compiler learns.
const fs = require('node:fs');
const path = require('node:path');

const LANGUAGE = ['collections', 'texts', 'objects', 'node'].flatMap((name) => require(`./language/${name}.js`));

/** How many nanoseconds one sample takes. */
const SAMPLE = 400_000;

function loopText([name, before, round, kind]) {
  const isAsync = kind === 'async';
  return `  ${JSON.stringify(name)}: () => {
    ${before};
    return ${isAsync ? 'async ' : ''}(n) => {
      for (let i = 0; i < n; i++) { ${round}; }
    };
  },`;
}

const TIMER = `
const { hrtime } = process;
async function once(loop, n) {
  const start = hrtime.bigint();
  await loop(n);
  return Number(hrtime.bigint() - start);
}
/** Nanoseconds per round, the least of some samples. */
module.exports = async (index, samples, rounds) => {
  const made = loops[names[index]]();
  let n = rounds || 16;
  if (!rounds) while (n < 1_000_000 && await once(made, n) < ${SAMPLE}) n *= 2;
  else await once(made, n * 4);
  let least = Infinity;
  for (let i = 0; i < samples; i++) least = Math.min(least, await once(made, n) / n);
  return { time: least, n };
};`;

/** Writes the file into the bench package. */
function writeLoops(packageDir) {
  const text = `'use strict';\nlet kept;\nconst loops = {\n${LANGUAGE.map(loopText).join('\n')}\n};\nconst names = Object.keys(loops);\nmodule.exports.kept = () => kept;\n${TIMER}\n`;
  fs.writeFileSync(path.join(packageDir, 'loops.js'), text);
}

module.exports = { LANGUAGE, writeLoops };
