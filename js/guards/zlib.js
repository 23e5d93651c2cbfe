'use strict';
// `zlib` works on bytes; its archives (Node.js 26) open files by their path, and keep them open.

const { ReflectApply } = require('../boot/primordials');
const { guardCompressors } = require('../core/believed');
const { closeClassAbove } = require('../core/close');

const file = { judge: () => ({ capability: 'all', resource: 'an archive in a file' }) };
const everybody = { judge: () => ({ capability: 'all', resource: 'a limit for everybody' }) };

/** Some versions of Node.js hand on what it begins with as it is, and C++ takes no zero below zero. */
const crc32 = {
  judge: () => undefined,
  anybody: true,
  run(original, self, args) {
    if (args[1] === 0) args[1] = 0;
    return ReflectApply(original, self, args);
  },
};

module.exports = {
  rows: { __proto__: null, crc32, setMaxZipContentSize: everybody, zipFiles: file },
  constructors: { __proto__: null, ZipFile: file },
  passesRest: 'own bytes',
  /** The class behind `ZipFile`, which its prototype leads to. */
  complete(values, native, guards, { real, who }) {
    guardCompressors(real);
    if (values.ZipFile !== undefined) closeClassAbove(values.ZipFile.prototype, file, 'ZipFile', who);
  },
};

