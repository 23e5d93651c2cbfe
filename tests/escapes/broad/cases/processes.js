'use strict';
// Files that are no files: the memory and the environment of this process and of others.
const fs = require('fs');

const ENVIRONMENTS = {
  'the environment in /proc': '/proc/self/environ', 'the environment of the thread': '/proc/thread-self/environ',
  'the environment behind a root': '/proc/self/root/proc/self/environ', 'the environment of a task': `/proc/${process.pid}/task/${process.pid}/environ`,
};

module.exports = [
  ...Object.entries(ENVIRONMENTS).map(([name, file]) => ({ name, wants: 'env', run: () => fs.readFileSync(file, 'latin1') })),
  { name: 'the environment through a link', wants: 'env', run: (ctx) => { fs.symlinkSync('/proc/self', `${ctx.allowed}/self`); return fs.readFileSync(`${ctx.allowed}/self/environ`, 'latin1'); } },
  { name: 'the memory opened for writing', wants: 'escaped', run: () => { fs.closeSync(fs.openSync('/proc/self/mem', 'r+')); return 'ESCAPED'; } },
  { name: 'the memory opened for reading', wants: 'escaped', run: () => { fs.closeSync(fs.openSync('/proc/self/mem', 'r')); return 'ESCAPED'; } },
  { name: 'a process made the first to be killed', wants: 'escaped', run: () => { fs.writeFileSync('/proc/self/oom_score_adj', '500'); return 'ESCAPED'; } },
  { name: 'the name of the process', wants: 'escaped', run: () => { fs.writeFileSync('/proc/self/comm', 'other'); return 'ESCAPED'; } },
];
