'use strict';
// Puts the guards of the modules with code of their own on the shared originals (net two).

const { ObjectDefineProperty, ObjectKeys } = require('../boot/primordials');
const { realProcess } = require('../boot/builtins');
const { closeFunctions } = require('../core/harden');
const { joinLists } = require('../core/lists');
const { place, placeAll } = require('../core/shared');
const childProcess = require('./child_process');
const fsGuards = require('./fs');
const { internals: fsInternals } = require('./fs/table');
const whole = require('./fs/whole');
const processGuards = require('./process');
const environment = require('./process/shared-environment');
const readers = require('./readers');

/** C++ reads this also while a thread ends, when no getter may run: Node.js 20 ends the process where it gets no answer. */
function putValue(object, key, value) {
  ObjectDefineProperty(object, key, { __proto__: null, value, writable: false, enumerable: true, configurable: false });
}

/** @param {object} native the addon */
function install(native) {
  const fs = require('fs');
  const guards = fsGuards.build({ internals: native.internals(fsInternals) });
  placeAll(fs.promises, guards.promises);
  placeAll(fs, guards.fs);
  closeFunctions(fs, ObjectKeys(fsGuards.passes));
  whole.configure(fs);
  const child = childProcess.build({ internals: native.internals(childProcess.internals) });
  placeAll(require('child_process'), child);
  const process = processGuards.build({
    internals: native.internals(processGuards.internals), internalsWith: (more) => native.internals(joinLists(processGuards.internals, more)),
  });
  const names = ObjectKeys(process);
  for (let i = 0; i < names.length; i++) (processGuards.isReadBelow(names[i]) ? putValue : place)(realProcess, names[i], process[names[i]]);
  environment.install(native.internals(readers.environment));
  processGuards.lockShared();
  environment.syncExports();
}

module.exports = { install };
