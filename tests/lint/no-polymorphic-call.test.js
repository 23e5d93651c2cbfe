'use strict';
const { describe, it } = require('node:test');
const { RuleTester } = require('eslint');
const rule = require('../../eslint-rules/no-polymorphic-call');

RuleTester.describe = describe;
RuleTester.it = it;

const tester = new RuleTester({ languageOptions: { ecmaVersion: 2024, sourceType: 'commonjs' } });
const call = (name) => [{ messageId: 'call', data: { name } }];
const iterate = [{ messageId: 'iterate' }];

tester.run('no-polymorphic-call', rule, {
  valid: [
    'ArrayPrototypePush(list, 1);',
    'native.decide(1, 2, path);',
    "const cache = require('./cache'); cache.get(1);",
    "const deny = require('../core/deny'); deny.apply(x);",
    "const { fs, path } = require('../boot/builtins'); path.join(a, b);",
    'const known = new SafeMap(); known.set(1, 2);',
    'for (const x of new SafeArrayIterator(list)) use(x);',
    'f(...new SafeArrayIterator(list));',
    'for (let i = 0; i < list.length; i++) use(list[i]);',
    'const { a, b } = options;',
    'const copy = { ...options };',
    'table[i](x);',
    'class A { #push() {} add() { this.#push(1); } }',
  ],
  invalid: [
    { code: 'list.push(1);', errors: call('push') },
    { code: "list['push'](1);", errors: call('push') },
    { code: 'map?.get(k);', errors: call('get') },
    { code: 'weak.has(k);', errors: call('has') },
    { code: "text.split(':');", errors: call('split') },
    { code: '/x/.test(s);', errors: call('test') },
    { code: '/x/.exec(s);', errors: call('exec') },
    { code: 'fn.call(null, 1);', errors: call('call') },
    { code: 'fn.apply(null, a);', errors: call('apply') },
    { code: 'object.hasOwnProperty(k);', errors: call('hasOwnProperty') },
    { code: 'promise.then(f);', errors: call('then') },
    { code: 'error.toString();', errors: call('toString') },
    // A builtin is not one of our modules: what it exports is patched by packages.
    { code: "const path = require('path'); path.concat(a);", errors: call('concat') },
    { code: "const { realProcess } = require('../boot/builtins'); realProcess.bind(a);", errors: call('bind') },
    { code: "const { path: [last] } = require('../boot/builtins'); last.at(0);", errors: [...iterate, ...call('at')] },
    // A binding that can be assigned again proves nothing.
    { code: "let cache = require('./cache'); cache.get(1);", errors: call('get') },
    { code: 'const known = new Map(); known.set(1, 2);', errors: call('set') },
    { code: "const { list } = require('./list'); list.push(1);", errors: call('push') },
    { code: 'for (const x of list) use(x);', errors: iterate },
    { code: 'const [a] = list;', errors: iterate },
    { code: 'function f([a]) {}', errors: iterate },
    { code: 'const copy = [...list];', errors: iterate },
    { code: 'f(...list);', errors: iterate },
    { code: 'new F(...list);', errors: iterate },
    { code: 'function* g() { yield* list; }', errors: iterate },
  ],
});
