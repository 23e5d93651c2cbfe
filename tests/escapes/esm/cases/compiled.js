'use strict';
// Code made from a text takes what compiles it for its place: `import()` in it asks in that name. Where nobody is on the stack, a
// guard compiles; without Sentinel such code can import nothing, nor can any from Node.js 26 on.
const { pathToFileURL } = require('node:url');

const file = require('node:path').join(__dirname, '..', 'files', 'read.mjs');
const TEXT = 'return import(arguments[0])';
const kinds = { Function, AsyncFunction: (async () => {}).constructor };

const reading = (make) => async ({ secret, kit }) => {
  const load = await make();
  return kit.first(['?nrg-sentinel=0', '#nrg-sentinel=0', '', '?nrg-sentinel=2'].map((end) => async () => (await load(`${pathToFileURL(file)}${end}`)).ways.named(secret)));
};

module.exports = [
  ...Object.entries(kinds).flatMap(([name, Kind]) => [
    { name: `an import in what a promise compiles: ${name}`, wants: 'read', run: reading(() => Promise.resolve(TEXT).then(Kind)) },
    { name: `an import in what is compiled: ${name}`, wants: 'read', maxNode: 24, run: reading(() => new Kind(TEXT)) },
    { name: `an import in what a timer hands on: ${name}`, wants: 'read', maxNode: 24, run: reading(() => new Promise((resolve) => { setTimeout((made) => resolve(made), 1, Reflect.construct(Kind, [TEXT])); })) },
  ]),
  { name: 'an import in what a promise evaluates', wants: 'read', run: reading(() => Promise.resolve(`(function () { ${TEXT} })`).then(eval)) },
  {
    name: 'a builtin that what a promise compiles imports', wants: 'read',
    run: async ({ secret }) => (await (await Promise.resolve(TEXT).then(Function))('node:fs')).readFileSync(secret, 'utf8'),
  },
];
