'use strict';
// `process.report`: reports of the whole process, with its environment, and files written from them. What a loader of native addons asks there
// (`detect-libc`, and what napi-rs writes), which C library this is, everybody may know.

const { ArrayIsArray, ArrayPrototypePush, ObjectFreeze, Proxy, ReflectApply, RegExpPrototypeExec } = require('../../boot/primordials');
const { path } = require('../../boot/builtins');
const { CAP } = require('../../generated/capabilities');
const { toPath } = require('../../core/args');
const { allowed, judge, judgePath } = require('../../core/decide');
const { guard } = require('../../core/wrap');
const { readReal } = require('./shared');

const OPEN = 'inspector:open';
const HARMLESS = ['reportVersion', 'nodejsVersion', 'glibcVersionRuntime', 'glibcVersionCompiler', 'wordSize', 'arch', 'platform'];
/** The C library and its loader, by name. */
const LIBC = /^(?:libc|ld)[.-]/;

let about;

function readAbout(real, original) {
  const { excludeNetwork } = real;
  // The names of all connections take long to find out.
  if (excludeNetwork === false) real.excludeNetwork = true;
  let whole;
  try {
    whole = ReflectApply(original, real, []);
  } finally {
    if (excludeNetwork === false) real.excludeNetwork = false;
  }
  const header = {};
  for (let i = 0; i < HARMLESS.length; i++) if (whole.header[HARMLESS[i]] !== undefined) header[HARMLESS[i]] = whole.header[HARMLESS[i]];
  const libraries = [];
  const { sharedObjects } = whole;
  for (let i = 0; ArrayIsArray(sharedObjects) && i < sharedObjects.length; i++) {
    const name = path.basename(sharedObjects[i]);
    if (RegExpPrototypeExec(LIBC, name) !== null) ArrayPrototypePush(libraries, name);
  }
  return { header, libraries };
}

/** The part of a report that says nothing of anybody. */
function shortReport(real, original) {
  about ??= readAbout(real, original);
  const sharedObjects = [];
  for (let i = 0; i < about.libraries.length; i++) ArrayPrototypePush(sharedObjects, about.libraries[i]);
  return { header: { ...about.header }, sharedObjects };
}

/** `process.report` of one package. */
function viewFor(principal) {
  const real = readReal('report');
  if (real === undefined) return undefined;
  const methods = {
    writeReport: guard(real.writeReport, {
      judge(caller, args) {
        if (typeof args[0] === 'object') args[0] = undefined;
        const file = args[0] === undefined ? '.' : toPath(args[0]);
        return judgePath(caller, 'fs:write', file, 0) ?? judge(caller, OPEN, undefined);
      },
    }, 'process.report.writeReport()', { principal, receiver: real }),
    getReport: guard(real.getReport, {
      judge: () => undefined,
      run: (original, self, args, caller) => (allowed(caller, CAP[OPEN], undefined) ? ReflectApply(original, self, args) : shortReport(self, original)),
    }, 'process.report.getReport()', { principal, receiver: real }),
  };
  // Settings of the report belong to the operator: a package reads them and changes nothing.
  return new Proxy(ObjectFreeze({ __proto__: null }), {
    __proto__: null,
    get: (target, key) => methods[key] ?? (typeof key === 'string' && key in real && typeof real[key] !== 'function' ? real[key] : undefined),
    has: (target, key) => key in real,
    set: () => true,
  });
}

module.exports = { viewFor };
