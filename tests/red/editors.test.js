'use strict';
// What editors are told at once is one text, which has an end: where V8 can make none that long, core tells the editor nothing any more for good. The real thing
// takes seconds and a gigabyte (sixty statuses of two million characters, each of which JSON writes as six), so the part that looks at what is told is asked itself.
const assert = require('node:assert/strict');
const { test } = require('node:test');
const { connections } = require('../../js/red/messages/editors.js');

/** The longest text of V8, and how many core puts together. */
const LONGEST = 2 ** 29 - 24;
const AT_ONCE = 50;

/** What an editor is sent. */
function editor() {
  const sent = [];
  const exports = { addConnection() {} };
  connections(exports);
  const client = { send: (topic, data) => { sent.push({ topic, data }); } };
  for (let i = 0; i < 3; i++) exports.addConnection({ client });
  return { sent, client };
}

test('nothing that is told is longer than what fifty may be', () => {
  const { sent, client } = editor();
  const long = '\u0001'.repeat(2_000_000);
  const values = [long, { text: long, fill: 'red' }, { text: { deep: [long] }, fill: 'red' }, Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`n${i}`, long.slice(0, 90_000)])), { [long]: 1 },
    Object.fromEntries(Array.from({ length: 400_000 }, (_, i) => [i.toString(36).padStart(4, '-'), -Number.MAX_VALUE]))];
  for (const data of values) client.send('status/x', data);
  client.send(long, 'topic');
  assert.equal(sent.length, values.length);
  for (const { data } of sent) assert.ok(JSON.stringify(data).length * AT_ONCE < LONGEST);
  assert.equal(sent[1].data.fill, 'red');
  assert.equal(sent[2].data.fill, 'red');
});

test('what may be told is told as it is', () => {
  const { sent, client } = editor();
  const values = ['word', 12, null, undefined, true, { text: 'x'.repeat(5_000_000), fill: 'red' }, { id: 'a', msg: 'large\n'.repeat(150_000) }, { deep: { list: [1, 'x', null] } }];
  for (const data of values) client.send('debug', data);
  assert.deepEqual(sent.map(({ data }) => data), values);
});
