'use strict';
// What people read and what is kept: the text of a refusal, the summary, the threat log [V1][V2].
const assert = require('node:assert');
const crypto = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const test = require('node:test');
const { CAP, script, start } = require('./lib/addon');

const { api, userDir } = start((dir) => ({ neverWrite: [path.join(dir, 'settings.js')] }));
const log = path.join(userDir, '.sentinel', 'audit.jsonl');
const who = api.principal('my-custom-node');
const STACK = 'at Object.<anonymous> (/data/node_modules/my-custom-node/index.js:42:5)';

test('a refusal reads as specified and shows the narrowest grant', () => {
  assert.strictEqual(api.deny(who, CAP['fs:read'], 'fs.readFileSync()', `${userDir}/x/../flows_cred.json`, STACK, 0), [
    '[@nrg/sentinel] BLOCKED fs.readFileSync() — my-custom-node lacks fs:read',
    `  Resource: ${userDir}/flows_cred.json`,
    '  Call stack:',
    `    ${STACK}`,
    '  To allow, add to settings.js:',
    '    sentinel: { server: { packages: { "my-custom-node": { capabilities: ["fs:read"],',
    `      capabilityConfig: { "fs:read": { allowedPaths: ["${userDir}/flows_cred.json"] } } } } } }`,
  ].join('\n'));
});

test('what is suggested is what allows the call', () => {
  const text = api.deny(who, 'fs:read', 'fs.statSync', `${userDir}/[odd] *name?`, STACK, 0);
  const grant = text.slice(text.indexOf('sentinel:') + 'sentinel:'.length);
  const policy = JSON.stringify(new Function(`return (${grant})`)());
  api.loadPolicy(policy, 'settings.js', null, null);
  assert.strictEqual(api.decidePath(who, CAP['fs:read'], `${userDir}/[odd] *name?`, 0), 1);
  assert.strictEqual(api.decidePath(who, CAP['fs:read'], `${userDir}/other`, 0), 0);
});

test('where no grant helps, none is suggested', () => {
  const text = api.deny(who, 'fs:write', 'fs.writeFileSync', `${userDir}/settings.js`, STACK, 0);
  assert.doesNotMatch(text, /To allow/);
  assert.match(text, /No grant allows this: files of Sentinel, settings/);
  assert.match(api.deny(1, 'fs:read', 'fs.readFileSync()', '/x', STACK, 0), /No grant allows this: the calling package cannot be told/);
});

test('the same refusal from the same place is counted, not printed', () => {
  const again = () => api.deny(who, 'process:exit', 'process.exit', '', 'at y (z:1:1)', 0);
  assert.match(again(), /lacks process:exit/);
  assert.strictEqual(again(), null);
  assert.strictEqual(again(), null);
  assert.strictEqual(api.summary(), '[@nrg/sentinel] BLOCKED 2 more calls of my-custom-node (process:exit 2)');
  assert.strictEqual(api.summary(), null);
});

test('the stack is read from V8 when none is given, whatever a package does to errors', () => {
  const { prepareStackTrace } = Error;
  Error.prepareStackTrace = () => 'forged';
  try {
    const text = script(api, who, "return api.deny(arg, 'process:signal', 'process.kill', '1', true)", '/data/node_modules/my-custom-node/a.js')(who);
    assert.match(text, /Call stack:\n {4}at .*\/data\/node_modules\/my-custom-node\/a\.js:1:\d+/);
    assert.doesNotMatch(text, /forged/);
  } finally {
    Error.prepareStackTrace = prepareStackTrace;
  }
});

test('each place is told of once, and the other refusals there are counted', () => {
  const told = (source) => script(api, who, source)(who).map((text) => text !== null);
  const refuse = (capability) => `api.refused(arg, "${capability}", "fs.x", "/y", true, 0)`;
  assert.deepStrictEqual(told(`const r = []; for (const _ of [1, 2]) r.push(${refuse('fs:read')}); return r`), [true, false]);
  assert.deepStrictEqual(told(`return [${refuse('fs:read')},\n ${refuse('fs:read')}]`), [true, true]);
  assert.deepStrictEqual(told(`const f = (c) => api.refused(arg, c, "fs.x", "/y", true, 0); return [f("fs:read"), f("fs:write"), f("fs:read")]`), [true, true, false]);
});

test('what only hands calls of a package on is no place, and no line people are shown', () => {
  const lends = script(api, who, 'return (call, ...args) => call(...args)', '/data/node_modules/my-custom-node/index.js')();
  api.bindScript(lends, who, true);
  const ask = '(lends, ...args) => lends(...args)';
  const told = script(api, who, `return [\n${ask},\n${ask}]`, '/data/node_modules/my-custom-node/other.js')();
  const texts = [...told, told[0]].map((call) => call(lends, api.refused, who, 'process:signal', 'process.kill()', '9', true, 0));
  for (const line of [2, 3]) assert.match(texts[line - 2], new RegExp(`Call stack:\\n {4}at .*other\\.js:${line}:`));
  assert.strictEqual(texts[2], null);
  for (const text of texts) assert.doesNotMatch(`${text}`, /index\.js/);
});

test('a summary shows the grant for what was refused at a place besides what was printed there', () => {
  const other = api.principal('asks-for-much');
  api.summary();
  const ask = script(api, other, `const r = [];
    for (const path of ['/first', '/second', '/third/[x]', '/second', '']) r.push(api.refused(arg, 'fs:read', 'fs.x()', path, true, 0));
    for (const name of ['a', 'b']) r.push(api.refused(arg, 'module:load', 'require()', name, true, 0));
    for (const _ of [1, 2]) r.push(api.refused(arg, 'process:exit', 'process.exit()', 'code 1', true, 0), api.refused(arg, 'fs:write', 'fs.w()', ${JSON.stringify(`${userDir}/settings.js`)}, true, 0));
    return r`, '/data/node_modules/asks-for-much/index.js');
  const texts = ask(other);
  assert.deepStrictEqual(texts.map((text) => text !== null), [true, false, false, false, false, true, false, true, true, false, false]);
  const summary = api.summary();
  assert.match(summary, /^\[@nrg\/sentinel\] BLOCKED 7 more calls of asks-for-much \(fs:read 4, /);
  const grants = [...summary.matchAll(/ {2}To allow those of other resources, too, add to settings\.js:\n((?: {4}.*\n?)+)/g)].map(([, text]) => text);
  assert.strictEqual(grants.length, 2, summary);
  for (const text of grants) {
    const { sentinel } = new Function(`return ({${text}})`)();
    assert.ok(sentinel.server.packages['asks-for-much'], text);
  }
  const [files, modules] = grants.map((text) => new Function(`return ({${text}})`)().sentinel.server.packages['asks-for-much']);
  assert.deepStrictEqual(files, { capabilities: ['fs:read'], capabilityConfig: { 'fs:read': { allowedPaths: ['/second', '/third/[[]x]'] } } });
  assert.deepStrictEqual(modules, { capabilities: ['module:load:b'] });
  assert.strictEqual(api.summary(), null);
  assert.ok(ask(other).every((text) => text === null));
  assert.doesNotMatch(api.summary(), /To allow/);
});

test('what a package writes cannot forge, reorder or hide a line', () => {
  const text = api.deny(who, 'process:exec', 'exec\n[@nrg/sentinel] fine', '\u202e\u200b\u001b[2J\r\nx', 'at \u0007 (\u2028)', 0);
  assert.strictEqual(text.split(/\r\n|[\n\r\u2028\u2029]/).filter((line) => line.startsWith('[@nrg/sentinel]')).length, 1);
  for (const c of ['\u202e', '\u200b', '\u001b', '\r', '\u0007', '\u2028']) assert.ok(!text.includes(c), JSON.stringify(c));
});

test('a million refusals grow neither the log nor memory', () => {
  for (let i = 0; i < 10_000; i++) api.deny(who, 'fs:read', 'fs.readFileSync()', '/x', `at f (/y.js:${i}:1)`, 0);
  const before = process.memoryUsage.rss();
  for (let i = 0; i < 300_000; i++) api.deny(who, 'fs:read', 'fs.readFileSync()', '/x', `at f (/y.js:${i}:1)`, 0);
  assert.ok(process.memoryUsage.rss() - before < 30 << 20, 'resident memory stays (the garbage collector included)');
  assert.ok(fs.statSync(log).size < 1 << 20);
});

test('the log is a chain that verifies, and a change in it is found', () => {
  api.note('start', JSON.stringify({ mode: 'enforce', seq: 1 }));
  const lines = fs.readFileSync(log, 'utf8').trimEnd().split('\n');
  assert.ok(lines.some((line) => JSON.parse(line).kind === 'start'));
  lines.reduce((before, line, index) => {
    const record = JSON.parse(line);
    assert.deepStrictEqual([record.seq, record.prev], [index + 1, before === null ? '0'.repeat(64) : crypto.hash?.('sha256', before) ?? crypto.createHash('sha256').update(before).digest('hex')]);
    return line;
  }, null);
  assert.strictEqual(JSON.parse(api.verifyAudit(log)).ok, true);
  const copy = path.join(userDir, 'copy.jsonl');
  fs.writeFileSync(copy, `${lines.with?.(1, lines[1].replace('my-custom-node', 'my-honest-node')).join('\n') ?? 'x'}\n`);
  assert.strictEqual(JSON.parse(api.verifyAudit(copy)).ok, false);
  assert.strictEqual(fs.statSync(log).mode & 0o777, 0o600);
});

test('hashes are SHA-256', () => {
  const expected = crypto.createHash('sha256').update('abc').digest('hex');
  const file = path.join(userDir, 'abc');
  fs.writeFileSync(file, 'abc');
  assert.deepStrictEqual([api.sha256('abc'), api.sha256(Buffer.from('abc')), api.sha256File(file)], [expected, expected, expected]);
  assert.throws(() => api.sha256({}), { code: 'ERR_SENTINEL_NATIVE' });
  assert.throws(() => api.sha256File(userDir), { code: 'ERR_SENTINEL_NATIVE' });
});

test('passwords and tokens are neither printed nor logged, and the grant is that for the real call', () => {
  const url = 'https://user:SECRET@api.example/v1/x?token=SECRET';
  const command = '{"file":"curl","args":["-H","Authorization: Bearer SECRET"],"env":{"KEY":"SECRET"}}';
  const other = api.principal('keeps-secrets');
  const texts = [
    api.deny(other, CAP['network:http'], 'http.request()', url, 'at secret (/x.js:1:1)', 0),
    api.deny(other, CAP['process:exec'], 'child_process.spawn()', command, 'at secret (/x.js:2:1)', 0),
    api.deny(other, 'all', 'http.request()', 'the tunnel to u:SECRET@x:443 cannot be judged', 'at secret (/x.js:3:1)', 0),
  ];
  assert.ok(texts[0].includes('Resource: https://…@api.example/v1/x?…\n'), texts[0]);
  assert.ok(texts[1].includes(`allowedCommands: ["${crypto.createHash('sha256').update(command).digest('hex')}"]`), texts[1]);
  for (const text of [...texts, fs.readFileSync(log, 'utf8')]) assert.doesNotMatch(text, /SECRET/);
});
