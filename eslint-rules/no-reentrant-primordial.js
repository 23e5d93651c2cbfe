'use strict';
/**
 * no-reentrant-primordial
 *
 * What: flags captured functions that, although captured, look something up on a live prototype while they run:
 *  - `ArrayPrototypeSlice`, `Map`, `Filter`, `Splice`, `Concat`, `Flat`, `FlatMap`: make their result through
 *    `list.constructor[Symbol.species]`; whoever changes `Array.prototype.constructor` chooses what comes back;
 *  - `StringPrototypeReplace`, `ReplaceAll`, `Split`, `Match`, `MatchAll`, `Search`: ask the pattern for `Symbol.replace`
 *    and so on, for a string pattern on `String.prototype`;
 *  - `RegExpPrototypeTest` and `RegExpPrototypeSymbol…`: call the `exec` they find; `RegExpPrototypeExec` does not;
 *  - `PromisePrototypeCatch`, `PromisePrototypeFinally`, `PromiseAll…`: call the `then` they find;
 *  - `ArrayFrom`, `ObjectFromEntries`, `ObjectGroupBy`, and `new Map(list)`, `new Set(list)`, `new WeakMap(list)`,
 *    `new WeakSet(list)` with their Safe forms: run the iterator protocol.
 *
 * Why: hardening makes most of these lookups harmless, but it can be switched off (NRG_SENTINEL_NO_PROTO_FREEZE), and
 * it is installed after our first line has run. Write an index loop.
 *
 * Not seen by any rule: `await` and `PromisePrototypeThen` read `Promise.prototype.constructor` (no decision may depend on
 * the promise they give), and `JSONStringify` asks objects for `toJSON` (give it primitives).
 */
const REENTRANT = new RegExp(`^(?:${[
  'ArrayPrototype(?:Slice|Map|Filter|Splice|Concat|Flat|FlatMap)',
  'StringPrototype(?:Replace|ReplaceAll|Split|Match|MatchAll|Search)',
  'RegExpPrototype(?:Test|Symbol\\w+)',
  'PromisePrototype(?:Catch|Finally)',
  'PromiseA(?:ll|llSettled|ny)',
  'PromiseRace',
  'ArrayFrom(?:Async)?',
  'ObjectFromEntries',
  'ObjectGroupBy',
].join('|')})$`);
const COLLECTION = /^(?:Safe)?(?:Weak)?(?:Map|Set)$/;

module.exports = {
  meta: {
    type: 'problem',
    docs: { description: 'no captured function that consults a live prototype while it runs' },
    messages: { reentrant: '`{{name}}` looks something up on a live prototype while it runs; write an index loop' },
    schema: [],
  },

  create(context) {
    const report = (node, name) => context.report({ node, messageId: 'reentrant', data: { name } });
    return {
      'CallExpression > Identifier.callee'(node) {
        if (REENTRANT.test(node.name)) report(node, node.name);
      },
      'NewExpression[arguments.length>0] > Identifier.callee'(node) {
        if (COLLECTION.test(node.name)) report(node, `new ${node.name}(list)`);
      },
    };
  },
};
