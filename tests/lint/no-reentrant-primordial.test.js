'use strict';
const assert = require('node:assert/strict');
const { describe, it } = require('node:test');
const { RuleTester } = require('eslint');
const rule = require('../../eslint-rules/no-reentrant-primordial');

RuleTester.describe = describe;
RuleTester.it = it;

const tester = new RuleTester({ languageOptions: { ecmaVersion: 2024, sourceType: 'commonjs' } });
const found = (name) => [{ messageId: 'reentrant', data: { name } }];

tester.run('no-reentrant-primordial', rule, {
  valid: [
    'ArrayPrototypePush(list, 1);',
    'RegExpPrototypeExec(pattern, text);',
    'StringPrototypeSlice(text, 1);',
    'PromisePrototypeThen(promise, f);',
    'const known = new SafeMap();',
    'const { ArrayPrototypeSlice } = primordials;',
  ],
  invalid: [
    { code: 'ArrayPrototypeSlice(list, 1);', errors: found('ArrayPrototypeSlice') },
    { code: 'ArrayPrototypeMap(list, f);', errors: found('ArrayPrototypeMap') },
    { code: "StringPrototypeSplit(text, ':');", errors: found('StringPrototypeSplit') },
    { code: 'RegExpPrototypeTest(pattern, text);', errors: found('RegExpPrototypeTest') },
    { code: 'RegExpPrototypeSymbolReplace(pattern, text, to);', errors: found('RegExpPrototypeSymbolReplace') },
    { code: 'PromisePrototypeFinally(promise, f);', errors: found('PromisePrototypeFinally') },
    { code: 'PromiseAll(list);', errors: found('PromiseAll') },
    { code: 'new SafeSet(list);', errors: found('new SafeSet(list)') },
    { code: 'new Map([[1, 2]]);', errors: found('new Map(list)') },
  ],
});

// The reasons stated in the rule, shown on this engine.
describe('what the rule says about the engine is true', () => {
  const uncurryThis = Function.prototype.bind.bind(Function.prototype.call);

  it('a captured slice gives back what Array.prototype.constructor chooses', () => {
    const ArrayPrototypeSlice = uncurryThis(Array.prototype.slice);
    const { constructor } = Array.prototype;
    Array.prototype.constructor = { [Symbol.species]: function Evil() { return { evil: true }; } };
    try {
      assert.equal(ArrayPrototypeSlice([1, 2]).evil, true);
    } finally {
      Object.defineProperty(Array.prototype, 'constructor', { value: constructor, writable: true, enumerable: false, configurable: true });
    }
  });

  it('a captured test runs the exec of the prototype, a captured exec does not', () => {
    const RegExpPrototypeTest = uncurryThis(RegExp.prototype.test);
    const RegExpPrototypeExec = uncurryThis(RegExp.prototype.exec);
    const { exec } = RegExp.prototype;
    RegExp.prototype.exec = () => [];
    let tested;
    let executed;
    try {
      tested = RegExpPrototypeTest(/a/, 'b');
      executed = RegExpPrototypeExec(/a/, 'b');
    } finally {
      RegExp.prototype.exec = exec;
    }
    assert.equal(tested, true);
    assert.equal(executed, null);
  });
});
