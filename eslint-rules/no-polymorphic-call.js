'use strict';
/**
 * no-polymorphic-call
 *
 * What: flags `value.method()` when `method` is the name of a method on a built-in prototype (`list.push(x)`,
 * `map.get(k)`, `text.split(':')`, `fn.call(...)`, `/x/.test(s)`, `promise.then(f)`) and every syntax that runs
 * the iterator protocol: `for…of`, spread in arrays and calls, array destructuring and `yield*`.
 *
 * Why: a package may replace `Array.prototype.push` or `Array.prototype[Symbol.iterator]`. Code that decides about
 * that package must not run what it left there. js/boot/primordials.js holds the same methods as free functions,
 * captured before any package was loaded: `ArrayPrototypePush(list, x)`, `MapPrototypeGet(map, k)`.
 *
 * Allowed, because nothing on a live prototype is consulted:
 *  - calls on our own modules (`const deny = require('../core/deny'); deny.apply(...)`): any name;
 *  - calls on the frozen copies of builtin modules (`const { path } = require('../boot/builtins')`);
 *  - calls on a `const` made by `new Safe…()` (SafeMap, SafeSet, SafeWeakMap: null prototype, frozen);
 *  - iterating `new SafeArrayIterator(list)`;
 *  - names that are on no built-in prototype: those are our own functions.
 *
 * The types of values are not known to a linter, so an own object with a method called `get` is flagged too:
 * give that method a name of its own or export functions from a module.
 */
const builtinMethods = require('./builtin-methods');

/** The variable an identifier refers to, or null. */
function variableOf(context, identifier) {
  for (let scope = context.sourceCode.getScope(identifier); scope; scope = scope.upper) {
    const variable = scope.set.get(identifier.name);
    if (variable) return variable;
  }
  return null;
}

/** The expression a `const` was initialised with; undefined for everything that can be assigned again. */
function initialiser(variable) {
  const definition = variable && variable.defs.length === 1 ? variable.defs[0] : null;
  if (!definition || definition.type !== 'Variable' || definition.parent.kind !== 'const') return undefined;
  return definition.node.id.type === 'Identifier' ? definition.node.init : undefined;
}

const isOwnRequire = (node) => node && node.type === 'CallExpression'
  && node.callee.type === 'Identifier' && node.callee.name === 'require'
  && node.arguments.length === 1 && typeof node.arguments[0].value === 'string'
  && node.arguments[0].value.startsWith('.');

/** Exports of boot/builtins that are the live objects themselves. */
const LIVE = new Set(['Module', 'env', 'realFs', 'realProcess']);

/** Whether a variable is a frozen copy of a builtin module. */
function isBuiltinCopy(variable) {
  const definition = variable && variable.defs.length === 1 ? variable.defs[0] : null;
  if (!definition || definition.type !== 'Variable' || definition.parent.kind !== 'const') return false;
  const { id, init } = definition.node;
  if (id.type !== 'ObjectPattern' || !isOwnRequire(init) || !/\/(?:builtins|captured)$/.test(init.arguments[0].value)) return false;
  return id.properties.some((property) => property.type === 'Property' && !property.computed
    && property.value === definition.name && !LIVE.has(property.key.name));
}

const isSafeClass = (node) => node && node.type === 'NewExpression'
  && node.callee.type === 'Identifier' && /^Safe[A-Z]/.test(node.callee.name);

/** Whether nobody else can have put a method on the value of this expression. */
function isOwnValue(context, node) {
  if (isSafeClass(node)) return true;
  if (node.type !== 'Identifier') return false;
  const variable = variableOf(context, node);
  if (isBuiltinCopy(variable)) return true;
  const value = initialiser(variable);
  return isOwnRequire(value) || isSafeClass(value);
}

function calledName(callee) {
  if (callee.property.type === 'PrivateIdentifier') return undefined;
  if (!callee.computed) return callee.property.name;
  return callee.property.type === 'Literal' ? String(callee.property.value) : undefined;
}

module.exports = {
  meta: {
    type: 'problem',
    docs: { description: 'no call through a prototype that a package could have changed' },
    messages: {
      call: '`.{{name}}()` is looked up on a prototype that a package can change; use the captured function from boot/primordials',
      iterate: '{{what}} runs `Symbol.iterator` of a live prototype; use an index loop or SafeArrayIterator',
    },
    schema: [],
  },

  create(context) {
    const iterate = (node, what, source) => {
      if (source && source.type === 'NewExpression' && isSafeClass(source)) return;
      context.report({ node, messageId: 'iterate', data: { what } });
    };
    return {
      'CallExpression[callee.type="MemberExpression"]'(node) {
        const { callee } = node;
        const name = calledName(callee);
        if (name === undefined || !builtinMethods.has(name)) return;
        if (isOwnValue(context, callee.object)) return;
        context.report({ node: callee.property, messageId: 'call', data: { name } });
      },
      ForOfStatement: (node) => iterate(node, '`for…of`', node.right),
      ArrayPattern: (node) => iterate(node, 'array destructuring'),
      'ArrayExpression > SpreadElement': (node) => iterate(node, 'array spread', node.argument),
      ':matches(CallExpression, NewExpression) > SpreadElement': (node) => iterate(node, 'argument spread', node.argument),
      'YieldExpression[delegate=true]': (node) => iterate(node, '`yield*`', node.argument),
    };
  },
};
