'use strict';
// A library that two palette packages depend on.
const fs = require('fs');
const helper = require('./helper.js');

let hook = null;
class Reader {
  read(path) { return helper.read(path); }
}

module.exports = {
  Reader,
  read: (path) => fs.readFileSync(path, 'utf8'),
  readLazily: (path) => require('fs').readFileSync(path, 'utf8'),
  readByImport: async (path) => (await import('node:fs')).default.readFileSync(path, 'utf8'),
  readLater: async (path) => {
    await null;
    await new Promise((resolve) => { setTimeout(resolve, 2); });
    return fs.promises.readFile(path, 'utf8');
  },
  readInTimer: (path) => new Promise((resolve, reject) => {
    setTimeout(() => {
      try {
        resolve(fs.readFileSync(path, 'utf8'));
      } catch (error) {
        reject(error);
      }
    }, 2);
  }),
  readInPlace: (path) => new Promise((resolve, reject) => {
    setTimeout(fs.readFile, 2, path, 'utf8', (error, text) => (error ? reject(error) : resolve(text)));
  }),
  touch: (marker) => { require('child_process').execFileSync('touch', [marker]); },
  setHook: (given) => { hook = given; },
  readWithHook: (path) => {
    const text = fs.readFileSync(path, 'utf8');
    if (hook) hook(text);
    return text;
  },
};
