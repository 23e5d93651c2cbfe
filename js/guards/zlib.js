'use strict';
// `zlib` works on bytes; its archives (Node.js 26) open files by their path, and keep them open.

const { ObjectFreeze, ObjectGetPrototypeOf, ReflectApply } = require('../boot/primordials');
const { guardCompressors } = require('../core/believed');
const { closeClassAbove } = require('../core/close');
const { share } = require('../core/harden');

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

/** What the entries of an archive are gone through by is an object that nobody names. */
const entries = {
  judge: () => undefined,
  anybody: true,
  run(original, self, args) {
    const made = ReflectApply(original, self, args);
    const above = ObjectGetPrototypeOf(made);
    share(above);
    ObjectFreeze(above);
    return made;
  },
};

module.exports = {
  rows: { __proto__: null, crc32, createZipArchiveSync: entries, setMaxZipContentSize: everybody, zipFiles: file },
  constructors: { __proto__: null, ZipFile: file },
  passesRest: 'own bytes',
  /** The class behind `ZipFile`, which its prototype leads to. */
  complete(values, native, guards, { real, who }) {
    guardCompressors(real);
    if (values.ZipFile !== undefined) closeClassAbove(values.ZipFile.prototype, file, 'ZipFile', who);
  },
};

