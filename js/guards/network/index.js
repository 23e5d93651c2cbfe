'use strict';
// What the guards of the network need before and after they are put in place. Loaded with the first package.

/** @param {object} native the addon */
function configure(native) {
  require('./destination').configure(native);
  require('./dispatchers').configure(native);
  require('../../red/http/admin').configure(native);
  require('./target').configure(native);
}

/** The server that Node-RED was given may listen already, or will once packages are loaded. */
function finish() {
  const { state } = require('../../boot/state');
  const { adoptServer, expectServer } = require('../../red/http/admin');
  expectServer();
  adoptServer(state.server);
  require('./fetch').install();
}

module.exports = { configure, finish };
