'use strict';
// Maps and Sets through a view (js/red/views/): the methods of the language look for what is inside, which no Proxy has.

const {
  ArrayPrototypePush, ArrayPrototypeSymbolIterator, MapPrototypeClear, MapPrototypeDelete, MapPrototypeForEach, MapPrototypeGet, MapPrototypeHas, MapPrototypeSet,
  ReflectApply, SetPrototypeAdd, SetPrototypeClear, SetPrototypeDelete, SetPrototypeForEach, SetPrototypeHas, SymbolIterator,
} = require('../../boot/primordials');
const { SET } = require('./kinds');

/**
 * @param {Map|Set} real
 * @param {number} kind
 * @param {(item: any) => any} shown to whom the view is for
 * @param {(item: any) => any} handed by him
 * @returns its methods of the language
 */
function methodsOf(real, kind, shown, handed) {
  const isSet = kind === SET;
  const all = (pick) => {
    const list = [];
    const note = (value, key) => ArrayPrototypePush(list, pick(shown(key), shown(value)));
    if (isSet) SetPrototypeForEach(real, note);
    else MapPrototypeForEach(real, note);
    return list;
  };
  const pair = (key, value) => [key, value];
  const first = (key) => key;
  const second = (key, value) => value;
  // A key may be a node of whoever asks, or lie there as he was shown it.
  const keyOf = (key) => {
    const given = handed(key);
    return (isSet ? SetPrototypeHas(real, key) : MapPrototypeHas(real, key)) ? key : given;
  };
  const iterator = (pick) => () => ArrayPrototypeSymbolIterator(all(pick));
  const methods = {
    __proto__: null,
    has: (key) => (isSet ? SetPrototypeHas(real, keyOf(key)) : MapPrototypeHas(real, keyOf(key))),
    delete: (key) => (isSet ? SetPrototypeDelete(real, keyOf(key)) : MapPrototypeDelete(real, keyOf(key))),
    clear: () => (isSet ? SetPrototypeClear(real) : MapPrototypeClear(real)),
    entries: iterator(pair),
    keys: iterator(first),
    values: iterator(second),
    forEach(callback, self) {
      const list = all(pair);
      for (let i = 0; i < list.length; i++) ReflectApply(callback, self, [list[i][1], list[i][0], this]);
    },
    [SymbolIterator]: iterator(isSet ? second : pair),
  };
  if (isSet) {
    methods.add = function add(item) { SetPrototypeAdd(real, handed(item)); return this; };
  } else {
    methods.get = (key) => shown(MapPrototypeGet(real, keyOf(key)));
    methods.set = function set(key, item) { MapPrototypeSet(real, keyOf(key), handed(item)); return this; };
  }
  return methods;
}

module.exports = { methodsOf };
