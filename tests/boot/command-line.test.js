'use strict';
// Node-RED's options, read as Node-RED's own parser reads them: both are given the same thousands of command lines.
const assert = require('node:assert/strict');
const path = require('node:path');
const { createRequire } = require('node:module');
const { test } = require('node:test');
const { parseArguments } = require('../../js/boot/command-line.js');
const { redScript } = require('./lib/home.js');

const KNOWN = { help: Boolean, port: Number, settings: [path], title: String, userDir: [path], verbose: Boolean, safe: Boolean, version: Boolean, define: [String, Array], 'no-telemetry': Boolean };
const SHORT = { '?': ['--help'], p: ['--port'], s: ['--settings'], t: ['--help'], u: ['--userDir'], v: ['--verbose'], D: ['--define'] };
const WORDS = ['-u', '--userDir', '--userDir=/a', '--user', '--us', '--u', '-vu', '-uv', '-us', '/b', 'c', '-s', '--s', '--settings', '--set=x.js', '-s=y.js',
  '-userDir', '--title', '-D', 'userDir=/z', '--', '---', '-p', '1880', '--no-telemetry', '--foo', '--foo=1', '~/h', '-', '', '--userDir=', 'true', '--safe', '-?', '---u'];

test('the same as nopt, on 20,000 command lines', async () => {
  const nopt = createRequire(await redScript('4.1'))('nopt');
  let seed = 1;
  const random = (below) => {
    seed = (seed * 1103515245 + 12345) & 0x7fffffff;
    return (seed >> 8) % below;
  };
  for (let round = 0; round < 20_000; round++) {
    const args = Array.from({ length: 1 + random(5) }, () => WORDS[random(WORDS.length)]);
    const expected = nopt(KNOWN, { ...SHORT }, [...args], 0);
    const found = parseArguments(args);
    assert.deepEqual([found.settings, found.userDir], [expected.settings, expected.userDir], JSON.stringify(args));
  }
});
