'use strict';
// `zlib` works on bytes; its archives (Node.js 26) open files by their path, and keep them open.

const { guardCompressors } = require('../core/believed');
const { closeClassAbove } = require('../core/close');

const file = { judge: () => ({ capability: 'all', resource: 'an archive in a file' }) };
const everybody = { judge: () => ({ capability: 'all', resource: 'a limit for everybody' }) };

module.exports = {
  rows: { __proto__: null, setMaxZipContentSize: everybody, zipFiles: file },
  constructors: { __proto__: null, ZipFile: file },
  passesRest: 'own bytes',
  /** The class behind `ZipFile`, which its prototype leads to. */
  complete(values, native, guards, { real, who }) {
    guardCompressors(real);
    if (values.ZipFile !== undefined) closeClassAbove(values.ZipFile.prototype, file, 'ZipFile', who);
  },
};

