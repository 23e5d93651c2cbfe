'use strict';
/**
 * What deny.toml says of the crates, without cargo-deny: building that takes minutes, and what `npm test` asks for (bans, licenses,
 * sources) stands in `cargo metadata`. A word of deny.toml that is not known here is a failure, not a rule less.
 */

/** Where crates.io is, in the two ways in which Cargo names it. */
const CRATES_IO = ['registry+https://github.com/rust-lang/crates.io-index', 'sparse+https://index.crates.io/'];

const LEVELS = ['allow', 'warn', 'deny'];
/** Section -> key -> what it may be. `advisories` are cargo-deny's, which asks the network; `confidence-threshold` is about texts of licenses, and a crate that only has such a text is refused here. */
const KNOWN = {
  graph: { 'all-features': [true] },
  advisories: { yanked: LEVELS },
  licenses: { allow: 'list', 'confidence-threshold': 'number' },
  bans: { 'multiple-versions': LEVELS, wildcards: LEVELS, deny: 'list' },
  sources: { 'unknown-registry': ['deny'], 'unknown-git': ['deny'] },
};

/** The parts of TOML that deny.toml uses: text, numbers, `true`, `false`, lists, tables in braces. */
const TOKEN = /\s+|#[^\n]*|"([^"\\\n]*)"|(-?\d+(?:\.\d+)?)|(true|false)|([A-Za-z][\w-]*)|([=,[\]{}])/gy;

function tokens(text) {
  const found = [];
  let end = 0;
  for (const match of text.matchAll(TOKEN)) {
    end = match.index + match[0].length;
    const [, string, number, truth, word, sign] = match;
    if (string !== undefined) found.push({ value: string });
    else if (number !== undefined) found.push({ value: Number(number) });
    else if (truth !== undefined) found.push({ value: truth === 'true', word: truth });
    else if (word !== undefined) found.push({ word });
    else if (sign !== undefined) found.push({ sign });
  }
  if (end !== text.length) throw new Error(`cannot be read from: ${text.slice(end, end + 40)}`);
  return found;
}

/** deny.toml as an object: section -> key -> value. */
function parse(text) {
  const list = tokens(text);
  let at = 0;
  const isSign = (sign) => list[at]?.sign === sign;
  const expect = (sign) => { if (!isSign(sign)) throw new Error(`\`${sign}\` is missing`); at++; };
  const word = () => {
    if (list[at]?.word === undefined) throw new Error('a name is missing');
    return list[at++].word;
  };
  function several(close, one) {
    while (!isSign(close)) {
      one();
      if (!isSign(close)) expect(',');
    }
    at++;
  }
  function value() {
    if (isSign('[')) {
      at++;
      const values = [];
      several(']', () => values.push(value()));
      return values;
    }
    if (isSign('{')) {
      at++;
      const table = {};
      several('}', () => pair(table));
      return table;
    }
    if (list[at]?.value === undefined) throw new Error('a value is missing');
    return list[at++].value;
  }
  function pair(table) {
    const key = word();
    if (Object.hasOwn(table, key)) throw new Error(`\`${key}\` stands there twice`);
    expect('=');
    table[key] = value();
  }
  const sections = {};
  while (at < list.length) {
    expect('[');
    const name = word();
    if (Object.hasOwn(sections, name)) throw new Error(`[${name}] stands there twice`);
    expect(']');
    const table = sections[name] = {};
    while (at < list.length && !isSign('[')) pair(table);
  }
  return sections;
}

/** What of deny.toml could not be held here. */
function unknown(rules) {
  const fits = (what, value) => (Array.isArray(what) ? what.includes(value) : what === 'list' ? Array.isArray(value) : typeof value === what);
  return Object.entries(rules).flatMap(([section, table]) => Object.entries(table)
    .filter(([key, value]) => KNOWN[section]?.[key] === undefined || !fits(KNOWN[section][key], value))
    .map(([key]) => `deny.toml: only cargo-deny itself knows what this means: [${section}] ${key}`))
    .concat((rules.bans?.deny ?? []).filter(({ crate, ...more }) => !/^[\w-]+$/.test(crate ?? '') || Object.keys(more).some((key) => key !== 'reason'))
      .map((entry) => `deny.toml: only cargo-deny itself knows what this means: [bans] deny ${JSON.stringify(entry)}`))
    // What is not said is what cargo-deny does by itself, which is not written here.
    .concat(Object.entries(KNOWN).filter(([section]) => section !== 'advisories').flatMap(([section, keys]) => Object.keys(keys)
      .filter((key) => rules[section]?.[key] === undefined).map((key) => `deny.toml: [${section}] ${key} is missing`)));
}

/** Whether a license expression (SPDX; the old `A/B` for `A OR B`) can be met with what is allowed; throws when it is none. */
function isAllowed(expression, allowed) {
  const words = expression.replaceAll('/', ' OR ').match(/[()]|[^\s()]+/g) ?? [];
  let at = 0;
  function one() {
    if (words[at] === '(') {
      at++;
      const inner = either();
      if (words[at++] !== ')') throw new Error('a bracket is missing');
      return inner;
    }
    let name = words[at++];
    if (name === undefined || !/^[\w.+-]+$/.test(name) || ['AND', 'OR', 'WITH'].includes(name)) throw new Error('a license is missing');
    // An exception is a license of its own: it is allowed with it or not at all.
    if (words[at] === 'WITH') name += ` WITH ${words[at + 1]}`, at += 2;
    return allowed.includes(name);
  }
  function both() {
    let result = one();
    while (words[at] === 'AND') { at++; result = one() && result; }
    return result;
  }
  function either() {
    let result = both();
    while (words[at] === 'OR') { at++; result = both() || result; }
    return result;
  }
  const result = either();
  if (at !== words.length) throw new Error(`${words[at]} is too much`);
  return result;
}

function licenseProblem({ license }, allowed) {
  if (!license) return 'names no license';
  try {
    return isAllowed(license, allowed) ? undefined : `its license is not allowed: ${license}`;
  } catch (error) {
    return `its license cannot be read (${error.message}): ${license}`;
  }
}

/** What is wrong with one crate. */
function problemsOf(crate, { licenses, bans }) {
  const banned = bans.deny.find((entry) => entry.crate === crate.name);
  const wild = bans.wildcards === 'deny' ? crate.dependencies.filter(({ req, path }) => req === '*' && !path).map(({ name }) => name) : [];
  return [
    licenseProblem(crate, licenses.allow),
    crate.source !== null && !CRATES_IO.includes(crate.source) ? `comes from ${crate.source}` : undefined,
    banned && `is banned${banned.reason ? `: ${banned.reason}` : ''}`,
    wild.length > 0 ? `takes any version of ${wild.join(', ')}` : undefined,
  ].filter(Boolean).map((text) => `${crate.name} ${crate.version}: ${text}`);
}

/**
 * @param {string} text of deny.toml
 * @param {{packages: object[]}} metadata what `cargo metadata --all-features` says
 * @returns {string[]} what is wrong, one line each
 */
function check(text, { packages }) {
  let rules;
  try {
    rules = parse(text);
  } catch (error) {
    return [`deny.toml: ${error.message}`];
  }
  const problems = unknown(rules);
  if (problems.length > 0) return problems;
  const names = packages.map(({ name }) => name);
  const many = rules.bans['multiple-versions'] === 'deny' ? [...new Set(names.filter((name, at) => names.indexOf(name) !== at))].map((name) => `${name}: is there in several versions`) : [];
  return [...packages.flatMap((crate) => problemsOf(crate, rules)), ...many];
}

module.exports = { check };
