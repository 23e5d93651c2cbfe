'use strict';
// Loaded before everything, only in benches: standard output becomes the file that BENCH_STDOUT names.
const fs = require('fs');

const file = process.env.BENCH_STDOUT;
if (file !== undefined) {
  // The lowest number that is free is given next.
  fs.closeSync(1);
  if (fs.openSync(file, 'a') !== 1) throw new Error('standard output has not become the file');
}
