'use strict';
// Which requests a route of express answers, as far as its text tells: express makes a regular expression of it, in which more is syntax
// than express says. What is decided by it is in area-http.js.

const { SafeSet, StringPrototypeLastIndexOf, StringPrototypeSlice, StringPrototypeStartsWith, StringPrototypeToLowerCase } = require('../../boot/primordials');

const SYNTAX = ':*?+()[]{}!\\|^';
const special = new SafeSet();
for (let i = 0; i < SYNTAX.length; i++) special.add(SYNTAX[i]);
/** With these the character before is there or not. */
const MAYBE = { __proto__: null, '?': true, '{': true };

/** Is there a `|` outside all groups? What follows it is a route of its own, which begins anywhere. */
function hasAlternatives(route) {
  let depth = 0;
  let found = false;
  for (let i = 0; i < route.length; i++) {
    const c = route[i];
    // These may hide parentheses from the count.
    if (c === '[' || c === '\\') depth = -1;
    else if (depth >= 0 && c === '(') depth++;
    else if (depth >= 0 && c === ')') depth--;
    else if (c === '|') found ||= depth <= 0;
    // In the order of the text it may come later.
    if (depth < 0 && holds(route, '|')) return true;
  }
  return found || (depth !== 0 && holds(route, '|'));
}

function holds(text, character) {
  for (let i = 0; i < text.length; i++) if (text[i] === character) return true;
  return false;
}

/** The text that each request begins with which a route answers; `undefined` when it could be anything. */
function literal(route) {
  if (typeof route !== 'string' || hasAlternatives(route)) return undefined;
  for (let i = 0; i < route.length; i++) {
    if (special.has(route[i])) return StringPrototypeSlice(route, 0, MAYBE[route[i]] === true && i > 0 ? i - 1 : i);
  }
  return route;
}

/** The directory that all those requests lie in, or the place itself: `/api` for `/api/:id` and `/api`, `/` for `/api*`. */
function place(route) {
  const text = literal(route);
  if (text === undefined || text === route) return text;
  return StringPrototypeSlice(text, 0, StringPrototypeLastIndexOf(text, '/') + 1);
}

/** Does a handler at this place see every request? */
const isEverywhere = (route, verb) => {
  const text = literal(route);
  return text === undefined || text === '' || (text === '/' && (verb === 'use' || text !== route));
};

/** Does every request that it answers lie below this prefix? */
const isBelow = (route, prefix) => {
  const at = place(route);
  return at === prefix || (at !== undefined && StringPrototypeStartsWith(at, `${prefix}/`));
};

/** Where the editor asks Sentinel. */
const OWN = '/nrg/plugins/sentinel';

/** Would it answer for Sentinel? Who stands in front of all requests is another question. */
function answersForSentinel(route, verb) {
  const text = literal(route);
  if (text === undefined || text.length < 2) return false;
  const at = StringPrototypeToLowerCase(text);
  return StringPrototypeStartsWith(at, OWN) || ((verb === 'use' || text !== route) && StringPrototypeStartsWith(OWN, at));
}

module.exports = { answersForSentinel, isBelow, isEverywhere, literal, place };
