'use strict';
// What C++ is told of protocols, TLS and HTTP/2, in its own form: it does not look whether it is well formed.

const { TypedArrayPrototypeSymbolToStringTagGet } = require('../boot/primordials');
const { sizeOf } = require('./in-use');
const { innerBinding } = require('./inner');

/** Names with their lengths before them. Until Node.js 22 anything else ends the process. */
function isNames(value) {
  if (TypedArrayPrototypeSymbolToStringTagGet(value) !== 'Uint8Array') return false;
  const size = sizeOf(value);
  let at = 0;
  while (at < size && value[at] !== 0) at += value[at] + 1;
  return at === size;
}

const http2 = { __proto__: null, settings: undefined };
const FRAME_SIZE = 3;
const FLAGS = 7;
const LEAST_FRAME = 16384;

/** The settings that are asked for lie where C++ reads them: a number for each, and bits that say which are meant. The size of frames has a least one. */
function isSettable() {
  const settings = http2.settings ??= innerBinding('http2').settingsBuffer;
  return (settings[FLAGS] & (1 << FRAME_SIZE)) === 0 || settings[FRAME_SIZE] >= LEAST_FRAME;
}

module.exports = { isNames, isSettable };
