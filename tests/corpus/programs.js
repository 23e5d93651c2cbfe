'use strict';
// Programs that palette packages run. A stand-in first on PATH makes the effect the same on every
// machine: what is tested is that the package may start a program and read its output.
const fs = require('node:fs');
const path = require('node:path');
const { spawnSync } = require('node:child_process');

const STAND_INS = {
  // s7 asks for its discovery tool
  'pn-tools': 'echo "pn-tools 1.0"',
  // serialport lists the serial ports of a machine
  udevadm: 'printf "P: /devices/corpus/ttyS9\\nN: ttyS9\\nE: DEVNAME=/dev/ttyS9\\n\\n"',
};

/** Can this machine really ping itself? Containers often lack the program or the right. */
function canPing() {
  return spawnSync('ping', ['-n', '-w', '5', '-c', '1', '127.0.0.1'], { stdio: 'ignore' }).status === 0;
}

/**
 * Writes the stand-ins into `dir`.
 * @returns {{ PATH: string, notes: string[] }} the search path to use, and what was replaced unexpectedly
 */
function programs(dir) {
  const notes = [];
  const wanted = { ...STAND_INS };
  if (!canPing()) {
    notes.push('ping does not work on this machine (missing program or missing right): a stand-in answers');
    wanted.ping = 'echo "64 bytes from 127.0.0.1: icmp_seq=1 ttl=64 time=0.042 ms"';
  }
  fs.mkdirSync(dir, { recursive: true });
  for (const [name, script] of Object.entries(wanted)) {
    fs.writeFileSync(path.join(dir, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  }
  return { PATH: `${dir}${path.delimiter}${process.env.PATH}`, notes };
}

module.exports = { programs };
