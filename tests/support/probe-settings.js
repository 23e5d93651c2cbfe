'use strict';
// What settings.js of a test says so that packages under test can be made to act: see probe.js.

/** To be put behind `module.exports = …`. */
const PROBE_SETTINGS = `{
  const probes = globalThis[Symbol.for('nrgs.probes')] = new Map();
  const next = module.exports.httpAdminMiddleware;
  module.exports.httpAdminMiddleware = (request, response, done) => {
    const probe = request.path.startsWith('/probe/') && probes.get(decodeURIComponent(request.path.slice(7)));
    if (probe) return probe(request, response);
    return next ? next(request, response, done) : done();
  };
  // As functionGlobalContext does; and what Node-RED itself works with, to look at.
  const main = require.main;
  const operator = globalThis[Symbol.for('nrgs.operator')] = { fs: require('fs'), child_process: require('child_process'), core: {}, files: {}, process, load: { require, module, Module: require('module'), made: require('module').createRequire(__filename) } };
  if (main && main.filename.endsWith('red.js')) {
    operator.core = { fs: main.require('fs'), child_process: main.require('child_process') };
    const { resolve } = require('module').createRequire(main.filename);
    operator.files = { 'node-red': resolve('./lib/red.js'), '@node-red/runtime': resolve('@node-red/runtime') };
  }
}
`;

module.exports = { PROBE_SETTINGS };
