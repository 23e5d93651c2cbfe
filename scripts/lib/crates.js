'use strict';
/**
 * What deny.toml says of the crates, without cargo-deny: building that takes minutes, and what `npm test` asks for (bans, licenses,
 * sources) stands in `cargo metadata`. A word of deny.toml that is not known here is a failure, not a rule less.
 */
const satisfies = require('spdx-satisfies');
const { parse } = require('smol-toml');

const LEVELS = ['allow', 'warn', 'deny'];
/** Section -> key -> what it may be. `advisories` are cargo-deny's, which asks the network; `confidence-threshold` is about texts of licenses, and a crate that only has such a text is refused here. */
const KNOWN = {
  graph: { 'all-features': [true] },
  advisories: { yanked: LEVELS },
  licenses: { allow: 'list', 'confidence-threshold': 'number' },
  bans: { 'multiple-versions': LEVELS, wildcards: LEVELS, deny: 'list' },
  sources: { 'unknown-registry': ['deny'], 'unknown-git': ['deny'] },
};

const unclear = (what) => `deny.toml: only cargo-deny itself knows what this means: ${what}`;

/** What of deny.toml could not be held here. */
function unknown(rules) {
  const fits = (what, value) => (Array.isArray(what) ? what.includes(value) : what === 'list' ? Array.isArray(value) : typeof value === what);
  const words = Object.entries(rules).flatMap(([section, table]) => Object.entries(table)
    .filter(([key, value]) => KNOWN[section]?.[key] === undefined || !fits(KNOWN[section][key], value))
    .map(([key]) => unclear(`[${section}] ${key}`)));
  const bans = (rules.bans?.deny ?? [])
    .filter(({ crate, ...more }) => !/^[\w-]+$/.test(crate ?? '') || Object.keys(more).some((key) => key !== 'reason'))
    .map((entry) => unclear(`[bans] deny ${JSON.stringify(entry)}`));
  // What is not said is what cargo-deny does by itself, which is not written here.
  const missing = Object.entries(KNOWN).filter(([section]) => section !== 'advisories')
    .flatMap(([section, keys]) => Object.keys(keys).filter((key) => rules[section]?.[key] === undefined).map((key) => `deny.toml: [${section}] ${key} is missing`));
  return [...words, ...bans, ...missing];
}

function licenseProblem({ license }, allowed) {
  if (!license) return 'names no license';
  try {
    // Cargo still takes the old `A/B` for `A OR B`.
    return satisfies(license.replaceAll('/', ' OR '), allowed) ? undefined : `its license is not allowed: ${license}`;
  } catch {
    return `its license cannot be read: ${license}`;
  }
}

/** Where crates of other registries or of repositories come in: Cargo names no registry where a crate comes from the usual one. */
const isFromElsewhere = ({ source, registry }) => typeof registry === 'string' || (typeof source === 'string' && !source.startsWith('registry+'));

/** What is wrong with one crate. */
function problemsOf(crate, { licenses, bans }) {
  const banned = bans.deny.find((entry) => entry.crate === crate.name);
  const wild = bans.wildcards === 'deny' ? crate.dependencies.filter(({ req, path }) => req === '*' && !path) : [];
  const elsewhere = crate.dependencies.filter(isFromElsewhere);
  return [
    licenseProblem(crate, licenses.allow),
    isFromElsewhere(crate) ? `comes from ${crate.source}` : undefined,
    elsewhere.length > 0 ? `takes from another registry or a repository: ${elsewhere.map(({ name }) => name).join(', ')}` : undefined,
    banned && `is banned${banned.reason ? `: ${banned.reason}` : ''}`,
    wild.length > 0 ? `takes any version of ${wild.map(({ name }) => name).join(', ')}` : undefined,
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
    return [`deny.toml cannot be read: ${error.message}`];
  }
  const problems = unknown(rules);
  if (problems.length > 0) return problems;
  const names = packages.map(({ name }) => name);
  const many = rules.bans['multiple-versions'] === 'deny' ? [...new Set(names.filter((name, at) => names.indexOf(name) !== at))].map((name) => `${name}: is there in several versions`) : [];
  return [...packages.flatMap((crate) => problemsOf(crate, rules)), ...many];
}

module.exports = { check };
