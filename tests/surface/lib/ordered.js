'use strict';
// A process in which all of Node's modules are loaded at once, because this file came before Sentinel: what they keep from then on is what packages find behind a server.
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const js = path.resolve(__dirname, '..', '..', '..', 'js');
const base = fs.mkdtempSync(path.join(os.tmpdir(), 'nrgs-ordered-'));
const put = (file, text) => {
  fs.mkdirSync(path.dirname(path.join(base, file)), { recursive: true });
  fs.writeFileSync(path.join(base, file), text);
  return path.join(base, file);
};
put('node_modules/node-red/package.json', '{"name":"node-red","version":"0.0.0"}');
put('user/node_modules/honest/package.json', '{"name":"honest","version":"1.0.0"}');
const honest = put('user/node_modules/honest/index.js', `
  const server = require('http').createServer();
  require('_http_server').setupConnectionsTracking.call(server);
  const timer = Object.getOwnPropertySymbols(server).map((key) => server[key]).find((value) => typeof value?.hasRef === 'function');
  server.close();
  module.exports = ['_idleNext', '_idlePrev'].filter((key) => key in timer);
`);
const isLoaded = () => process.moduleLoadList.includes('NativeModule _http_server');

const wasLoaded = isLoaded();
process.argv.splice(2, Infinity, '--userDir', path.join(base, 'user'));
require(path.join(js, 'boot', 'arm.js')).arm({ kind: 'node-red', nodeRedDir: path.join(base, 'node_modules', 'node-red'), mainFile: __filename, appDir: undefined });
const result = { wasLoaded, isLoaded: isLoaded(), leads: require(honest) };
fs.rmSync(base, { recursive: true, force: true });
console.log(JSON.stringify(result));
