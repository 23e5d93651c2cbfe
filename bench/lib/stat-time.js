'use strict';
// How long `fs.statSync` of a file takes here, in a process of its own without anything else: nanoseconds of CPU time, the median of bursts.
const fs = require('node:fs');
const { median } = require('./stats.js');

const CALLS = 2_000;
const BURSTS = 15;
const WARM = 5;

let kept;
const bursts = [];
for (let i = 0; i < BURSTS + WARM; i++) {
  const before = process.cpuUsage();
  for (let k = 0; k < CALLS; k++) kept = fs.statSync(__filename);
  const { user, system } = process.cpuUsage(before);
  if (i >= WARM) bursts.push((user + system) * 1000 / CALLS);
}
if (!kept.isFile()) throw new Error('no file');
console.log(median(bursts));
