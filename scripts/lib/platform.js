'use strict';
/**
 * Names of the native addon. js/boot/native.js computes the same name without this file, because scripts/ is
 * not part of the published package; tests/pack checks that the two agree.
 */
const path = require('node:path');

/** The root of the repository. */
const root = path.resolve(__dirname, '..', '..');

/** `gnu` or `musl` on Linux, an empty string elsewhere. */
function libc() {
  if (process.platform !== 'linux') return '';
  return process.report.getReport().header.glibcVersionRuntime ? 'gnu' : 'musl';
}

/** File name of the addon for the platform this process runs on. */
function addonName() {
  const suffix = libc();
  return `sentinel.${process.platform}-${process.arch}${suffix ? `-${suffix}` : ''}.node`;
}

/** Absolute path of that addon in this checkout. */
function addonPath() {
  return path.join(root, 'native', addonName());
}

module.exports = { root, libc, addonName, addonPath };
