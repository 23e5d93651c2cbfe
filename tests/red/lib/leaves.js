'use strict';
// Nodes that their package leaves in contexts or puts into messages [R2]: what the victim leaves, and what others can do with it.

/** As honest packages leave nodes, in the text of the victim's. */
const LEAVE = `
  class Holder {
    #word = 'private';
    constructor(node = Holder.kept) { this.node = node; this.begin?.(node); }
    greet() { return this.#word + ' ' + this.node.label; }
    itself() { return this; }
    get word() { return this.#word; }
    set word(word) { this.#word = word; }
    async later() { return this.node; }
    each(callback) { callback(this.node); }
    static of(holder) { return #word in holder; }
    static make() { return new this({ label: 'made' }); }
    *[Symbol.iterator]() { yield 1; yield 2; }
    [Symbol.toPrimitive]() { return 7; }
    get word() { return this.#word; }
    begin(node) { this.begun = node; }
  }
  // As packages of old wrote classes, and as tools write them.
  function Old(node) { this.node = node; }
  Old.prototype = { found() { return this.node; }, say() { return 'old ' + this.node.label; } };
  function Decorated(node) { this.found = () => node; }
  Decorated.prototype.constructor = Decorated.bind(null);
  class Fault extends Error {
    #word = 'private';
    constructor(node) { super('of a class'); this.node = node; }
    get word() { return this.#word; }
    found() { return this.node; }
  }
  const withCause = (node) => Object.assign(new Error('handed', { cause: Object.assign(new RangeError('the cause'), { node }) }), { code: 'EFAULT' });
  class Badge {
    static count = 0;
    word = 'badge';
    constructor() { Badge.count++; }
    greet() { return 'own'; }
    itself() { return this; }
    get shown() { return 'own' + this.word; }
    static of(badge) { return 'word' in badge; }
  }
  const ask = Object.assign(() => 'asked', { word: 'own', deep: { word: 'own' } });
  const sending = () => ({ payload: 'badge', badge: new Badge(), list: [new Badge(), new Badge()], Badge, ask, map: new Map([['b', new Badge()]]), error: new (class Torn extends Error { tell() { return 'own'; } })('torn') });
  const ofBadges = () => [new Badge().greet(), Badge.of(new Badge()), typeof Badge.count, Badge.planted, new Badge().planted, ask(), ask.word, ask.deep.word, sending().error.tell()].join();
  class Fallback extends Map { get(key) { return super.get(key) ?? 'none for ' + key; } }
  function leave(node, config) {
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
    global.set('bag', new (class Bag { constructor() { this.items = new Map([['k', new Set([[1]])]]); Object.defineProperty(this, 'size', { get: () => 1, enumerable: true }); } })());
    global.set('circle', new (class Circle { constructor() { this.me = this; } })());
    const late = {};
    global.set('late', late);
    late.inner = { node };
    global.shared.node = node;
    const sparse = { 0: 0 };
    Object.defineProperty(sparse, 'hidden', { value: node });
    sparse[Symbol.for('hidden')] = node;
    global.set('old', new Old(node));
    global.set('decorated', new Decorated(node));
    global.set('heir', Object.create({ node }));
    global.set('bound', Object.create({ __proto__: null, found: Old.prototype.found.bind({ node }) }));
    global.set('proxy', new Proxy({ node }, {}));
    global.set('fallback', new Fallback([['n', node]]));
    global.set('numbers', new Set([1, 2]));
    global.set('promise', Promise.resolve(node));
    global.set('weak', { ref: new WeakRef(node) });
    const key = {};
    global.set('weakly', { key, held: new WeakSet([key]), known: new WeakMap([[key, 'known']]) });
    global.set('config', { config });
    import('./classes.mjs').then(({ make }) => global.set('module', make(node)));
    global.set('bus', new (require('events'))().on('who', (answer) => answer(node)));
    global.set('calls', {
      * all() { yield node; }, async * slowly() { yield node; }, values: () => [node].values(), entries: () => new Map([[0, node]]).entries(), make: () => ({ found: () => node }),
      fail() { throw { node }; }, async reject() { throw { node }; }, thenable: () => ({ then: (resolve) => resolve([node]) }),
    });
    global.set('sparse', sparse);
    const fault = Object.assign(new TypeError('a fault', { cause: withCause(node) }), { node, info: { node }, tell() { return this.node; } });
    global.set('fault', fault);
    global.set('faults', new AggregateError([fault, new Fault(node)], 'many'));
    global.set('classed', new Fault(node));
    global.set('aborted', Object.assign(new DOMException('stopped', 'AbortError'), { node }));
    global.set('circular', Object.assign(new Error('circular'), { node, again: fault }));
    fault.again = global.get('circular');
    global.set('failing', { fail() { throw fault; }, async reject() { throw fault; }, tell(done) { done(fault); }, isFault: (error) => error === fault && error.word === 'changed', late(done) { setTimeout(() => done(fault), 1); } });
    global.set('usual', { error: new SyntaxError('usual'), get() { return this.error; } });
  }
  const contents = (node, config) => ({ payload: 'handed', node, config, fault: Object.assign(new TypeError('in a message'), { node }), faults: [new AggregateError([withCause(node)], 'many')], faultOfClass: new Fault(node), old: new Old(node), deep: { owner: node, list: [[node]] }, map: new Map([['n', node]]), holder: new Holder(node) });`;

/** What the victim does with what it finds, and what it sends. */
const calls = {
  join: "() => { const { global } = RED.nodes.getNode('v1').context(); const hub = global.get('hub') ?? {}; hub.v1 = RED.nodes.getNode('v1'); hub.list = [hub.v1]; global.set('hub', hub); return 'joined ' + (hub.v1 === RED.nodes.getNode('v1')); }",
  meet: "({ key }) => { const node = RED.nodes.getNode('v1'); const found = node.context().global.get(key); found.v1 = node; found.join?.(node); found.fn?.join(node); found.emit?.('join', node); return 'met'; }",
  swap: "() => { const { global } = RED.nodes.getNode('v1').context(); global.set('back', { n: global.get('mine').n }); return 'swapped ' + String(global.get('mine').n.id); }",
  hand: "() => { for (const node of hands) node.send(node.contents()); return 'handed'; }",
  handLarge: "() => { for (const node of hands) { const much = {}; for (let i = 0; i < 300; i++) much['part ' + i] = i; node.send({ ...much, payload: 'large', node }); } return 'handed'; }",
  handedBack: "() => [back.length, back.every((msg) => hands.includes(msg.node) && [msg.deep.owner, msg.deep.list[0][0], msg.map.get('n'), msg.holder.node].every(({ label, id, _closeCallbacks }) => label === 'victim-label' && id === msg.node.id && Array.isArray(_closeCallbacks)))].join()",
  failWith: "() => { for (const node of hands) node.error(node.contents().fault, { ...node.contents(), payload: 'caught' }); return 'failed'; }",
  handBadges: "() => { for (const node of hands) node.send(node.badges()); return 'handed'; }",
  ofBadges: "() => hands[0].ofBadges()",
  badgesBack: "() => badges.splice(0).map(({ badge, list, ask }) => [badge.constructor.name, badge.itself() === badge, badge.greet(), list[1].constructor === badge.constructor, ask()].join()).join('; ')",
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
  'in an error': "global.get('fault').node.label",
  'deep in an error': "global.get('fault').info.node.label",
  'by a function of an error': "global.get('fault').tell().label",
  'in the cause of an error': "global.get('fault').cause.cause.node.label",
  'in an error of many': "global.get('faults').errors[0].node.label",
  'in an error of a class': "global.get('classed').node.label",
  'by a method of an error of a class': "global.get('classed').found().label",
  'in an exception of the web': "global.get('aborted').node.label",
  'in an error in an error': "global.get('circular').again.again.node.label",
  'in an error by a descriptor': "Object.getOwnPropertyDescriptor(global.get('fault'), 'node').value.label",
  'in an error that is thrown': "(() => { try { global.get('failing').fail(); } catch (error) { return error.node.label; } })()",
  'in an error that it is told': "(() => { let found; global.get('failing').tell((error) => { found = error; }); return found.node.label; })()",
  'on a class': "global.get('Base').kept.label",
  'on a class above': "global.get('Kind').kept.label",
  'on a class by a descriptor': "Object.getOwnPropertyDescriptor(global.get('Base'), 'kept').value.label",
  'by the prototype of a class': "global.get('Base').prototype.constructor.kept.label",
  'by the class above': "Object.getPrototypeOf(global.get('Kind').prototype).constructor.kept.label",
  'by the prototype of an object': "Object.getPrototypeOf(global.get('holder')).constructor.kept.label",
  'in what a class makes': "new (global.get('Base'))().node.label",
  'in what a class of its own inherits': "new (class extends global.get('Base') {})().node.label",
  'as a class of old has it': "global.get('old').node.label",
  'by a method of a class of old': "global.get('old').found().label",
  'as an object inherits it': "global.get('heir').node.label",
  'by a bound method': "global.get('bound').found().label",
  'by an object whose class was decorated': "global.get('decorated').found().label",
  'in a Proxy': "global.get('proxy').node.label",
  'in an object of a class of an ES module': "global.get('module').node.label",
  'by a method of a class of an ES module': "global.get('module').found().label",
  'in a Map with methods of its own': "global.get('fallback').get('n').label",
  'in a weak reference': "global.get('weak').ref.deref().label",
  'by an emitter': "(() => { let found; global.get('bus').emit('who', (node) => { found = node; }); return found.label; })()",
  'by a generator': "[...global.get('calls').all()][0].label",
  'by an iterator': "global.get('calls').values().next().value.label",
  'by entries of a Map': "[...global.get('calls').entries()][0][1].label",
  'in what is made for it': "global.get('calls').make().found().label",
  'in what is thrown': "(() => { try { return global.get('calls').fail(); } catch ({ node }) { return node.label; } })()",
  'by an accessor of a class of its own': "(() => { let found; class Own extends global.get('Base') {} Object.defineProperty(Own.prototype, 'node', { set(node) { found = node; } }); new Own(); return found.label; })()",
  'by a method of a class of its own': "(() => { let found; class Own extends global.get('Base') { begin(node) { found = node; } } new Own(); return found.label; })()",
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
/** The same that no grant gives. */
const NEVER = {
  'by the flow in a configuration': "global.get('config').config._flow.getNode('v1').label",
  'by a key that changes': "(() => { let times = 0; return global.get(Object.defineProperty(['x', ''], 1, { get: () => (times++ < 1 ? 'x' : 'left.node.label') }))[1]; })()",
};
const later = {
  'by a callback': "(done) => global.get('left', (error, value) => done(value.node.label))",
  'by a path and a callback': "(done) => global.get('left.node.label', (error, value) => done(value))",
  'by keys and a callback': "(done) => global.get(['x', 'left'], (error, x, value) => done(value.node.label))",
  'by paths and a callback': "(done) => global.get(['x', 'left.node.label'], (error, x, value) => done(value))",
  'by a promise': "(done) => global.get('holder').later().then((node) => done(node.label))",
  'in a promise': "(done) => global.get('promise').then((node) => done(node.label))",
  'in why a promise fails': "(done) => global.get('calls').reject().catch(({ node }) => done(node.label))",
  'in an error for which a promise fails': "(done) => global.get('failing').reject().catch(({ node }) => done(node.label))",
  'in an error that it is told later': "(done) => global.get('failing').late(({ node }) => done(node.label))",
  'in what can be waited for': "(done) => Promise.resolve(global.get('calls').thenable()).then(([node]) => done(node.label))",
  'by an asynchronous generator': "async (done) => { for await (const node of global.get('calls').slowly()) done(node.label); }",
  'by a callback of a method': "(done) => global.get('holder').each((node) => done(node.label))",
  'by an expression': "(done) => RED.util.evaluateJSONataExpression(RED.util.prepareJSONataExpression('$globalContext(\"left\").node.label', own()), {}, (error, value) => done(value))",
  'by a path in an expression': "(done) => RED.util.evaluateJSONataExpression(RED.util.prepareJSONataExpression('$flowContext(\"direct.label\")', own()), {}, (error, value) => done(value))",
};
const promised = (run) => `async () => { const { flow, global } = own().context(); return String(await new Promise((resolve, reject) => { setTimeout(() => reject(new Error('late')), 1000); Promise.resolve((${run})(resolve)).catch(reject); })); }`;
const label = { wants: 'victim-label', lacks: 'node:read' };
const IN_MESSAGES = {
  'itself': 'last.node.label', 'in an object of': 'last.deep.owner.label', 'in lists of': 'last.deep.list[0][0].label', 'in a Map of': "last.map.get('n').label", 'in an object of a class in': 'last.holder.node.label', 'in an object of a class of old in': 'last.old.node.label', 'in an error in': 'last.fault.node.label', 'in the cause of an error in': 'last.faults[0].errors[0].cause.node.label', 'in an error of a class in': 'last.faultOfClass.node.label',
};

/** What somebody leaves under a known key, to be given nodes there -> where he finds them. */
const WAITING = {
  'an object that inherits': ['Object.create({ word: 1 })', 'mine.waiting.v1'],
  'a Proxy': ['new Proxy({}, { set(target, key, value) { mine.met = value; return true; } })', 'mine.met'],
  'a bound method': ['Object.create({ __proto__: null, join: ((node) => { mine.met = node; }).bind(null) })', 'mine.met'],
  'a class of another name': ['Object.create({ constructor: (() => {}).bind(null), join: (node) => { mine.met = node; } })', 'mine.met'],
  'a bound function of a function': ['({ fn: Object.setPrototypeOf(() => {}, { __proto__: null, join: ((node) => { mine.met = node; }).bind(null) }) })', 'mine.met'],
  'an emitter': ["new (require('events'))().on('join', (node) => { mine.met = node; })", 'mine.met'],
};
const waiting = Object.entries(WAITING).flatMap(([name, [made, place]]) => [
  { name: `waits for nodes with ${name}`, run: `() => { delete mine.met; mine.waiting = ${made}; own().context().global.set('waiting', mine.waiting); return 'waits'; }`, then: { call: 'meet', args: { key: 'waiting' } }, wants: 'met', ordinary: true },
  { name: `has nodes in ${name}`, run: `() => String(${place}.label)`, ...label },
]);

const cases = [
  // Before the many: of a package that is refused a lot only the first refusals are printed.
  { name: 'sends in the name of a node that was left', run: "() => own().context().flow.get('direct').send({ payload: 'forged' })", then: { call: 'seen' }, wants: 'got:forged', lacks: 'node:send' },
  { name: 'writes to a node that was left', run: "() => { own().context().global.get('left').node.written = 'changed'; }", then: { call: 'node', args: { member: 'written' } }, wants: '| changed', lacks: 'node:write' },
  { name: 'writes to a node that was left by a path', run: "() => { own().context().global.set('left.node.byPath', 'changed'); }", then: { call: 'node', args: { member: 'byPath' } }, wants: '| changed', lacks: 'node:write' },
  { name: 'writes to a node that was left by paths', run: "() => { own().context().global.set(['x', 'left.node.byPaths'], [1, 'changed']); }", then: { call: 'node', args: { member: 'byPaths' } }, wants: '| changed', lacks: 'node:write' },
  ...Object.entries(PLACES).map(([name, expression]) => ({ name: `finds a node ${name}`, run: at(expression), ...label })),
  ...Object.entries(NEVER).map(([name, expression]) => ({ name: `finds a node ${name}`, run: at(expression), wants: 'victim-label', never: true })),
  ...Object.entries(later).map(([name, run]) => ({ name: `finds a node ${name}`, run: promised(run), ...label })),
  { name: 'finds credentials of a node that was left', run: at("JSON.stringify(global.get('left').node) + Object.keys(global.get('left').node) + global.get('left').node._closeCallbacks"), wants: 'victim-label', quiet: true },
  { name: 'waits for nodes in an object of its own', run: "() => { mine.hub = {}; own().context().global.set('hub', mine.hub); return 'waits'; }", then: { call: 'join' }, wants: 'joined true', ordinary: true },
  { name: 'has nodes in an object of its own', run: "() => mine.hub.v1.label + mine.hub.list[0].label", ...label },
  ...waiting,
  { name: 'uses classes of others as they are', run: at("(() => { const holder = global.get('holder'); class Own extends global.get('Base') { get twice() { return this.word + this.word; } begin(node) { this.mine = 1; super.begin(node); } } const made = new Own(own()); made.later = 2; const bus = global.get('bus'); let heard; bus.once('x', (word) => { heard = word; }); bus.emit('x', 'y'); return [global.get('old').say(), holder.word, made.word, made.twice, made.mine, made.begun === own(), made.later, Object.keys(made), made.constructor === Own, Object.getPrototypeOf(made) === Own.prototype, made instanceof Own, made instanceof global.get('Base'), heard, bus instanceof require('events'), bus.listenerCount('x'), global.get('fallback').get('y'), global.get('fallback').size, [...global.get('numbers')], global.get('promise') instanceof Promise].join(); })()"), wants: 'old victim-label,private,private,privateprivate,1,true,2,node,mine,begun,later,true,true,true,true,y,true,0,none for y,1,1,2,true', ordinary: true },
  { name: 'extends classes of others as they are', run: at("(() => { const Base = global.get('Base'); class Own extends Base { static kind = 'own'; } Own.count = 1; const made = Own.make(); return [Own.kind, Own.count, Base.count, made instanceof Own, made.node.label, [...made].join('+'), +made, delete made.node, 'node' in made, Object.getPrototypeOf(Own) === Base, [...global.get('holder')].length, `${global.get('holder')}`].join(); })()"), wants: 'own,1,,true,made,1+2,7,true,false,true,2,7', ordinary: true },
  { name: 'is the class that a node makes', run: "() => { let found; RED.nodes.getNode('v1').visit(class { constructor(node) { found = node; } }); return 'itself ' + Array.isArray(found._closeCallbacks); }", wants: 'itself true', never: true },
  { name: 'is an object that a node calls', run: "() => { let found; RED.nodes.getNode('v1').visit(class {}, { take(node) { found = node; } }); return 'itself ' + Array.isArray(found._closeCallbacks); }", wants: 'itself true', never: true },
  { name: 'reads lists once', run: at("(() => { let times = 0; const list = Object.defineProperty([0], 0, { get: () => ++times }); global.set(['times'], list); return times + ',' + global.get('times'); })()"), wants: '1,1', ordinary: true },
  { name: 'has one object for what was left', run: at("[global.get('left') === global.get('left'), global.get('left').node === RED.nodes.getNode('v1'), flow.get('direct') === RED.nodes.getNode('v1'), global.get('deep').list === global.get('deep').list, flow.get('direct') instanceof RED.nodes.getNode('fn').constructor, require('util').inspect(flow.get('direct')).includes('v1'), JSON.stringify(global.get('left')).includes('\"v1\"')].join()"), wants: 'true,true,true,true,true,true,true', ordinary: true, bare: 'any' },
  { name: 'finds what others left in weak collections', run: at("(() => { const { key, held, known } = global.get('weakly'); const mine = {}; held.add(mine); return [held.has(key), known.get(key), held.has(mine), held.has({})].join(); })()"), wants: 'true,known,true,false', ordinary: true },
  { name: 'uses what others offer', run: at("[global.get('api').tell(), global.get('holder').greet(), global.get('holder').itself() === global.get('holder'), global.get('holder').constructor.of(global.get('holder')), Array.isArray(global.get('plain').words), JSON.stringify(global.get('plain'))].join('; ')"), wants: 'told victim-label; private victim-label; true; true; true; {"words":["a",{"b":1}]}', ordinary: true },
  { name: 'uses classes of others', run: at("(() => { const Base = global.get('Base'); const made = new Base(own()); class Own extends Base { word() { return 'own ' + this.greet(); } } const other = new Own(own()); return [made.node === own(), made instanceof Base, made.constructor === Base, other instanceof Own, other instanceof Base, other.word().slice(0, 11), Base.name, typeof Base, Base.of(made), global.get('holder') instanceof Base].join(); })()"), wants: 'true,true,true,true,true,own private,Holder,function,true,true', ordinary: true },
  { name: 'changes a class that was left', run: at("(() => { const [holder, Base] = [global.get('holder'), global.get('Base')]; const changed = { value: () => 'PATCHED', writable: true, configurable: true }; Reflect.set(global.get('plain'), 'greet', () => 'PATCHED', Base.prototype); for (const of of [() => Object.getPrototypeOf(holder), () => holder.constructor.prototype, () => Base.prototype, () => Object.getPrototypeOf(global.get('Kind').prototype), () => Object.getPrototypeOf(new Base(own()))]) { try { of().greet = () => 'PATCHED'; } catch {} try { Object.defineProperty(of(), 'greet', changed); } catch {} } return 'tried'; })()"), then: { call: 'ownLeft' }, wants: 'PATCHED', never: true, restart: true },
  { name: 'changes what hangs on a class that was left', run: at("(() => { const Base = global.get('Base'); try { Base.of = () => 'PATCHED'; } catch {} try { Object.defineProperty(Base, 'of', { value: () => 'PATCHED' }); } catch {} try { global.set('Base.of', () => 'PATCHED'); } catch {} return 'tried'; })()"), then: { call: 'ofBase' }, wants: 'PATCHED', never: true, restart: true },
  { name: 'prints what others left', run: at("require('util').inspect([global.get('plain'), global.get('bag'), new (class extends global.get('Base') {})().word, global.get('circle')], { depth: Infinity }).replace(/\\s+/g, ' ')"), wants: "[ { words: [ 'a', { b: 1 } ] }, Bag { items: Map(1) { 'k' => Set(1) { [ 1 ] } }, size: [Getter] }, 'private', <ref *1> Circle { me: [Circular *1] } ]", ordinary: true },
  { name: 'prints a node that was left', run: at("require('util').inspect([global.get('left'), global.get('holder'), global.get('deep')], { depth: 9, showHidden: true, showProxy: true }) + require('util').format('%O', global.get('left'))"), wants: 'victim-label', never: true, quiet: true },
  { name: 'copies what others left', run: at("(() => { const bag = global.get('bag'); const copy = structuredClone({ bag, again: [bag], when: new Date(0) }); const circle = structuredClone(global.get('circle')); let error; try { structuredClone({ call: global.get('call') }); } catch ({ name }) { error = name; } return [copy.bag === copy.again[0], copy.bag === bag, copy.bag.items.get('k').has(1), [...copy.bag.items.get('k')][0][0], copy.when.getTime(), circle.me === circle, error].join(); })()"), wants: 'true,false,false,1,0,true,DataCloneError', ordinary: true },
  { name: 'extends classes of others with fields', run: at("(() => { const Base = global.get('Base'); class Own extends Base { constructor() { super(own()); this.mine = 1; this.word = 'new'; } } const one = new Own(); const two = Object.create(Base.prototype); two.mine = 2; return [one.mine, one.word, one.greet().slice(0, 3), Object.keys(one).includes('mine'), Object.hasOwn(two, 'mine'), new Own().node === own(), global.get('holder').mine, global.get('holder').word].join(); })()"), wants: '1,new,new,true,true,true,,private', ordinary: true },
  {
    name: 'has errors as they are',
    run: at(`(() => {
      const { inspect, types } = require('util');
      const fault = global.get('fault');
      const classed = global.get('classed');
      const many = global.get('faults');
      const first = (text) => text.split(String.fromCharCode(10))[0];
      const usual = global.get('usual');
      fault.message = 'a fault';
      return [types.isNativeError(fault), fault instanceof TypeError, Object.prototype.toString.call(fault), String(fault), first(fault.stack), fault.stack.includes('at '), inspect(fault).includes('TypeError: a fault'),
        fault === global.get('fault'), fault === many.errors[0], fault.cause instanceof Error, fault.cause.code, Object.keys(fault.cause).join('+'), JSON.stringify(fault.cause), structuredClone(fault.cause) instanceof Error,
        structuredClone(fault.cause).message, types.isNativeError(classed), classed.word, classed.name, many instanceof AggregateError, many.errors.length, Object.prototype.propertyIsEnumerable.call(many, 'errors'),
        inspect(many, { depth: 9 }).includes('the cause'), global.get('aborted').name, global.get('aborted').code, usual.error === usual.error && usual.get() === usual.error && usual.error.constructor === SyntaxError, Error.isError?.(fault) ?? true].join();
    })()`),
    wants: 'true,true,[object Error],TypeError: a fault,TypeError: a fault,true,true,true,true,true,EFAULT,code,{"code":"EFAULT"},true,handed,true,private,Error,true,2,false,true,AbortError,20,true,true', ordinary: true,
  },
  { name: 'hands an error back as it is', run: at("(() => { let found; global.get('failing').tell((error) => { found = error; }); found.word = 'changed'; return global.get('failing').isFault(found); })()"), wants: 'true', ordinary: true },
  { name: 'reports an error of another', run: "() => { own().error(own().context().global.get('classed')); return 'reported'; }", wants: 'reported', ordinary: true },
  { name: 'shares plain data', run: at("(global.get('plain').words.push('c'), global.get('plain').more = 1, [global.get('plain').words.length, global.get('plain').more, Object.keys(global.get('plain')), global.get('plain.words[0]'), global.get('plain').words.slice(0, 1), [...global.get('plain').words].length, delete global.get('plain').more, global.get('plain').words.pop()].join())"), wants: '3,1,words,more,a,a,3,true,c', ordinary: true },
  { name: 'uses its own objects', run: at("(global.set('mine', { n: own(), word: 'own' }), flow.set('own.deep', own()), [global.get('mine').n === own(), global.get('mine.n') === own(), flow.get('own').deep === own(), structuredClone({ word: global.get('mine').word }).word, flow.get('own.deep.name'), global.get('os').EOL === require('os').EOL, global.get('nothing.at.all'), flow.keys().includes('own'), global.keys().includes('shared')].join())"), wants: 'true,true,true,own,one,true,,true,true', ordinary: true },
  { name: 'gets its node back', run: "() => 'asked'", then: { call: 'swap' }, wants: 'swapped red-', ordinary: true },
  { name: 'has its node back', run: at("global.get('back').n === own()"), wants: 'true', ordinary: true },
  { name: 'leaves others what they left', run: "() => 'asked'", then: { call: 'ownLeft' }, wants: 'own,true,true,victim-label,true,private victim-label,1', ordinary: true },
  { name: 'is handed nodes', run: '() => { last = undefined; got.length = 0; }', then: [{ call: 'hand' }, { package: 'self', call: 'got' }], wants: 'got:handed', ordinary: true },
  ...Object.entries(IN_MESSAGES).map(([name, expression]) => ({ name: `finds a node ${name} a message`, run: `() => String(${expression})`, ...label })),
  { name: 'sends by the configuration in a message', run: "() => configs.find((config) => config._flow)._flow.send([{ msg: { payload: 'by its flow' }, source: { port: 0 }, destination: { id: 'v2' } }])", then: { call: 'seen' }, wants: 'got:by its flow', never: true },
  { name: 'is told of an error', run: '() => { last = undefined; got.length = 0; }', then: [{ call: 'failWith' }, { package: 'self', call: 'got' }], wants: 'got:caught', ordinary: true },
  { name: 'finds a node in an error that was caught', run: '() => [last._error, last.fault].map((error) => error?.node?.label).join()', ...label },
  { name: 'finds a node in the cause of an error that was caught', run: '() => String(last.faults[0].errors[0].cause.node.label)', ...label },
  { name: 'has the text of an error that was caught', run: '() => [last.error.message, last.error.source.type, last.fault.message].join()', wants: 'TypeError: in a message,victim-node,in a message', ordinary: true },
  { name: 'is handed objects of classes', run: '() => { last = undefined; got.length = 0; }', then: [{ call: 'handBadges' }, { package: 'self', call: 'got' }], wants: 'got:badge', ordinary: true },
  {
    name: 'uses objects of classes in a message',
    run: `() => {
      const { inspect } = require('util');
      const { badge, Badge, list, ask, map, error } = last;
      badge.word = 'changed';
      badge.more = 1;
      const { MessageChannel, receiveMessageOnPort } = require('worker_threads');
      const { port1, port2 } = new MessageChannel();
      port1.postMessage({ list: [badge] });
      const sent = receiveMessageOnPort(port2).message;
      port1.close();
      return [badge.greet(), badge.shown, badge instanceof Badge, badge.constructor === Badge, Badge.of(badge), new Badge().word, Object.keys(badge).join('+'), JSON.stringify(badge), inspect(badge), list.length, Array.isArray(list), list.map((one) => one.word).join('+'),
        JSON.stringify(list), structuredClone({ badge }).badge.word, sent.list[0].more, RED.util.cloneMessage({ badge }).badge.word, { ...badge }.word, ask(), ask.word, map.get('b').greet(), error instanceof Error, error.tell(), error.message, last.badge === badge, last.payload].join();
    }`,
    wants: "own,ownchanged,true,true,true,badge,word+more,{\"word\":\"changed\",\"more\":1},Badge { word: 'changed', more: 1 },2,true,badge+badge,[{\"word\":\"badge\"},{\"word\":\"badge\"}],changed,1,changed,changed,asked,own,own,true,own,torn,true,badge", ordinary: true,
  },
  { name: 'hands back objects of classes', run: "() => 'asked'", then: [{ call: 'handBadges' }, { call: 'badgesBack' }], wants: 'Badge,true,own,true,asked', ordinary: true },
  ...Object.entries({
    'by its prototype': "Object.getPrototypeOf(last.badge).greet = () => 'PATCHED'",
    'by __proto__': "last.badge.__proto__.planted = 'PATCHED'",
    'by its constructor': "last.badge.constructor.of = () => 'PATCHED'",
    'in a list': "Object.defineProperty(Object.getPrototypeOf(last.list[0]), 'greet', { value: () => 'PATCHED' })",
    'in a Map': "last.map.get('b').constructor.planted = 'PATCHED'",
    'that lies in it': "last.Badge.prototype.greet = () => 'PATCHED'",
    'by what hangs on it': "last.Badge.planted = 'PATCHED'",
    'of an error': "last.error.constructor.prototype.tell = () => 'PATCHED'",
  }).map(([how, act]) => ({ name: `changes a class ${how} in a message`, run: `() => { try { ${act}; } catch {} return 'tried'; }`, then: { call: 'ofBadges' }, wants: 'PATCHED', never: true })),
  { name: 'changes what hangs on a function in a message', run: "() => { try { last.ask.word = 'PATCHED'; } catch {} return 'tried'; }", then: { call: 'ofBadges' }, wants: 'PATCHED', never: true },
  { name: 'is handed a large message', run: '() => { last = undefined; got.length = 0; }', then: [{ call: 'handLarge' }, { package: 'self', call: 'got' }], wants: 'got:large', ordinary: true },
  { name: 'finds a node behind much else in a message', run: '() => String(last.node.label)', ...label },
  { name: 'is handed nodes again', run: '() => { last = undefined; got.length = 0; }', then: [{ call: 'hand' }, { package: 'self', call: 'got' }], wants: 'got:handed', ordinary: true },
  { name: 'has one object for a node in a message', run: "() => [last.node === last.deep.owner, last.deep.list[0][0] === RED.nodes.getNode(last.node.id), last.map.get('n') === last.node, last.payload].join()", wants: 'true,true,true,handed', ordinary: true, bare: 'any' },
  { name: 'hands back what it was handed', run: "() => 'asked'", then: { call: 'handedBack' }, wants: ',true', ordinary: true, bare: 'any' },
];

module.exports = { LEAVE, calls, cases };
