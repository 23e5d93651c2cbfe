'use strict';
// Credentials where a node keeps them besides `credentials`: many copy them into properties or options of their own. Who may read the node and not
// its credentials does not read them there [R7].

const { ArrayIsArray, MapPrototypeHas, MapPrototypeSet, ObjectKeys, SafeMap, StringPrototypeIndexOf } = require('../../boot/primordials');
const { mayNode } = require('./access');
const { isPlain } = require('../areas/copies');
const { secretsOf } = require('./credentials');

const CAPABILITY = 'node:credentials:read';
/** A text that holds one of these is one: a URL with a password in it. */
const LONG = 6;

/** What of a node is kept from a package: texts, or undefined when nothing is. */
function withheldFrom(principal, record) {
  const secrets = secretsOf(record);
  return secrets.length === 0 || mayNode(principal, CAPABILITY, record) ? undefined : secrets;
}

function isSecret(text, secrets) {
  for (let i = 0; i < secrets.length; i++) {
    if (text === secrets[i] || (secrets[i].length >= LONG && StringPrototypeIndexOf(text, secrets[i]) >= 0)) return true;
  }
  return false;
}

/** Takes secrets out of a copy. */
const scrub = (copy, secrets) => scrubAll(copy, secrets, new SafeMap());

function scrubAll(copy, secrets, seen) {
  let found = false;
  if (MapPrototypeHas(seen, copy)) return found;
  MapPrototypeSet(seen, copy, true);
  const keys = ObjectKeys(copy);
  for (let i = 0; i < keys.length; i++) {
    const item = copy[keys[i]];
    if (typeof item === 'string' && isSecret(item, secrets)) {
      copy[keys[i]] = undefined;
      found = true;
    } else if (typeof item === 'object' && item !== null && (ArrayIsArray(item) || isPlain(item))) found = scrubAll(item, secrets, seen) || found;
  }
  return found;
}

/** What is called by people how they like is no secret. */
const isNamed = (key) => key === 'name' || key === 'label';

module.exports = { CAPABILITY, isNamed, isSecret, scrub, withheldFrom };
