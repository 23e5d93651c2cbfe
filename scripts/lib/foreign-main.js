'use strict';
/**
 * A program of its own that runs mocha: under mocha's the preload does nothing, for what a test runner runs cannot be told from what it loads. This file is copied
 * into the tested folder, which makes the tests Node-RED's own code, and loads Node-RED first and then a package, from which on everything is judged.
 *
 *   node <copy> <node-red> <package> <JSON: where the results go, what is loaded before that, mocha's options, files>
 */
const { createRequire } = require('node:module');
const path = require('node:path');

const [nodeRed, probe, text] = process.argv.slice(2);
const { output, early, options, files } = JSON.parse(text);
process.argv.length = 2;
const load = createRequire(path.join(__dirname, 'test', 'x.js'));

load(nodeRed);
// What the tests use is theirs, and not a package's.
for (const name of early) {
  try {
    load(name);
  } catch (error) {
    console.log(`foreign-tests: ${name} does not load: ${error.code}`);
  }
}
console.log(`foreign-tests: a package reads a file: ${load(probe)}`);
const Mocha = load('mocha');
const mocha = new Mocha({ reporter: 'json', reporterOption: { output }, ...options });
for (const file of files) mocha.addFile(file);
mocha.run((failures) => process.exit(failures === 0 ? 0 : 1));
