'use strict';
// Messages with which a node of core fails or is done: whoever sent them keeps no `catch` or `complete` node from being told, by what they say of themselves or by what cannot be read there.
const BY = 'single-plain';
const at = (id, type, more) => ({ id, type, z: 't7', x: 1, y: 1, wires: [[]], ...more });
// A tab of its own: without Sentinel nobody is told of errors in the others.
const FLOWS = [
  { id: 't7', type: 'tab', label: 'failing' },
  at('single-plain-spoils', `${BY}-node`, { wires: [['single-fails']] }),
  at('single-fails', 'json', { property: 'payload', action: 'obj', wires: [[]] }),
  at('single-caught', 'catch', { scope: ['single-fails'], wires: [['single-plain-caught']] }),
  at('single-plain-caught', `${BY}-node`),
  at('single-plain-finishes', `${BY}-node`, { wires: [['single-done']] }),
  at('single-done', 'change', { rules: [{ t: 'set', p: 'set', pt: 'msg', to: '1', tot: 'num' }], wires: [[]] }),
  at('single-completed', 'complete', { scope: ['single-done'], uncaught: false, wires: [['single-plain-told']] }),
  at('single-plain-told', `${BY}-node`),
];

const STRANGE = {
  'that this node has failed with it already': "error: { source: { id: 'single-fails', count: 9 } }",
  'that it does not say what it has': "hasOwnProperty: () => { throw new Error('mine'); }",
  'what throws when it is read': "get error() { throw new Error('mine'); }",
  'what throws when it is copied': "other: { get deep() { throw new Error('mine'); } }",
};
/** Sends messages with which the node fails, and says what the `catch` node told until it told of the last. */
const heard = (act, [by, at] = ['spoils', 'caught']) => `() => new Promise((resolve) => {
  const from = nodes['single-plain-${by}']; const to = nodes['single-plain-${at}']; const told = [];
  const listen = (msg) => { told.push(msg.topic); if (msg.topic === 'last') { to.off('input', listen); resolve(told.join()); } else if (again) again(msg); };
  let again; to.on('input', listen); ${act}
})`;
const LAST = "from.send({ payload: '{', topic: 'last' });";

const FINISHED = ['finishes', 'told'];

const cases = [
  { by: BY, name: 'keeps from who is there for it that another is done with a message: what throws when it is copied', run: heard(`from.send({ topic: 'first', other: { get deep() { throw new Error('mine'); } } }); ${LAST}`, FINISHED).replace('told.join()', "'told ' + told.join()"), wants: 'told last' },
  ...Object.entries(STRANGE).map(([what, text]) => ({ by: BY, name: `keeps an error of another from who is there for it by a message: ${what}`, run: heard(`from.send({ payload: '{', topic: 'first', ${text} }); ${LAST}`).replace('told.join()', "'told ' + told.join()"), wants: 'told last' })),
  { by: BY, name: 'has a node fail again and again with one message', run: heard(`again = (msg) => { from.send(msg); if (told.length === 9) ${LAST} }; from.send({ payload: '{', topic: 'x' });`), wants: 'x,x,x,x,x,x,x,x,x,last', ordinary: true },
];

module.exports = { FLOWS, cases };
