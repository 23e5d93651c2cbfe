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
  at('single-plain-shows', `${BY}-node`),
  at('single-shown', 'status', { scope: ['single-plain-shows'], wires: [['single-plain-showed']] }),
  at('single-plain-showed', `${BY}-node`),
];

const STRANGE = {
  'that this node has failed with it already': "error: { source: { id: 'single-fails', count: 9 } }",
  'that this node has failed with it, by what core asks': "error: { hasOwnProperty() { this.source = { id: 'single-fails', count: 9 }; return true; } }",
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

/** Says it once only when it is asked again. */
const LATER = "error: { source: { id: 'single-fails', get count() { return asked++ > 0 ? 9 : 0; } } }";

/** What inherits a member that says it was somebody else, which nobody can set. */
const inheriting = (key, value, own) => `Object.assign(Object.create(Object.defineProperty({}, '${key}', { get: () => (${value}), set() {} })), ${own})`;
const SOURCE = "source: { id: 'victim', type: 'single-victim', name: 'FORGED' }";
const FORGED = `{ message: 'FORGED', ${SOURCE} }`;
/** The same by a class that gets it while its object is copied. */
const CHANGING = `class Kind { payload = '{'; other = { get deep() { Object.defineProperty(Kind.prototype, 'error', { get: () => (${FORGED}), set() {} }); return 1; } }; }`;
/** Does something of which a node is told, and says who it was by that node's message. */
const source = (to, act, tells) => `async () => { const to = nodes['single-plain-${to}']; const told = new Promise((resolve) => { const listen = (msg) => { setImmediate(() => to.off('input', listen)); resolve(msg); }; to.on('input', listen); }); ${act} const msg = await told; return 'by ' + ${tells}; }`;

const FINISHED = ['finishes', 'told'];

const cases = [
  { by: BY, name: 'keeps from who is there for it that another is done with a message: what throws when it is copied', run: heard(`from.send({ topic: 'first', other: { get deep() { throw new Error('mine'); } } }); ${LAST}`, FINISHED).replace('told.join()', "'told ' + told.join()"), wants: 'told last' },
  ...Object.entries(STRANGE).map(([what, text]) => ({ by: BY, name: `keeps an error of another from who is there for it by a message: ${what}`, run: heard(`from.send({ payload: '{', topic: 'first', ${text} }); ${LAST}`).replace('told.join()', "'told ' + told.join()"), wants: 'told last' })),
  { by: BY, name: 'is told of an error with a message that says later that there were many', run: heard(`let asked = 0; from.send({ payload: '{', topic: 'first', ${LATER} }); ${LAST}`).replace('told.join()', "'told ' + told.join()"), wants: 'told first,last', ordinary: true },
  { by: BY, name: 'has an error be that of another by what its message inherits', run: source('caught', `nodes['single-plain-spoils'].send(${inheriting('error', FORGED, "{ payload: '{' }")});`, 'msg.error.source.id'), wants: 'by victim' },
  { by: BY, name: 'has an error be that of another by a class that changes', run: source('caught', `${CHANGING} nodes['single-plain-spoils'].send(new Kind());`, 'msg.error.source.id'), wants: 'by victim' },
  { by: BY, name: 'has a status be that of another by what it inherits', run: source('showed', `nodes['single-plain-shows'].status(${inheriting('source', "{ id: 'victim' }", "{ text: 'FORGED' }")});`, 'msg.status.source.id'), wants: 'by victim' },
  // Node-RED 3.1 does not say who is done.
  { by: BY, name: 'is done with a message as another by what that inherits', run: source('told', `nodes['single-plain-finishes'].send(${inheriting('complete', `{ ${SOURCE} }`, '{}')});`, "(RED.version().startsWith('3') || msg.complete.source.id)"), wants: 'by victim', bare: 'any' },
  { by: BY, name: 'is told of errors and of what is done with objects of a class', run: `async () => { class Kind { payload = '{'; tell() { return 'of its class'; } } const by = async (from, to) => { const told = new Promise((resolve) => { nodes['single-plain-' + to].once('input', resolve); }); nodes['single-plain-' + from].send(new Kind()); return (await told).tell(); }; return [await by('spoils', 'caught'), await by('finishes', 'told')].join(); }`, wants: 'of its class,of its class', ordinary: true },
  { by: BY, name: 'shows an error as a status', run: source('showed', "nodes['single-plain-shows'].status(Object.assign(new Error('what it says'), { code: 'CODE' }));", "[msg.status.message, msg.status.code, msg.status.source.id].join()"), wants: 'by what it says,CODE,single-plain-shows', ordinary: true },
  { by: BY, name: 'shows an object of a class as the text of a status', run: source('showed', "nodes['single-plain-shows'].status({ text: new (class Text { toString() { return 'of a class'; } })(), fill: 'red' });", "[msg.status.text, msg.status.fill].join()"), wants: 'by of a class,red', ordinary: true },
  { by: BY, name: 'has a node fail again and again with one message', run: heard(`again = (msg) => { from.send(msg); if (told.length === 9) ${LAST} }; from.send({ payload: '{', topic: 'x' });`), wants: 'x,x,x,x,x,x,x,x,x,last', ordinary: true },
];

module.exports = { FLOWS, cases };
