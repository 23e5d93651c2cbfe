'use strict';
// Nodes that their package leaves in contexts or puts into messages [R2]: what the victim leaves, and what others can do with it.

/** As honest packages leave nodes, in the text of the victim's. */
const LEAVE = `
  class Holder {
    #word = 'private';
    constructor(node = Holder.kept) { this.node = node; }
    greet() { return this.#word + ' ' + this.node.label; }
    itself() { return this; }
    async later() { return this.node; }
    each(callback) { callback(this.node); }
    static of(holder) { return #word in holder; }
  }
  function leave(node) {
    const { flow, global } = node.context();
    flow.set('direct', node);
    global.set('deep', { list: [{ map: new Map([['n', node]]), set: new Set([node]) }] });
    Holder.kept = node;
    global.set('holder', new Holder(node));
    global.set('Base', Holder);
    global.set('Kind', class Kind extends Holder {});
    global.set('api', { node, tell() { return 'told ' + this.node.label; }, get own() { return node; } });
    global.set('call', () => node);
    global.set('plain', { words: ['a', { b: 1 }] });
    const late = {};
    global.set('late', late);
    late.inner = { node };
    global.shared.node = node;
    const sparse = { 0: 0 };
    Object.defineProperty(sparse, 'hidden', { value: node });
    sparse[Symbol.for('hidden')] = node;
    global.set('sparse', sparse);
  }
  const contents = (node) => ({ payload: 'handed', node, deep: { owner: node, list: [[node]] }, map: new Map([['n', node]]), holder: new Holder(node) });`;

/** What the victim does with what it finds, and what it sends. */
const calls = {
  join: "() => { const { global } = RED.nodes.getNode('v1').context(); const hub = global.get('hub') ?? {}; hub.v1 = RED.nodes.getNode('v1'); hub.list = [hub.v1]; global.set('hub', hub); return 'joined ' + (hub.v1 === RED.nodes.getNode('v1')); }",
  swap: "() => { const { global } = RED.nodes.getNode('v1').context(); global.set('back', { n: global.get('mine').n }); return 'swapped ' + String(global.get('mine').n.id); }",
  hand: "() => { for (const node of hands) node.send(node.contents()); return 'handed'; }",
  handedBack: "() => [back.length, back.every((msg) => hands.includes(msg.node) && [msg.deep.owner, msg.deep.list[0][0], msg.map.get('n'), msg.holder.node].every(({ label, id, _closeCallbacks }) => label === 'victim-label' && id === msg.node.id && Array.isArray(_closeCallbacks)))].join()",
  ofBase: "() => String(RED.nodes.getNode('v1').context().global.get('Base').of({}))",
  ownLeft: "() => { const node = RED.nodes.getNode('v1'); const { flow, global } = node.context(); return ['own', flow.get('direct') === node, global.get('left').node === node, global.get('left.node.label'), global.get('deep').list[0].map.get('n') === node, global.get('holder').greet(), structuredClone(global.get('plain')).words[1].b].join(); }",
};

const at = (expression) => `() => { const { flow, global } = own().context(); return String(${expression}); }`;
/** Places where the victim's node lies -> what reads its label there. */
const PLACES = {
  'in a flow': "flow.get('direct').label",
  'in an object': "global.get('left').node.label",
  'in a path': "global.get('left.node.label')",
  'in a path with a store': "global.get('#:(default)::left[\"node\"].label')",
  'in paths': "global.get(['left.node.label', 'x'])[0]",
  'in a list of keys': "flow.get(['direct', 'nothing'])[0].label",
  'in a Map': "global.get('deep').list[0].map.get('n').label",
  'in what a Map is spread to': "[...global.get('deep').list[0].map][0][1].label",
  'in a Set': "[...global.get('deep').list[0].set][0].label",
  'in a list': "global.get('deep.list').map((item) => [...item.map.values()][0].label)",
  'in an object of a class': "global.get('holder').node.label",
  'in what a method returns': "global.get('holder').itself().node.label",
  'in what a function returns': "global.get('call')().label",
  'by an accessor': "global.get('api').own.label",
  'by a descriptor': "Object.getOwnPropertyDescriptor(global.get('left'), 'node').value.label",
  'by a spread': "({ ...global.get('left') }).node.label",
  'by entries': "Object.entries(global.get('left'))[0][1].label",
  'on a class': "global.get('Base').kept.label",
  'on a class above': "global.get('Kind').kept.label",
  'on a class by a descriptor': "Object.getOwnPropertyDescriptor(global.get('Base'), 'kept').value.label",
  'by the prototype of a class': "global.get('Base').prototype.constructor.kept.label",
  'by the class above': "Object.getPrototypeOf(global.get('Kind').prototype).constructor.kept.label",
  'by the prototype of an object': "Object.getPrototypeOf(global.get('holder')).constructor.kept.label",
  'in what a class makes': "new (global.get('Base'))().node.label",
  'in what a class of its own inherits': "new (class extends global.get('Base') {})().node.label",
  'in what was added later': "global.get('late').inner.node.label",
  'in what settings.js shares': 'global.shared.node.label',
  'in what settings.js shares, by get': "global.get('shared').node.label",
  'where loops do not see it': "global.get('sparse').hidden.label",
  'under a symbol': "global.get('sparse')[Symbol.for('hidden')].label",
  'through its parent context': "own()._flow.context.$parent.get('left').node.label",
  'through a key of the parent': "flow.get('$parent.left').node.label",
  'through a path of the parent': "flow.get('$parent.left.node.label')",
  'through its flow': "own()._flow.context.get('direct').label",
  'through the context of its flow': "(() => { try { return own()._flow.getContext('global'); } catch { return global; } })().get('left').node.label",
  'through a private member': "own()._context.global.get('left').node.label",
  'through a node of core': "RED.nodes.getNode('fn').context().global.get('left').node.label",
  'through its own node': "RED.nodes.getNode('v1').context().flow.get('direct').label",
  'by a property of a node': "RED.util.evaluateNodeProperty('left.node.label', 'global', own(), {})",
  'by a property of a message': "RED.util.getMessageProperty({ payload: global.get('left') }, 'payload.node.label')",
};
const later = {
  'by a callback': "(done) => global.get('left', (error, value) => done(value.node.label))",
  'by a path and a callback': "(done) => global.get('left.node.label', (error, value) => done(value))",
  'by keys and a callback': "(done) => global.get(['x', 'left'], (error, x, value) => done(value.node.label))",
  'by paths and a callback': "(done) => global.get(['x', 'left.node.label'], (error, x, value) => done(value))",
  'by a promise': "(done) => global.get('holder').later().then((node) => done(node.label))",
  'by a callback of a method': "(done) => global.get('holder').each((node) => done(node.label))",
  'by an expression': "(done) => RED.util.evaluateJSONataExpression(RED.util.prepareJSONataExpression('$globalContext(\"left\").node.label', own()), {}, (error, value) => done(value))",
  'by a path in an expression': "(done) => RED.util.evaluateJSONataExpression(RED.util.prepareJSONataExpression('$flowContext(\"direct.label\")', own()), {}, (error, value) => done(value))",
};
const promised = (run) => `async () => { const { flow, global } = own().context(); return String(await new Promise((resolve, reject) => { setTimeout(() => reject(new Error('late')), 1000); Promise.resolve((${run})(resolve)).catch(reject); })); }`;
const label = { wants: 'victim-label', lacks: 'node:read' };
const IN_MESSAGES = {
  'itself': 'last.node.label', 'in an object of': 'last.deep.owner.label', 'in lists of': 'last.deep.list[0][0].label', 'in a Map of': "last.map.get('n').label", 'in an object of a class in': 'last.holder.node.label',
};

const cases = [
  // Before the many: of a package that is refused a lot only the first refusals are printed.
  { name: 'sends in the name of a node that was left', run: "() => own().context().flow.get('direct').send({ payload: 'forged' })", then: { call: 'seen' }, wants: 'got:forged', lacks: 'node:send' },
  ...Object.entries(PLACES).map(([name, expression]) => ({ name: `finds a node ${name}`, run: at(expression), ...label })),
  ...Object.entries(later).map(([name, run]) => ({ name: `finds a node ${name}`, run: promised(run), ...label })),
  { name: 'finds credentials of a node that was left', run: at("JSON.stringify(global.get('left').node) + Object.keys(global.get('left').node) + global.get('left').node._closeCallbacks"), wants: 'victim-label', quiet: true },
  { name: 'writes to a node that was left', run: "() => { own().context().global.get('left').node.written = 'changed'; }", then: { call: 'node', args: { member: 'written' } }, wants: '| changed', lacks: 'node:write' },
  { name: 'writes to a node that was left by a path', run: "() => { own().context().global.set('left.node.byPath', 'changed'); }", then: { call: 'node', args: { member: 'byPath' } }, wants: '| changed', lacks: 'node:write' },
  { name: 'writes to a node that was left by paths', run: "() => { own().context().global.set(['x', 'left.node.byPaths'], [1, 'changed']); }", then: { call: 'node', args: { member: 'byPaths' } }, wants: '| changed', lacks: 'node:write' },
  { name: 'waits for nodes in an object of its own', run: "() => { mine.hub = {}; own().context().global.set('hub', mine.hub); return 'waits'; }", then: { call: 'join' }, wants: 'joined true', ordinary: true },
  { name: 'has nodes in an object of its own', run: "() => mine.hub.v1.label + mine.hub.list[0].label", ...label },
  { name: 'has one object for what was left', run: at("[global.get('left') === global.get('left'), global.get('left').node === RED.nodes.getNode('v1'), flow.get('direct') === RED.nodes.getNode('v1'), global.get('deep').list === global.get('deep').list, flow.get('direct') instanceof RED.nodes.getNode('fn').constructor, require('util').inspect(flow.get('direct')).includes('v1'), JSON.stringify(global.get('left')).includes('\"v1\"')].join()"), wants: 'true,true,true,true,true,true,true', ordinary: true, bare: 'any' },
  { name: 'uses what others offer', run: at("[global.get('api').tell(), global.get('holder').greet(), global.get('holder').itself() === global.get('holder'), global.get('holder').constructor.of(global.get('holder')), Array.isArray(global.get('plain').words), JSON.stringify(global.get('plain'))].join('; ')"), wants: 'told victim-label; private victim-label; true; true; true; {"words":["a",{"b":1}]}', ordinary: true },
  { name: 'uses classes of others', run: at("(() => { const Base = global.get('Base'); const made = new Base(own()); class Own extends Base { word() { return 'own ' + this.greet(); } } const other = new Own(own()); return [made.node === own(), made instanceof Base, made.constructor === Base, other instanceof Own, other instanceof Base, other.word().slice(0, 11), Base.name, typeof Base, Base.of(made), global.get('holder') instanceof Base].join(); })()"), wants: 'true,true,true,true,true,own private,Holder,function,true,true', ordinary: true },
  { name: 'changes a class that was left', run: at("(() => { const [holder, Base] = [global.get('holder'), global.get('Base')]; const changed = { value: () => 'PATCHED', writable: true, configurable: true }; for (const of of [() => Object.getPrototypeOf(holder), () => holder.constructor.prototype, () => Base.prototype, () => Object.getPrototypeOf(global.get('Kind').prototype), () => Object.getPrototypeOf(new Base(own()))]) { try { of().greet = () => 'PATCHED'; } catch {} try { Object.defineProperty(of(), 'greet', changed); } catch {} } return 'tried'; })()"), then: { call: 'ownLeft' }, wants: 'PATCHED', never: true, restart: true },
  { name: 'changes what hangs on a class that was left', run: at("(() => { const Base = global.get('Base'); try { Base.of = () => 'PATCHED'; } catch {} try { Object.defineProperty(Base, 'of', { value: () => 'PATCHED' }); } catch {} try { global.set('Base.of', () => 'PATCHED'); } catch {} return 'tried'; })()"), then: { call: 'ofBase' }, wants: 'PATCHED', never: true, restart: true },
  { name: 'shares plain data', run: at("(global.get('plain').words.push('c'), global.get('plain').more = 1, [global.get('plain').words.length, global.get('plain').more, Object.keys(global.get('plain')), global.get('plain.words[0]'), global.get('plain').words.slice(0, 1), [...global.get('plain').words].length, delete global.get('plain').more, global.get('plain').words.pop()].join())"), wants: '3,1,words,more,a,a,3,true,c', ordinary: true },
  { name: 'uses its own objects', run: at("(global.set('mine', { n: own(), word: 'own' }), flow.set('own.deep', own()), [global.get('mine').n === own(), global.get('mine.n') === own(), flow.get('own').deep === own(), structuredClone({ word: global.get('mine').word }).word, flow.get('own.deep.name'), global.get('os').EOL === require('os').EOL, global.get('nothing.at.all'), flow.keys().includes('own'), global.keys().includes('shared')].join())"), wants: 'true,true,true,own,one,true,,true,true', ordinary: true },
  { name: 'gets its node back', run: "() => 'asked'", then: { call: 'swap' }, wants: 'swapped red-', ordinary: true },
  { name: 'has its node back', run: at("global.get('back').n === own()"), wants: 'true', ordinary: true },
  { name: 'leaves others what they left', run: "() => 'asked'", then: { call: 'ownLeft' }, wants: 'own,true,true,victim-label,true,private victim-label,1', ordinary: true },
  { name: 'is handed nodes', run: '() => { last = undefined; got.length = 0; }', then: [{ call: 'hand' }, { package: 'self', call: 'got' }], wants: 'got:handed', ordinary: true },
  ...Object.entries(IN_MESSAGES).map(([name, expression]) => ({ name: `finds a node ${name} a message`, run: `() => String(${expression})`, ...label })),
  { name: 'has one object for a node in a message', run: "() => [last.node === last.deep.owner, last.deep.list[0][0] === RED.nodes.getNode(last.node.id), last.map.get('n') === last.node, last.payload].join()", wants: 'true,true,true,handed', ordinary: true, bare: 'any' },
  { name: 'hands back what it was handed', run: "() => 'asked'", then: { call: 'handedBack' }, wants: ',true', ordinary: true, bare: 'any' },
];

module.exports = { LEAVE, calls, cases };
