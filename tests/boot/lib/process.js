'use strict';
// One process with the preload, until it ends or says what is waited for.
const path = require('node:path');
const { spawn } = require('node:child_process');
const { closeAfterExit } = require('../../support/effects.js');
const { REPO, node } = require('../../support/installs.js');

const PRELOAD = path.join(REPO, 'js', 'preload.js');
const LIMIT = 60_000;

/**
 * @param {string[]} args of node
 * @param {object} [options]
 * @param {string|null} [options.preload] value of `--require` in NODE_OPTIONS; null: no NODE_OPTIONS
 * @param {object} [options.env] the whole environment besides PATH
 * @param {RegExp|RegExp[]} [options.until] ends the process as soon as its output matches; several do so in whatever order
 * @param {number} [options.uid] user the process runs as
 * @param {number} [options.major] of Node
 * @param {string} [options.file] a program to run instead of node
 * @returns {Promise<{code: number|string, output: string, match: RegExpExecArray|null}>} match: of `until`, of the last one of several
 */
async function run(args, { preload = PRELOAD, env = {}, cwd, until, uid, file, major = process.versions.node.split('.')[0] } = {}) {
  const binary = await node(major);
  const environment = { PATH: `${path.dirname(binary)}:${process.env.PATH}`, LANG: 'C', ...(preload === null ? {} : { NODE_OPTIONS: `--require ${preload}` }), ...env };
  const who = uid === undefined ? {} : { uid, gid: uid };
  const child = spawn(file ?? binary, args, { cwd, env: environment, stdio: ['ignore', 'pipe', 'pipe'], ...who });
  let output = '';
  let match = null;
  let tooLong = false;
  const waitedFor = until === undefined ? [] : [until].flat();
  const look = (chunk) => {
    output += chunk;
    if (match !== null || waitedFor.length === 0) return;
    const matches = waitedFor.map((pattern) => pattern.exec(output));
    if (matches.includes(null)) return;
    match = matches.at(-1);
    child.kill('SIGKILL');
  };
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', look);
  closeAfterExit(child);
  const timer = setTimeout(() => { tooLong = true; child.kill('SIGKILL'); }, LIMIT);
  const code = await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exit, signal) => resolve(exit ?? signal));
  });
  clearTimeout(timer);
  if (tooLong) throw new Error(`still running after ${LIMIT} ms: node ${args.join(' ')}\n${output}`);
  return { code, output, match };
}

module.exports = { PRELOAD, run };
