'use strict';
// A process in which something was planted before Sentinel: arms it, calls the planted things as a package and as core,
// and prints what happened.
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { effects } = require('./plant.js');

const js = path.resolve(__dirname, '..', '..', '..', 'js');
const base = fs.mkdtempSync(path.join(os.tmpdir(), 'nrgs-planted-'));
const put = (file, text) => {
  fs.mkdirSync(path.dirname(path.join(base, file)), { recursive: true });
  fs.writeFileSync(path.join(base, file), text);
  return path.join(base, file);
};
const attack = fs.readFileSync(path.join(__dirname, 'attack.js'), 'utf8');
put('node_modules/node-red/package.json', '{"name":"node-red","version":"0.0.0"}');
const core = put('node_modules/node-red/attack.js', attack);
put('user/node_modules/hostile/package.json', '{"name":"hostile","version":"1.0.0"}');
const honest = put('user/node_modules/honest/index.js', "const { AsyncResource } = require('async_hooks');\nmodule.exports = () => new AsyncResource('own').runInAsyncScope(() => 'ran');\nmodule.exports.emits = (asked = {}) => { require('http').createServer().on('asked', (it) => { it.heard = true; }).emit('asked', asked); return asked; };\nmodule.exports.reads = async () => [await new Response('é').text(), new TextDecoder().decode(new Uint8Array([0xe9, 0x20]), { stream: true })];\n");
put('user/node_modules/honest/package.json', '{"name":"honest","version":"1.0.0"}');
const hostile = put('user/node_modules/hostile/index.js', attack);

(async () => {
  process.argv.splice(2, Infinity, '--userDir', path.join(base, 'user'));
  require(path.join(js, 'boot', 'arm.js')).arm({ kind: 'node-red', nodeRedDir: path.join(base, 'node_modules', 'node-red'), mainFile: __filename, appDir: undefined });
  effects.length = 0;
  const ofPackage = await require(hostile)();
  const byPackage = effects.splice(0);
  const ofCore = await require(core)();
  const known = require(honest)();
  const emitted = require(honest).emits();
  const read = await require(honest).reads();
  const { refused, open } = require(path.join(js, 'boot', 'state.js')).state.unclassified;
  fs.rmSync(base, { recursive: true, force: true });
  console.log(JSON.stringify({ byPackage, ofPackage, byCore: effects, ofCore, known, emitted, read, refused, open }));
})();
