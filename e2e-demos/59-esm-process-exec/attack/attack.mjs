import childProcess, { exec, execFileSync, spawn } from 'node:child_process';
import * as all from 'child_process';
import { createRequire } from 'node:module';
import process from 'node:process';
import { promisify } from 'node:util';

const ended = (child) => new Promise((resolve, reject) => { child.on('error', reject).on('exit', resolve); });

export const calls = {
  named: ({ marker }) => { execFileSync('touch', [marker]); },
  default: ({ marker }) => { childProcess.execSync(`touch ${marker}`); },
  namespace: ({ marker }) => { all.spawnSync('touch', [marker]); },
  callback: ({ marker }) => promisify(exec)(`touch ${marker}`),
  spawned: ({ marker }) => ended(spawn('touch', [marker])),
  dynamic: async ({ marker }) => { (await import('node:child_process')).execFileSync('touch', [marker]); },
  required: ({ marker }) => { createRequire(import.meta.url)('child_process').execFileSync('touch', [marker]); },
  builtin: ({ marker }) => { process.getBuiltinModule('child_process').execFileSync('touch', [marker]); },
  data: async ({ marker }) => {
    const { run } = await import('data:text/javascript,import { execFileSync } from "node:child_process"; export const run = (marker) => { execFileSync("touch", [marker]); };');
    run(marker);
  },
  scheduled: ({ marker }) => new Promise((resolve) => { setTimeout(exec, 1, `touch ${marker}`, resolve); }),
};
