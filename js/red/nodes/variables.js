'use strict';
// Names of variables that flows, groups and instances of subflows are asked for. Core reads such a name several times: which variable it is, whether its value has to be copied, and
// what the environment has under it. A name that is an object answers each time as it likes, so it becomes a text before core sees it [A8].

const { ObjectGetPrototypeOf, ObjectHasOwn, ReflectApply, SafeWeakSet } = require('../../boot/primordials');

/** The name as a text. What is no object is one already, or fails as ever. */
const textOf = (name) => ((typeof name === 'object' && name !== null) || typeof name === 'function' ? `${name}` : name);

/** Prototypes that have been guarded. */
const guarded = new SafeWeakSet();

/** Has the flows or groups that inherit from this asked by texts. */
function guardVariables(prototype) {
  if (guarded.has(prototype)) return;
  guarded.add(prototype);
  const { getSetting } = prototype;
  prototype.getSetting = function getVariable(name) {
    return ReflectApply(getSetting, this, [textOf(name)]);
  };
}

/** The same for the classes of a flow that no module of core exports. */
function guardClassOf(flow) {
  for (let at = ObjectGetPrototypeOf(flow); at !== null; at = ObjectGetPrototypeOf(at)) if (ObjectHasOwn(at, 'getSetting')) guardVariables(at);
}

/** `runtime/lib/flows/Group.js`. */
const groupClass = ({ Group }) => guardVariables(Group.prototype);

module.exports = { groupClass, guardClassOf, guardVariables, textOf };
