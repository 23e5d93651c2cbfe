'use strict';
// What V8 compiled of core's files, kept from one start to the next (src/code_cache). V8 believes what it is given: only
// files of core are looked up, by a hash of name and text, in a folder no package can write.

const { ArrayBuffer, ArrayPrototypePop, ArrayPrototypePush, ReflectApply, RegExpPrototypeExec, StringPrototypeStartsWith, Uint8Array } = require('../boot/primordials');
const { env, process, vm } = require('../boot/builtins');
const { later } = require('../boot/started');

const { Script } = vm;
const { createCachedData } = Script.prototype;

/** Code that V8 of Node.js 20 takes from a cache has no place to import from: such a script is compiled from its text. */
const FORGETS_IMPORT = StringPrototypeStartsWith(process.versions.v8, '11.');
const IMPORT = /\bimport\s*\(/;
const isForgotten = (text) => FORGETS_IMPORT && RegExpPrototypeExec(IMPORT, text) !== null;

/** Packages are at work when code is kept: a few scripts, then a pause. */
const SLICE = 16;
const PAUSE_MS = 20;

let native;
/** Where the addon puts what it finds; V8 copies it at once. */
let buffer;
let isOpen = false;
/** Scripts that were compiled from their text, with that and the numbers under which their code is kept. */
let fresh = [];
/** Did the last script come from there? */
let wasKept = false;

/**
 * @param {object} api the addon
 * @param {string} directory the state folder of the userDir
 */
function open(api, directory) {
  native = api;
  if (env.NRG_SENTINEL_NO_CODE_CACHE !== undefined) return;
  const largest = native.codeOpen(directory, `${process.version} ${process.versions.v8}`);
  if (largest === null) return;
  buffer = new ArrayBuffer(largest);
  isOpen = true;
}

/**
 * new vm.Script(text, options) for a file of core.
 * @param {{filename: string, cachedData: Uint8Array|undefined}} options without a prototype; ours from here on
 */
function compileScript(text, options) {
  wasKept = false;
  if (!isOpen || isForgotten(text)) return new Script(text, options);
  let found = native.codeFind(options.filename, text, buffer);
  if (found > 0) options.cachedData = new Uint8Array(buffer, 0, found);
  // The kept text takes no memory until V8 looks at it.
  const source = found > 0 ? native.codeText() ?? text : text;
  const script = new Script(source, options);
  if (found > 0) {
    wasKept = script.cachedDataRejected !== true;
    if (wasKept) return script;
    found = native.codeReject();
  }
  ArrayPrototypePush(fresh, { __proto__: null, script, text: source, number: -1 - found });
  return script;
}

/** Nothing is kept of the script that was compiled last: its text is not what it should be. What is kept was looked at. */
function disown() {
  if (!wasKept && isOpen) ArrayPrototypePop(fresh);
}

const isProven = () => wasKept;

/** Keeps what is new: Node-RED has started. */
function keep(from = 0) {
  if (!isOpen) return undefined;
  let at = from;
  for (; at < fresh.length && at < from + SLICE; at++) {
    // On a full or read-only disk nothing more is tried.
    if (!native.codeKeep(fresh[at].number, fresh[at].text, ReflectApply(createCachedData, fresh[at].script, []))) return close();
  }
  if (at < fresh.length) return later(PAUSE_MS, () => keep(at));
  return close();
}

/** From here on everything is compiled from its text. */
function close() {
  if (!isOpen) return;
  isOpen = false;
  buffer = undefined;
  fresh = [];
  native.codeFinish();
}

module.exports = { close, compileScript, disown, isProven, keep, open };
