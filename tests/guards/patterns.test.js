'use strict';
// `replace`, `split`, `match` and `search` by regular expressions (js/realm/patterns.js) do what they do without Sentinel: made-up expressions, with made-up
// texts, replacements, flags, limits and places to begin at. Compared are results, what functions are given, and `lastIndex`.
const assert = require('node:assert/strict');
const { describe, test } = require('node:test');
const { probePackage } = require('../support/packages.js');
const { Session } = require('../support/session.js');
const { tempDir } = require('../support/userdir.js');

const CASES = 8_000;

/** Runs in the package. V8 before Node.js 22 tells functions wrong captures, and loops, where `u` or `v` meets an empty match: without those there. */
function story({ seed, count, isOld }) {
  let state = seed;
  const below = (n) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % n;
  };
  const pick = (list) => list[below(list.length)];
  const atoms = [
    'a', 'b', '.', '\\d', '\\w', '[ab]', '[^a]', '(a)', '(b|c)', '(?:ab)', '(?<n>a)', '(?<x>b)?', '^', '$', '\\b', '(?=a)', '(?<=a)', '(?!b)', '(?<!c)', '\uD83D\uDE00', '\\s', '(c)?', '(?:)',
    '[\\uD83D]', 'x*', '\\1', '(.)', '\\n', ',', ', ',
  ];
  const quantifiers = ['', '', '', '', '*', '+', '?', '{1,2}', '*?', '+?'];
  const letters = ['a', 'b', 'c', 'x', '1', ' ', '\n', '\uD83D\uDE00', '\uD83D', '\uDE00', 'é', 'A', 'B', '$', ',', ', '];
  const replacements = ['x', '', '$&', '$1', '$2', '[$10]', '$01', '$00', '$0', '$$', '$`', "$'", '$<n>', '$<x>', '$<none>', '$<n', '$', 'a$', '$11$1', '$<', 'é$&\uD83D', undefined, 5, null];
  const flags = ['', 'g', 'g', 'i', 'm', 's', 'y', 'gi', 'gy', 'gm', 'gs', 'dg', 'd', 'gims', ...(isOld ? [] : ['u', 'v', 'gu', 'gv', 'uy', 'giu'])];
  const places = [0, 0, 0, 1, 2, 5, 100, -1, NaN, 2.7, Infinity, '1', { valueOf: () => 1 }, undefined];
  const limits = [undefined, undefined, 0, 1, 2, 3, -1, 4_294_967_296, NaN, 2.5, { valueOf: () => 2 }, '2'];
  const expression = () => {
    for (;;) {
      let source = '';
      for (let left = 1 + below(4); left > 0; left--) source += pick(atoms) + pick(quantifiers) + (below(6) === 0 ? '|' : '');
      try {
        return new RegExp(source, pick(flags));
      } catch {
        // Another one.
      }
    }
  };
  /** Something of its own, that has to be asked. */
  const change = (rx, isHidden) => {
    const own = pick(['', '', 'exec', 'flags', 'getter', 'constructor', 'frozen', 'below', 'symbol', ...(isHidden ? ['hidden', 'reflected', 'several'] : [])]);
    if (own === 'exec') rx.exec = function exec(text) { const found = RegExp.prototype.exec.call(this, text); if (found !== null && found[0] !== '') found[0] += '!'; return found; };
    if (own === 'flags') Object.defineProperty(rx, 'flags', { value: '', enumerable: true });
    if (own === 'hidden') Object.defineProperty(rx, 'exec', { value: () => null });
    if (own === 'reflected') Reflect.defineProperty(rx, 'flags', { value: '' });
    if (own === 'several') Object.defineProperties(rx, { global: { value: false }, flags: { get: () => 'i' } });
    if (own === 'getter') rx.__defineGetter__('flags', () => 'm');
    if (own === 'constructor') rx.constructor = { [Symbol.species]: function other() { return /[ab]/y; } };
    if (own === 'frozen') Object.freeze(rx);
    if (own === 'below') Object.setPrototypeOf(rx, { __proto__: RegExp.prototype, exec: () => null });
    if (own === 'symbol') rx[Symbol.replace] = () => 'own';
  };
  const shown = (value) => (Array.isArray(value) ? [[...value], value.index, value.input, value.groups && Object.entries(value.groups), value instanceof Array] : value);
  const told = [];
  for (let i = 0; i < count; i++) {
    const rx = expression();
    let text = '';
    for (let left = below(9); left > 0; left--) text += pick(letters);
    const how = pick(['replace', 'replace', 'replaceAll', 'split', 'match', 'search']);
    rx.lastIndex = pick(places);
    // The last ones: what was defined where nobody sees it ends the short way for all.
    if (i > count * 0.8) change(rx, i > count * 0.95);
    const calls = [];
    const ask = (...given) => { calls.push(given.map((item) => (typeof item === 'object' && item !== null ? Object.entries(item) : item)), rx.lastIndex); return calls.length % 2 === 0 ? undefined : `<${given[0]}>`; };
    const given = how === 'split' ? [rx, pick(limits)] : [rx, pick([...replacements, ask, ask, ask, ask])];
    let result;
    try {
      result = shown(text[how](...given));
    } catch (error) {
      result = [error.name, error.message];
    }
    told.push(JSON.stringify([String(rx), rx.flags, text, how, result, String(rx.lastIndex), calls], (key, value) => (value === undefined ? '(undefined)' : value)));
  }
  return JSON.stringify(told);
}

async function run({ node, version }, sentinel, seed) {
  const base = tempDir('nrgs-patterns-');
  const dir = probePackage(base, { name: 'patterns', calls: { story: `${story}` } });
  const session = new Session({ base, node, version, sentinel, packages: [{ dir, how: 'copy' }] });
  try {
    const { ok, value, error } = await session.call('patterns', 'story', { seed, count: CASES, isOld: node < 22 });
    assert.ok(ok, error?.message);
    return JSON.parse(value);
  } finally {
    await session.close();
  }
}

describe('regular expressions', () => {
  for (const [pair, seed] of [[{ node: 20, version: '4.1' }, 3], [{ node: 26, version: '5.0' }, 4]]) {
    test(`do what they do without Sentinel: Node.js ${pair.node}`, async () => {
      const bare = await run(pair, false, seed);
      const guarded = await run(pair, true, seed);
      assert.equal(guarded.length, CASES);
      for (let i = 0; i < CASES; i++) assert.equal(guarded[i], bare[i]);
    });
  }
});
