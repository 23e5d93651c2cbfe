'use strict';
// Configurations of flows, as core is about to make nodes of them. A configuration can say more than editors do: that its node is that of another id in
// a subflow, or that its id stands in a variable. Core would look for credentials and contexts under what it says [R13].

const { ArrayIsArray, ArrayPrototypePush, JSONStringify, ReflectApply, StringPrototypeStartsWith } = require('../../boot/primordials');
const { print } = require('../../core/deny');

/** Core puts a variable in the place of such a text in any member of a configuration. */
const isVariable = (value) => typeof value === 'string' && (StringPrototypeStartsWith(value, '${') || StringPrototypeStartsWith(value, '$('));

/** A list is filed under the text that it makes, which is the id of somebody else for all that compare ids. */
const isNoId = (value) => isVariable(value) || (typeof value === 'object' && value !== null);

/** On one line, whatever is in it. */
const shown = (value) => (typeof value === 'string' ? JSONStringify(value) : typeof value);

/** May core make something of this? What it is called in a subflow core says itself, when it makes the nodes of one. */
function isGenuine(config) {
  if (typeof config !== 'object' || config === null) return true;
  if (isNoId(config.id) || isNoId(config.z) || isNoId(config.type)) {
    const { id, type, z } = config;
    print(`[@nrg/sentinel] a node of the flows is not started (id ${shown(id)}, type ${shown(type)}, on ${shown(z)}): none of these may be a list or a variable. Delete it and add it anew in the editor.`);
    return false;
  }
  delete config._alias;
  return true;
}

/** `runtime/lib/flows/util.js`: what it is given is a copy. */
function flowsUtil(exports) {
  const { parseConfig } = exports;
  exports.parseConfig = function parse(given) {
    const configs = [];
    for (let i = 0; ArrayIsArray(given) && i < given.length; i++) if (isGenuine(given[i])) ArrayPrototypePush(configs, given[i]);
    return ReflectApply(parseConfig, this, [ArrayIsArray(given) ? configs : given]);
  };
}

module.exports = { flowsUtil };
