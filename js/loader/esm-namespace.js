'use strict';
// What a file gives that is an ES module, when it is wanted at once.

const { ObjectPrototypeHasOwnProperty } = require('../boot/primordials');

/**
 * The namespace of an ES module.
 * @param {string} target the URL of its instance, as text of a program
 * @param {(text: string) => object} evaluate
 */
const namespaceOf = (target, evaluate) => evaluate(`import * as namespace from ${target}; export { namespace };`).namespace;

/** What require() of an ES module gives, by Node's rules. */
function requireEsm(target, evaluate) {
  const namespace = namespaceOf(target, evaluate);
  const has = (name) => ObjectPrototypeHasOwnProperty(namespace, name);
  if (has('module.exports')) return namespace['module.exports'];
  if (!has('default') || namespace.__esModule) return namespace;
  return evaluate(`export * from ${target}; export { default } from ${target}; export const __esModule = true;`);
}

module.exports = { namespaceOf, requireEsm };
