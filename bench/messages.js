'use strict';
// What messages cost: CPU time of one message through nodes of a package, and what such nodes call for every message.
const { Table, run } = require('./lib/stats.js');
const { withPair } = require('./lib/pair.js');

const step = (id, wires, rest) => ({ id, type: 'bench-step', z: 'tab1', name: id, wires: [wires], x: 100, y: 100, ...rest });
const end = (id) => ({ id, type: 'bench-end', z: 'tab1', name: id, wires: [], x: 100, y: 100 });
const source = (name) => ({ id: `${name}-source`, type: 'bench-source', z: 'tab1', wires: [[`${name}-0`]], x: 1, y: 1 });
const row = (name, rest = () => ({})) => [
  source(name), ...Array.from({ length: 5 }, (_, i) => step(`${name}-${i}`, [i < 4 ? `${name}-${i + 1}` : `${name}-end`], rest(i))), end(`${name}-end`),
];

/** Five nodes in a row, of one package and of two in turns; one that sends to five; two hundred rows; a thousand nodes of core. */
const FLOWS = [
  { id: 'tab1', type: 'tab', label: 'bench', disabled: false, info: '' },
  { id: 'bench1', type: 'bench', z: 'tab1', first: true, wires: [['bench2']], x: 100, y: 100 },
  { id: 'bench2', type: 'bench', z: 'tab1', wires: [['sink'], []], x: 300, y: 100 },
  { id: 'sink', type: 'bench-end', z: 'tab1', wires: [], x: 300, y: 100 },
  ...row('row'),
  ...row('turns', (i) => ({ type: i % 2 === 0 ? 'bench-other' : 'bench-step' })),
  source('fan'), step('fan-0', Array.from({ length: 5 }, (_, i) => `fan-${i + 1}`)), ...Array.from({ length: 5 }, (_, i) => step(`fan-${i + 1}`, ['fan-end'])), end('fan-end'),
  ...Array.from({ length: 200 }, (_, i) => row(`many-${i}`)).flat(),
  ...Array.from({ length: 1_000 }, (_, i) => ({ id: `other-${i}`, type: 'comment', z: 'tab1', name: `n${i}`, wires: [], x: 1, y: 1 })),
];

const KINDS = [['row', 'a message through 5 nodes in a row'], ['fan', 'a message through a node and 5 that it sends to'], ['many', 'a message through 5 of 1,000 nodes'],
  ['turns', 'a message through 5 nodes of two packages in turns']];
const CALLS = [['getOwn', 'getNode of an own node'], ['getOther', "getNode of another's node"], ['status', 'node.status'], ['send', 'node.send, no wire'], ['sendWired', 'node.send to one node'],
  ['contextGet', 'flow.get'], ['contextGetObject', 'flow.get of an object'], ['contextGetShared', 'global.get of an object of settings.js'], ['contextGetPath', 'flow.get of a path'],
  ['contextSet', 'flow.set'], ['contextSetObject', 'flow.set of a new object'],
];

run((major) => withPair(major, { flows: FLOWS }, async (pair) => {
  const table = new Table(`Node.js ${major}`);
  for (const [kind, what] of KINDS) {
    const found = await pair.measure(`/bench/messages/${kind}`, 4_000, { rounds: 30, samples: 1, warm: 6 });
    table.add(`CPU of ${what}`, 'ns', found, { text: 'ratio <= 1.02', met: found.ratio <= 1.02 });
  }
  for (const [name, what] of CALLS) {
    const found = await pair.measure(`/bench/handler/${name}`, 100, { rounds: 30 });
    table.add(what, 'ns', found, { text: '<= 1 µs over bare', met: found.difference <= 1_000 });
  }
  const bytes = {};
  for (const kind of ['bare', 'guarded']) {
    const before = (await pair[kind].get('/heap')).json();
    const { types } = (await pair[kind].get('/bench/nodes')).json();
    if (types !== 1_000) throw new Error(`${types} of 1,000 nodes found`);
    bytes[kind] = ((await pair[kind].get('/heap')).json().heapUsed - before.heapUsed) / types;
  }
  table.add("heap for one of 1,000 nodes of others that a package has got", 'bytes', { ...bytes, difference: bytes.guarded - bytes.bare });
  return table.missed;
}));
