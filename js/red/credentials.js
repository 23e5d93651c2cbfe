'use strict';
// While a node of a package is made, the runtime looks for the credentials of that node and of no other: setters of the package's
// own classes run in between and could say another id [R13].

const { ReflectApply } = require('../boot/primordials');
const { refusal } = require('../core/deny');

/** The node that is being made. */
let making;

/** `runtime/lib/nodes/credentials.js`. */
function credentialsModule(exports) {
  const { get: original } = exports;
  exports.get = function getCredentials(id) {
    if (making !== undefined && id !== making.id && id !== making.alias) {
      throw refusal(making.principal, 'node:credentials:read', 'RED.nodes.createNode()', `${id}`);
    }
    return ReflectApply(original, exports, [id]);
  };
}

/** Runs `make` for the node of this record. */
function attaching(record, make) {
  const before = making;
  making = record;
  try {
    return make();
  } finally {
    making = before;
  }
}

module.exports = { attaching, credentialsModule };
