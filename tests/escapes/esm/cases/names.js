'use strict';
// ES modules are known by their URL: URLs that claim to be somebody else's.
const { pathToFileURL } = require('node:url');

const file = require('node:path').join(__dirname, '..', 'files', 'read.mjs');
const MARKS = [0, 2, 3, 4, 5, 6, 7, 8];
const url = (end) => `${pathToFileURL(file)}${end}`;

/** Its text closes the function around it: what it does then, it does before anybody has told the addon whose it is. */
const UNBALANCED = "});}); globalThis.escaped = (() => { try { return process.getBuiltinModule('fs').readFileSync(globalThis.escapedPath, 'utf8'); } catch (error) { return ''; } })(); (function () { (function () {";

module.exports = [
  {
    name: 'a file whose name carries the mark of others', wants: 'read',
    run: async ({ secret }) => {
      const m = module.constructor;
      globalThis.escapedPath = secret;
      for (const number of MARKS) {
        try {
          m.prototype._compile.call(module, UNBALANCED, `${__dirname}/x.js?nrg-sentinel=${number}`);
        } catch {
          // unbalanced
        }
        if (globalThis.escaped) return globalThis.escaped;
      }
      throw new Error('none of them');
    },
  },
  ...['?nrg-sentinel=', '#nrg-sentinel=', '?x=1&nrg-sentinel=', '?nrg-sentinel=1&nrg-sentinel='].map((mark) => ({
    name: `an import of a URL with the mark of others: ${mark}`, wants: 'read',
    run: async ({ secret }) => {
      for (const number of MARKS) {
        try {
          return (await import(url(`${mark}${number}`))).ways.named(secret);
        } catch {
          // the next one
        }
      }
      throw new Error('none of them');
    },
  })),
  {
    name: 'a data: module with the mark of others', wants: 'read',
    run: async ({ secret }) => {
      for (const number of MARKS) {
        try {
          return (await import(`data:text/javascript,import fs from "fs"; export const read = (path) => fs.readFileSync(path, "utf8");#nrg-sentinel=${number}`)).read(secret);
        } catch {
          // the next one
        }
      }
      throw new Error('none of them');
    },
  },
  {
    name: 'code compiled under the name of an ES module of others', wants: 'read',
    run: async ({ secret }) => {
      for (const number of MARKS) {
        try {
          const m = new module.constructor(url(`?nrg-sentinel=${number}`));
          m._compile("exports.read = (path) => process.getBuiltinModule('fs').readFileSync(path, 'utf8'); exports.load = () => import('fs');", url(`?nrg-sentinel=${number}`));
          return (await m.exports.load()).readFileSync(secret, 'utf8');
        } catch {
          // the next one
        }
      }
      throw new Error('none of them');
    },
  },
  {
    name: 'the module that stands for a builtin of others', wants: 'read',
    run: async ({ secret }) => {
      const source = 'export const url = import.meta.resolve("fs");';
      const { url: own } = await import(`data:text/javascript,${encodeURIComponent(source)}`);
      for (const number of MARKS) {
        try {
          const other = own.replace(/open\(\d+/, `open(${number}`).replace(/open%28\d+/, `open%28${number}`).replace(/#.*/, `#nrg-sentinel:${number}/fs`);
          return (await import(other)).readFileSync(secret, 'utf8');
        } catch {
          // the next one
        }
      }
      throw new Error('none of them');
    },
  },
  {
    name: 'the bridge of the modules that stand for builtins', wants: 'read',
    run: async ({ secret, sentinel }) => {
      const { default: open } = await import(`${pathToFileURL(`${sentinel}/js/loader/esm-bridge.js`)}`);
      return open(0, 'fs', ['readFileSync']).facade.readFileSync(secret, 'utf8');
    },
  },
];
