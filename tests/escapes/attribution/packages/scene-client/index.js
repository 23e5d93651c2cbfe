'use strict';
// Granted nothing; uses a service and a library that the operator granted something.
const service = require('scene-service');
const entry = require('scene-entry');

module.exports = require('./probe.js')('scene-client', {
  service: ({ path }) => service.readNamed(path),
  serviceLater: ({ path }) => service.readNamedLater(path),
  entry: ({ path }) => entry.read(path),
  readOwn: ({ path }) => require('fs').readFileSync(path, 'utf8'),
});
