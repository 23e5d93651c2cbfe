'use strict';
// `node:sea`: the assets of the executable belong to the program, not to its packages. Where there is no such executable, Node says so.

const { loadReal } = require('../boot/builtins');

let isSea;

const asset = {
  judge() {
    isSea ??= loadReal('sea').isSea();
    return isSea === false ? undefined : { capability: 'all', resource: 'an asset of the program' };
  },
};

module.exports = {
  rows: { __proto__: null, getAsset: asset, getAssetAsBlob: asset, getAssetKeys: asset, getRawAsset: asset },
  passes: { __proto__: null, isSea: 'a fact' },
};
