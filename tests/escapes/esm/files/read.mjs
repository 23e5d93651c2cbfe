import * as all from 'node:fs';
import fs, { promises, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire, default as Module } from 'node:module';
import process, { env, getBuiltinModule } from 'node:process';
import { execFileSync } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';

export const url = import.meta.url;
export const ways = {
  named: (path) => readFileSync(path, 'utf8'),
  default: (path) => fs.readFileSync(path, 'utf8'),
  namespace: (path) => all.readFileSync(path, 'utf8'),
  namespaceDefault: (path) => all.default.readFileSync(path, 'utf8'),
  promises: (path) => promises.readFile(path, 'utf8'),
  'fs/promises': (path) => readFile(path, 'utf8'),
  createRequire: (path) => createRequire(import.meta.url)('fs').readFileSync(path, 'utf8'),
  Module: (path) => Module._load('fs').readFileSync(path, 'utf8'),
  getBuiltinModule: (path) => getBuiltinModule('fs').readFileSync(path, 'utf8'),
  process: (path) => process.getBuiltinModule('fs').readFileSync(path, 'utf8'),
  dynamic: async (path) => (await import('fs')).readFileSync(path, 'utf8'),
  scheduled: (path) => new Promise((resolve, reject) => { setTimeout(fs.readFile, 1, path, 'utf8', (error, text) => (error ? reject(error) : resolve(text))); }),
  later: async (path) => { await wait(1); return readFileSync(path, 'utf8'); },
  thenable: (path) => Promise.resolve(path).then(readFile).then(String),
};
export const variable = (name) => env[name];
export const touch = (marker) => execFileSync('touch', [marker]);
