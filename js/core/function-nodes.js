'use strict';
// Function nodes in the subflow of a package: their code came with the package, and is that package's [R14]. Node-RED compiles it under a name in
// which the id of the node stands.

const { MapPrototypeGet, MapPrototypeSet, SafeMap, StringPrototypeIndexOf, StringPrototypeSlice, StringPrototypeStartsWith } = require('../boot/primordials');

const NAME = 'Function node';

/** Id of a function node -> the principal of the package that brought it along. */
const owners = new SafeMap();

function noteFunction(id, principal) {
  MapPrototypeSet(owners, `${id}`, principal);
}

/** The package whose code core compiles under this name; undefined for that of the operator, and for anything else. */
function ownerOfFunction(filename) {
  if (typeof filename !== 'string' || !StringPrototypeStartsWith(filename, NAME)) return undefined;
  const rest = StringPrototypeSlice(filename, StringPrototypeIndexOf(filename, ':') + 1);
  const end = StringPrototypeIndexOf(rest, ' [');
  return MapPrototypeGet(owners, end < 0 ? rest : StringPrototypeSlice(rest, 0, end));
}

module.exports = { noteFunction, ownerOfFunction };
