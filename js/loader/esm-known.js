'use strict';
// What was found out about imports a moment ago, so that importing again what was imported costs little: where the module lies that
// imports, and what its imports were allowed to lead to. It counts under the epoch in which it was found, like allowed paths
// (core/decide.js): until the policy changes, anything happens that can make a path lead elsewhere, or a second has passed.
// Refusals are not remembered, and Node is asked each time what a specifier means.

const { MapPrototypeClear, MapPrototypeGet, MapPrototypeSet, SafeMap, StringPrototypeStartsWith } = require('../boot/primordials');
const { url } = require('../boot/builtins');
const { limitEpoch, paths } = require('../core/decide');
const names = require('./esm-names');
const { KIND, ownerOf } = require('../core/owners');

const LIMIT = 4096;

/** URL of a module -> what is known of it, and by specifier what the last to import that from there was answered. */
const origins = new SafeMap();
/** Entries in all maps. */
let count = 0;

function counted() {
  if (++count <= LIMIT) return;
  MapPrototypeClear(origins);
  count = 1;
}

/** What is known of where an import comes from. */
class Origin {
  constructor(file, marked, owner) {
    this.epoch = paths.epoch;
    this.file = file;
    this.marked = marked;
    this.owner = owner;
    this.isShared = owner !== undefined && marked === undefined && owner.kind !== KIND.sentinel && owner.kind !== KIND.core;
    /** Who imported from there last, with the rights of its package: esm.js. */
    this.last = undefined;
    this.answers = undefined;
  }
}

/**
 * Where the module with this URL lies, whose mark the URL has, and whose file it is.
 * @param {string} parentURL
 * @returns {Origin} without a file for what lies elsewhere; `isShared`: a CommonJS file of packages, which has one name in several compartments
 */
function originOf(parentURL) {
  const known = MapPrototypeGet(origins, parentURL);
  if (known !== undefined && known.epoch === paths.epoch) return known;
  const file = StringPrototypeStartsWith(parentURL, 'file:') ? url.fileURLToPath(parentURL) : undefined;
  const origin = new Origin(file, names.principalOfURL(parentURL), file === undefined ? undefined : ownerOf(file));
  if (paths.pauses === 0) {
    counted();
    limitEpoch();
    MapPrototypeSet(origins, parentURL, origin);
  }
  return origin;
}

/** @returns {{url: string, format: string, to: string, as: string}|undefined} what this principal may import from there in this epoch, and as what */
function recall(origin, principal, specifier) {
  if (origin.answers === undefined || origin.epoch !== paths.epoch) return undefined;
  const answer = MapPrototypeGet(origin.answers, specifier);
  return answer?.principal === principal ? answer : undefined;
}

/** What Node reads of an answer. */
class Answer {
  constructor({ to, as }, { importAttributes }) {
    this.url = to;
    this.format = as;
    this.importAttributes = importAttributes;
  }
}

/** The same answer again, where Node made the same of the specifier. */
const answerAgain = (answer, found) => new Answer(answer, found);

/** What is judged by its place alone: of other kinds the content is judged, each time. */
const isPlain = ({ url: wanted, format }) => StringPrototypeStartsWith(wanted, 'file:') && (format === 'commonjs' || format === 'module');

/**
 * Remembers that it was allowed.
 * @param {{url: string, format: string}} found what Node made of the specifier
 * @param {{url: string, format: string}} answered
 */
function remember(origin, principal, specifier, found, answered) {
  // What was judged on the way may have moved the epoch.
  if (paths.pauses !== 0 || origin.epoch !== paths.epoch || !isPlain(found)) return;
  counted();
  origin.answers ??= new SafeMap();
  MapPrototypeSet(origin.answers, specifier, { __proto__: null, principal, url: found.url, format: found.format, to: answered.url, as: answered.format });
}

module.exports = { answerAgain, originOf, recall, remember };
