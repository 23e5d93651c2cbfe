'use strict';
// Function nodes in the subflow of a package: their code came with the package, and is that package's [R14]. Node-RED compiles it under a name in
// which the id of the node stands.

const { MapPrototypeGet, MapPrototypeSet, SafeMap, StringPrototypeIndexOf, StringPrototypeLastIndexOf, StringPrototypeSlice, StringPrototypeStartsWith } = require('../boot/primordials');

const NAME = 'Function node';
const BETWEEN = ' [';

/** Id of a function node -> the principal of the package that brought it along. */
const owners = new SafeMap();

function noteFunction(id, principal) {
  MapPrototypeSet(owners, `${id}`, principal);
}

/**
 * The package whose code core compiles under this name; undefined for that of the operator, and for anything else. Behind the id stands the name of the node, which may
 * hold what stands between them, as the id may: the longest id that is one counts.
 */
function ownerOfFunction(filename) {
  if (typeof filename !== 'string' || !StringPrototypeStartsWith(filename, NAME)) return undefined;
  const rest = StringPrototypeSlice(filename, StringPrototypeIndexOf(filename, ':') + 1);
  let end = rest.length;
  let owner;
  while (end >= 0 && owner === undefined) {
    owner = MapPrototypeGet(owners, StringPrototypeSlice(rest, 0, end));
    end = end === 0 ? -1 : StringPrototypeLastIndexOf(rest, BETWEEN, end - 1);
  }
  return owner;
}

/** Would its id look like another one, with a name behind it? */
const looksNamed = (id) => StringPrototypeIndexOf(`${id}`, BETWEEN) >= 0;

module.exports = { looksNamed, noteFunction, ownerOfFunction };
