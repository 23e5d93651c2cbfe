'use strict';
// The canonical form of a command (`allowedCommands`): what is equal, what differs, and that nothing collides.
const assert = require('node:assert/strict');
const { test } = require('node:test');
const { canonicalCommand } = require('../../js/core/command');

const boot = Object.freeze({ PATH: '/usr/bin', HOME: '/home/me' });
const form = (call) => canonicalCommand(call, boot);

test('exec without options is the command itself', () => {
  assert.equal(form({ command: 'ls -la "$HOME"' }), 'ls -la "$HOME"');
  assert.equal(form({ command: 'ls', shell: false, cwd: undefined, env: null }), 'ls');
});

// Node.js then runs the program whose name is the whole line: `touch /x` is a file `x` in the folder `touch `, which a package may be able to make.
test('a line for no shell is another command than one for the shell', () => {
  assert.equal(form({ command: 'touch /x', shell: '' }), '{"command":"touch /x","shell":""}');
  assert.equal(form({ file: 'touch', args: ['/x'], shell: '' }), form({ file: 'touch', args: ['/x'] }));
});

test('everything else is JSON with its keys in the documented order', () => {
  assert.equal(form({ file: 'git', args: ['status'] }), '{"file":"git","args":["status"]}');
  assert.equal(form({ file: 'git' }), '{"file":"git","args":[]}');
  assert.equal(
    form({ gid: 2, uid: 1, argv0: 'x', shell: '/bin/sh', env: { ...boot, B: '2', A: '1' }, cwd: '/w', args: ['a'], file: 'f' }),
    '{"file":"f","args":["a"],"cwd":"/w","env":{"A":"1","B":"2"},"shell":"/bin/sh","argv0":"x","uid":1,"gid":2}',
  );
  assert.equal(form({ command: 'ls', cwd: '/' }), '{"command":"ls","cwd":"/"}');
  assert.equal(form({ file: 'ls', shell: true }), '{"file":"ls","args":[],"shell":true}');
});

test('env names what differs from the environment at boot', () => {
  assert.equal(form({ command: 'ls', env: { ...boot } }), 'ls');
  assert.equal(form({ command: 'ls', env: { ...boot, PATH: '/tmp' } }), '{"command":"ls","env":{"PATH":"/tmp"}}');
  assert.equal(form({ command: 'ls', env: { ...boot, NODE_OPTIONS: '-r x' } }), '{"command":"ls","env":{"NODE_OPTIONS":"-r x"}}');
});

test('an env that replaces the environment is written whole', () => {
  assert.equal(form({ command: 'ls', env: {} }), '{"command":"ls","env":{},"clearEnv":true}');
  assert.equal(form({ command: 'ls', env: { PATH: '/usr/bin' } }), '{"command":"ls","env":{"PATH":"/usr/bin"},"clearEnv":true}');
});

test('a shell command that looks like the JSON of a program keeps a text of its own', () => {
  const program = form({ file: 'git', args: [] });
  assert.notEqual(form({ command: program }), program);
  assert.equal(form({ command: program }), `{"command":${JSON.stringify(program)}}`);
  assert.equal(form({ command: '{ ls; }' }), '{ ls; }');
});

test('argument boundaries, quotes and lone surrogates are kept apart', () => {
  const texts = [
    { file: 'a', args: ['b c'] }, { file: 'a', args: ['b', 'c'] }, { file: 'a', args: ['b","c'] }, { file: 'a b', args: ['c'] },
    { file: 'a', args: ['\ud800'] }, { file: 'a', args: ['\ud801'] }, { file: 'a', args: [''] }, { file: 'a', args: [] },
  ].map(form);
  assert.equal(new Set(texts).size, texts.length);
});

test('what is not a primitive of the right kind throws', () => {
  const wrong = [
    {}, { command: 1 }, { command: { toString: () => 'ls' } }, { file: 'a', args: 'b' }, { file: 'a', args: [1] }, { file: 'a', args: new Array(1) },
    { command: 'a', cwd: new URL('file:///') }, { command: 'a', env: { A: 1 } }, { command: 'a', uid: '0' }, { command: 'a', file: 'b' },
    { command: 'a', shell: {} },
  ];
  for (const call of wrong) assert.throws(() => form(call), /must be|has either/);
});

test('toJSON on a prototype changes nothing', () => {
  const before = form({ file: 'a', args: ['b'], env: { X: '1' } });
  for (const prototype of [Object.prototype, Array.prototype, String.prototype]) {
    Object.defineProperty(prototype, 'toJSON', { value: () => 'forged', configurable: true });
  }
  try {
    assert.equal(form({ file: 'a', args: ['b'], env: { X: '1' } }), before);
  } finally {
    for (const prototype of [Object.prototype, Array.prototype, String.prototype]) delete prototype.toJSON;
  }
});
