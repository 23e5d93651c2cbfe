'use strict';
// What V8 compiled of the files of core and of Sentinel, kept from one start to the next (src/code_cache). V8 believes what it
// is given: only these files are looked up, by a hash of name and text, in a folder no package can write.

const { ArrayBuffer, ArrayPrototypeJoin, ArrayPrototypePop, ArrayPrototypePush, ReflectApply, RegExpPrototypeExec, StringPrototypeStartsWith, Uint8Array } = require('../boot/primordials');
const { env, process, vm } = require('../boot/builtins');
const { setCompiler } = require('../boot/files');
const pace = require('../boot/pace');
const { later } = require('../boot/started');
const { lenientText } = require('./lenient');

const { Script } = vm;
const { createCachedData } = Script.prototype;

/** Code that V8 of Node.js 20 takes from a cache has no place to import from: such a script is compiled from its text. */
const FORGETS_IMPORT = StringPrototypeStartsWith(process.versions.v8, '11.');
/** Not a type in a comment (`@type {import('x')}`, which is a comment or text wherever it stands), a method of that name, `import()`. */
const IMPORT = /\bimport(?<!(?:@\w+ \{[\w.<>|&,:?!() -]*|\w\.)import)\s*(?:\((?!\s*\))|\/[/*])/;
const isForgotten = (text) => FORGETS_IMPORT && RegExpPrototypeExec(IMPORT, text) !== null;

/** Packages are at work when code is kept: a few scripts, then a pause. */
const SLICE = 16;
const PAUSE_MS = 20;
/** The file is written as a whole: less text than this is compiled again at the next start, which takes a millisecond. */
const LITTLE = 32_768;

let native;
/** Where the addon puts what it finds; V8 copies it at once. */
let buffer;
let isOpen = false;
/** Scripts that were compiled from their text, with that and the numbers under which their code is kept. */
let fresh = [];
/** The text of the last script, unless that was kept: then it was looked at before. */
let lastText;

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
  setCompiler(compileParts);
}

/**
 * new vm.Script(head + body + tail, options) for a file of core or of Sentinel. The text is put together only when it is not kept.
 * @param {{filename: string, cachedData: Uint8Array|undefined}} options without a prototype; ours from here on
 * @param {string[]} [writes] what the text says otherwise, see lenient.js
 */
function compileParts(head, body, tail, options, writes) {
  lastText = undefined;
  const whole = () => head + (writes === undefined ? body : lenientText(body, writes)) + tail;
  if (!isOpen || isForgotten(body)) {
    lastText = whole();
    return new Script(lastText, options);
  }
  const isDelayed = pace.isOn();
  let found = native.codeFind(options.filename, head, body, tail, buffer, writes);
  if (found > 0) options.cachedData = new Uint8Array(buffer, 0, found);
  // The kept text takes no memory until V8 looks at it.
  const text = (found > 0 ? native.codeText() : null) ?? whole();
  const script = new Script(text, options);
  if (found > 0) {
    if (script.cachedDataRejected !== true) return script;
    found = native.codeReject();
  }
  lastText = text;
  ArrayPrototypePush(fresh, { __proto__: null, script, text, number: -1 - found, isDelayed });
  return script;
}

/** What Node's answers depend on besides the files. */
const options = () => `${ArrayPrototypeJoin(process.execArgv, '\0')}\0${env.NODE_OPTIONS ?? ''}`;

/** Where modules of core were found at an earlier start, if that still holds (src/code_cache/found.rs). */
const places = () => (isOpen ? native.codePlaces(options()) : null);

/** Tells where modules of core were found at this start. */
let ownPlaces;

/** @param {() => string|undefined} tell asked once, when Node-RED has started; `undefined`: nothing new */
function keepPlaces(tell) {
  ownPlaces = tell;
}

/** The text that V8 has of the script that was compiled last; `undefined` when it was kept after somebody had looked at it. */
const unproven = () => lastText;

/** Nothing is kept of the script that was compiled last: its text is not what it should be. */
function disown() {
  if (fresh.length > 0 && fresh[fresh.length - 1].text === lastText) ArrayPrototypePop(fresh);
}

/** Whether there is nothing new that would be worth writing the file for: a changed settings file, a few guards that were needed for the first time. */
function isLittle() {
  let length = 0;
  for (let i = 0; i < fresh.length; i++) length += fresh[i].text.length;
  return length < LITTLE;
}

/** Keeps what is new: Node-RED has started. */
function keep() {
  if (!isOpen) return undefined;
  const found = ownPlaces?.();
  return found === undefined && isLittle() ? close() : keepFrom(0, found);
}

function keepFrom(from, found) {
  if (!isOpen) return undefined;
  let at = from;
  for (; at < fresh.length && at < from + SLICE; at++) {
    const { isDelayed, number, script, text } = fresh[at];
    // V8 takes it only with the flags of now, and will be asked in the same part of the start.
    pace.setDelay(isDelayed);
    // On a full or read-only disk nothing more is tried.
    if (!native.codeKeep(number, text, ReflectApply(createCachedData, script, []))) return close();
  }
  pace.setDelay(false);
  if (at < fresh.length) return later(PAUSE_MS, () => keepFrom(at, found));
  if (found !== undefined) native.codeKeepPlaces(options(), found);
  return close();
}

/** From here on everything is compiled from its text. */
function close() {
  if (!isOpen) return;
  isOpen = false;
  buffer = undefined;
  fresh = [];
  lastText = undefined;
  native.codeFinish();
}

module.exports = { close, compileParts, disown, isOpen: () => isOpen, keep, keepPlaces, open, places, unproven };
