'use strict';
// What must not follow from one capability for nodes of others. `run` is what the package does to the node `v` of another one (or to `core(…)`), `look` what its
// owner finds then: `wants` in it says that the attack succeeded. It does without Sentinel, and for a package that holds `more` as well; an `honest` case is what the
// capability is for. The node of `feed()` sends to `v`, that to `end`, as do nodes for what `v` fails with, and for what it is done with.
const READS_CONTEXT = "return JSON.stringify(nodes['v' + id].context().get('private'))";
const FEEDS = "await pass(id, 'sent'); return told(id)";
const broker = (then) => `const v = core('broker'); ${then}`;
/** What the language makes the id of somebody else's node of, where core looks something up by it. */
const IDS = {
  'a list': '[ID]', 'a method': '{ toString: () => ID }', 'a symbol': '{ [Symbol.toPrimitive]: () => ID }', 'a value': '{ toString: () => ({}), valueOf: () => ID }', bytes: 'Buffer.from(ID)', 'an object for texts': 'new String(ID)', 'a list in a list': '[[ID]]', 'a text': 'ID',
};
const HOOKS = "for (const hook of ['onComplete', 'postReceive']) RED.hooks.add(hook + '.told' + id, ({ msg, node, destination }) => { if (msg.of === id) got.push((node ?? destination).id); });";
const idOf = (text) => text.replaceAll('ID', "('sub' + id)");

module.exports = [
  // Listening [P3].
  { by: 'node:events:subscribe', more: ['node:send'], name: 'sends as another by what its listener is given', run: "v.on('input', (msg, send) => { send({ payload: 'FORGED' }); });", look: FEEDS, wants: 'end:FORGED' },
  { by: 'node:events:subscribe', more: ['node:write'], name: 'changes what another has under way by what its listener is given', run: "v.on('input', (msg) => { msg.payload = 'CHANGED'; });", look: 'await pass(id, "sent", true); return told(id)', wants: 'end:CHANGED' },
  { by: 'node:events:subscribe', name: 'fails as another by what its listener is given', run: "v.on('input', (msg, send, done) => { done(new Error('FORGED')); });", look: FEEDS, wants: 'failed:Error: FORGED' },
  { by: 'node:events:subscribe', name: 'fails as another by what its listener throws', run: "v.on('input', () => { throw new Error('THROWN'); });", look: FEEDS, wants: 'failed:Error: THROWN' },
  { by: 'node:events:subscribe', name: 'keeps another from what it does by what its listener throws', run: "v.on('custom', () => { throw new Error('THROWN'); });", look: "try { nodes['v' + id].emit('custom'); return 'went on'; } catch ({ message }) { return message; }", wants: 'THROWN' },
  { by: 'node:events:subscribe', name: 'keeps another from being done by its listener', run: "v.on('input', (msg, send, done) => {});", look: `${FEEDS}.includes('done:') ? 'told' : 'NOT TOLD'`, wants: 'NOT TOLD' },
  { by: 'node:events:subscribe', name: 'keeps another from being closed by its listener', run: "v.on('close', (removed, done) => { hold = done; });", look: "return await Promise.race([nodes['v' + id].close().then(() => 'closed'), turns().then(() => 'NOT CLOSED')])", wants: 'NOT CLOSED' },
  { by: 'node:events:subscribe', name: 'names an event by what says something else each time', run: "let n = 0; v.on({ toString: () => (n++ === 0 ? 'custom' : 'input') }, () => {}); return 'asked ' + n", result: true, wants: 'asked 0', bare: 'any' },
  { by: 'node:events:subscribe', name: 'hears messages', run: "v.on('input', function (msg) { got.push('heard:' + msg.payload + this.id.startsWith('v')); });", look: FEEDS, heard: true, wants: 'heard:senttrue', honest: true },
  { by: 'node:events:subscribe', name: 'hears events, once, and until it does no more', run: "const listener = (text) => { got.push('heard:' + text); }; v.on('custom', listener); v.once('custom', (text) => { got.push('once:' + text); }); hold = () => v.removeListener?.('custom', listener);", look: "nodes['v' + id].emit('custom', 1); nodes['v' + id].emit('custom', 2);", heard: true, wants: 'heard:1 once:1 heard:2', honest: true },
  { by: 'node:events:subscribe', name: 'hears that a node is closed', run: "v.on('close', (removed, done) => { got.push('closed:' + removed); done(); }); v.on('close', () => { got.push('closed'); });", look: "await nodes['v' + id].close(true)", heard: true, wants: 'closed:true closed', honest: true },
  { by: 'node:events:unsubscribe', more: [], with: ['node:events:subscribe'], name: 'takes its own listener off again', run: "const listener = () => { got.push('STILL HEARD'); }; for (const name of ['input', 'custom', 'close']) { v.on(name, listener); v.removeListener(name, listener); } got.push('taken');", look: "nodes['v' + id].emit('custom'); await pass(id, 'sent');", heard: true, wants: /^taken$/, honest: true },
  { by: 'node:events:subscribe', more: ['node:write'], name: 'answers a request by what its listener is given', run: "core('fn').on('input', ({ res }) => { res?._res.send('FORGED'); });", request: true, wants: 'FORGED' },
  { by: 'node:events:subscribe', name: 'hears what a request says', run: "core('fn').on('input', ({ req, res }) => { got.push(['said', req.method, req.query.word, req.headers.word, req.body.length].join()); });", request: true, heard: true, wants: 'said,GET,question,of the header', honest: true, bare: 'any' },
  ...['newListener', 'removeListener'].map((event) => ({
    by: 'node:events:subscribe', name: `has a listener of another in hand by ${event}`, run: `v.on('${event}', (name, listener) => { if (name === 'data') listener('FORGED'); });`,
    look: "let heard = 'heard '; const listener = (text) => { heard += text; }; const v = nodes['v' + id]; v.on('data', listener); v.removeListener('data', listener); return heard", wants: 'FORGED',
  })),
  {
    by: 'node:events:subscribe', with: ['node:events:unsubscribe'], name: 'is told of its own listeners', result: true, wants: 'added true, removed true', honest: true,
    run: "const listener = () => {}; const said = []; for (const [event, word] of [['newListener', 'added'], ['removeListener', 'removed']]) v.on(event, (name, given) => { if (name === 'data') said.push(word + ' ' + (given === listener)); }); v.on('data', listener); v.off('data', listener); return said.join(', ')",
  },
  // What all objects have.
  { by: 'registry:read', name: 'makes a text of a node', run: "return [`${v}`, 'a ' + v, require('util').format('%s', v).length > 0, v.hasOwnProperty('nothing'), v.propertyIsEnumerable('nothing'), v.valueOf() === v].join()", result: true, wants: '[object Object],a [object Object],true,false,false,true', honest: true },
  { by: 'node:write', name: 'gives what inherits from a node members of its own', run: "const heir = Object.create(v); heir.mark = 'own'; heir.id = 'x'; return [heir.mark, heir.id, v.mark, Object.keys(heir).join('+'), v.id === 'v' + id].join()", result: true, wants: 'own,x,,mark+id,true', honest: true },
  ...["receive({ payload: 1 })", "receive()", "emit('input', { payload: 1 })"].map((text) => ({
    by: 'node:receive', with: ['node:context:read'], name: `hands a message to a node of core by ${text}`, run: `core('fn').${text}; await turns(); return JSON.stringify(core('fn').context().get('kept'))`, result: true, wants: '{"a":{"b":[1,2]}}', honest: true,
  })),
  // Which node it was, as hooks are told [R13].
  ...Object.entries({
    'an object like it': "const like = Object.create(Object.getPrototypeOf(v)); like.id = 'v' + id; like._complete(done, new Error('an error'));",
    'an object with its id': "Object.getPrototypeOf(v)._complete.call({ id: 'v' + id, metric() {}, error() {} }, done, new Error('an error'));",
    'its own node, which calls itself so': "const me = nodes[own(id)]; me.id = 'v' + id; me._complete(done); me.id = own(id);",
    'what inherits from its own node': "const heir = Object.create(nodes[own(id)]); heir.id = 'v' + id; heir._complete(done);",
    'what its own node receives': "const me = nodes[own(id)]; me.id = 'v' + id; me.receive(done); me.id = own(id);",
  }).map(([what, text]) => ({ by: 'registry:read', name: `is told of to hooks as another by ${what}`, before: HOOKS, run: `const done = { of: id }; ${text}`, look: "await turns(); return got.splice(0).join(' ')", wants: /\bv-/ })),
  { by: 'registry:read', name: 'is told of to hooks', before: HOOKS, run: 'const done = { of: id }; nodes[own(id)]._complete(done); nodes[own(id)].receive(done);', look: "await turns(); return got.splice(0).join(' ')", wants: /^own-\S+ own-\S+/, honest: true },
  // Contexts [R8].
  { by: 'node:context:read', more: ['node:context:write'], name: 'changes a context by what it reads there', run: "v.context().get('private').value = 'CHANGED';", look: READS_CONTEXT, wants: 'CHANGED' },
  { by: 'node:context:read', more: ['node:context:write'], name: 'changes a context by what it is told of it', run: "v.context().get('private', (error, found) => { found.value = 'CHANGED'; });", look: READS_CONTEXT, wants: 'CHANGED' },
  { by: 'node:context:read', more: ['node:context:write'], name: 'changes a context by one of several values', run: "v.context().get(['other', 'private'])[1].value = 'CHANGED';", look: READS_CONTEXT, wants: 'CHANGED' },
  { by: 'node:context:read', more: ['node:context:write'], name: 'changes what lies deeper in a context', run: "v.context().get('private.deep').list.push('CHANGED');", look: READS_CONTEXT, wants: 'CHANGED' },
  { by: 'node:context:read', more: ['node:context:write'], name: 'changes a Map in a context', run: "v.context().get('map').set('key', 'CHANGED');", look: "return nodes['v' + id].context().get('map').get('key')", wants: 'CHANGED' },
  { by: 'node:context:read', name: 'reads a context', run: "const context = v.context(); return [JSON.stringify(context.get('private')), context.get('private.deep.list[0]'), context.get('map').get('key'), context.get('since').getTime(), context.keys().join('+')].join(' ')", result: true, wants: '{"value":"private","deep":{"list":["one"]}} one value 0 private+map+since+mine', honest: true },
  { by: 'node:context:read', name: 'reads what a function node keeps', run: "return JSON.stringify(core('fn').context().get('kept'))", before: "await pass(id, 'sent')", result: true, wants: '{"a":{"b":[1,2]}}', honest: true },
  { by: 'node:context:write', name: 'gives what lies in a context another prototype', run: "try { v.context().set('mine.__proto__.say', () => 'FORGED'); } catch {}", look: "return nodes['v' + id].context().get('mine').say()", wants: 'FORGED' },
  { by: 'node:context:write', name: 'writes into a context', run: "v.context().set('mine.word', 'written'); v.context().set('private.deep.more', 1);", look: "const context = nodes['v' + id].context(); return context.get('mine').say() + context.get('mine.word') + context.get('private.deep.more')", wants: 'saidwritten1', honest: true },
  // Lines of the log [R9].
  { by: 'node:log', more: ['node:send'], name: 'hands a message to the flow by an error of another', run: "v.error('an error', { payload: 'INJECTED' });", look: 'await turns(); return told(id)', wants: 'failed:an error:INJECTED' },
  { by: 'node:log', name: 'writes lines', run: "v.warn('line-of-' + id); v.error('error-of-' + id, { payload: 'x' });", look: 'return lines(id)', wants: /warn:line-of-(\S+).* error:error-of-\1/, honest: true, bare: 'any' },
  { by: 'settings:write', name: 'changes what others log by a handler of the log', run: "RED.log.addHandler({ emit: (event, { msg }) => { if (msg?.of === id) msg.word = 'CHANGED'; } });", look: "const said = { of: id, word: 'said' }; RED.log.info(said); return said.word", wants: 'CHANGED' },
  { by: 'settings:write', name: 'hears what others log', run: "RED.log.addHandler({ emit: (event, { msg }) => { if (msg?.of === id) got.push(msg.word + msg.error.message); } });", look: 'RED.log.info({ of: id, word: "said", error: new Error(" of an error") });', heard: true, wants: 'said of an error', honest: true },
  // Lists.
  { by: 'node:list', name: 'changes the configuration that is running by a label', run: "RED.nodes.eachNode((node) => { if (node.id === 'v' + id) node.label.text = 'CHANGED'; });", look: "let found; RED.nodes.eachNode((node) => { if (node.id === 'v' + id) found = JSON.stringify(node.label); }); return found", wants: 'CHANGED' },
  { by: 'node:list', name: 'reads labels', run: "let found; RED.nodes.eachNode((node) => { if (node.id === 'v' + id) found = JSON.stringify(node.label); }); return found", result: true, wants: '{"text":"label"}', honest: true },
  // What nodes of core do for others, by ids.
  ...Object.entries(IDS).map(([what, text]) => ({ by: 'node:read', more: ['node:write'], name: `ends a subscription of another by ${what} that is its id`, run: broker(`v.unsubscribe('topic', ${idOf(text)}, true);`), look: "return Object.keys(core('broker').subscriptions.topic ?? { GONE: true }).join()", wants: 'GONE' })),
  ...Object.entries(IDS).map(([what, text]) => ({ by: 'node:read', more: ['node:write'], name: `takes another from those that use a broker by ${what} that is its id`, run: broker(`v.deregister({ id: ${idOf(text)}, status() {} }, () => {}, false);`), look: "return Object.keys(core('broker').users).includes('sub' + id) ? 'there' : 'GONE'", wants: 'GONE' })),
  { by: 'node:read', name: 'subscribes for its own node, and ends that', run: broker("const me = nodes[own(id)]; v.register(me); v.subscribe('own', { qos: 0 }, () => {}, me.id); const found = [v.users[me.id] !== undefined, v.subscriptions.own !== undefined]; v.unsubscribe('own', me.id, true); v.deregister(me, () => { got.push('left'); }, false); return [...found, v.users[me.id] === undefined, got.splice(0)].join()"), result: true, wants: 'true,true,true,left', honest: true },
  { by: 'node:read', name: 'reads data of any kind', run: "return [v.since.getTime(), v.bytes.toString(), v.map.get('key'), v.held.map.get('key'), v.held.list[0], JSON.stringify(v).includes('since')].join()", result: true, wants: '0,bytes,value,value,one,true', honest: true },
  { by: 'node:read', more: ['node:write'], name: 'changes a Map of another', run: "v.map.set('key', 'CHANGED'); v.since.setTime(1); v.bytes.fill(67);", look: "const v = nodes['v' + id]; return [v.map.get('key'), v.since.getTime(), v.bytes].join()", wants: 'CHANGED,1,CCCCC' },
  // Types that nobody may touch [P3].
  ...["'locked' + id + ':t'", "['locked' + id + ':t']"].map((text) => ({ by: 'node:context:read', with: ['module:load:node-red'], name: `reads the context of a type that nobody may read, by the text ${text}`, run: `const found = await require.main.require('node-red').runtime.context.getValue({ scope: 'flow', id: ${text}, key: 'private' }); return JSON.stringify(found)`, before: "nodes['locked' + id].context()", result: true, wants: 'private' })),
  { by: 'node:context:read', with: ['module:load:node-red'], name: 'reads contexts of others by the runtime', run: "const { context } = require.main.require('node-red').runtime; return [JSON.stringify(await context.getValue({ scope: 'flow', id: 'v' + id + ':t', key: 'private' })), JSON.stringify(await context.getValue({ scope: 'node', id: 'v' + id, key: 'private' }))].every((text) => text.includes('one'))", result: true, wants: 'true', honest: true },
  // What nodes of core keep.
  { by: 'node:write', name: 'has a node of core itself by an object that it gives it', run: "core('pub').brokerConn = { deregister(node, done) { hold = node; done(); } };", look: "await core('pub').close()", then: "return 'found ' + typeof hold._flow.activeNodes", wants: 'found object' },
  { by: 'node:write', name: 'has it by an object in a list', run: "core('pub').brokerConn = [{ deregister(node, done) { hold = node; done(); } }][0];", look: "await core('pub').close()", then: "return 'found ' + typeof hold._flow.activeNodes", wants: 'found object' },
  { by: 'node:write', name: 'gives a node of core an object that it works with', run: "core('pub').brokerConn = { deregister(node, done) { got.push('asked for ' + node.id.slice(0, 3)); done(); } };", look: "await core('pub').close()", heard: true, wants: 'asked for pub', honest: true },
  { by: 'node:write', name: 'writes data', run: "core('pub').note = { list: [1, { a: 2 }], since: new Date(0) }; v.note = { a: 1 };", look: "return [JSON.stringify(core('pub').note), nodes['v' + id].note.a].join()", wants: '{"list":[1,{"a":2}],"since":"1970-01-01T00:00:00.000Z"},1', honest: true },
  { by: 'node:read', with: ['node:write'], more: ['all'], name: 'changes a class of core by what a node of core works with', run: broker("v.connect(); Object.getPrototypeOf(v.client).marked = 'CHANGED'; return Object.getPrototypeOf(core('broker').client).marked"), result: true, wants: /^CHANGED$/ },
  { by: 'node:read', with: ['node:write'], name: 'has an object of a class that another package works with', run: "return v.mine.say()", result: true, wants: 'said', honest: true },
  // Hooks that see messages and do not change them [R6].
  ...['postDeliver', 'postReceive', 'onComplete'].flatMap((hook) => {
    const by = { postDeliver: 'hooks:post-deliver', postReceive: 'hooks:post-receive', onComplete: 'hooks:on-complete' }[hook];
    const on = (act) => `RED.hooks.add('${hook}.x' + id, (event) => { if (event.msg.of === id) { ${act} } });`;
    const more = [hook === 'postDeliver' ? 'hooks:pre-deliver' : 'hooks:on-receive'];
    return [
      { by, more, name: `changes messages by ${hook}`, run: on("event.msg.payload += '-CHANGED';"), look: 'await pass(id, "sent", true); return told(id)', wants: '-CHANGED' },
      ...(hook === 'postDeliver' ? [{ by, more, name: `puts another message in its place by ${hook}`, run: on("event.msg = { payload: 'REPLACED', of: id };"), look: 'await pass(id, "sent", true); return told(id)', wants: 'REPLACED' }] : []),
      ...Object.entries({ 'says no': "() => false", 'fails': "() => { throw new Error('x'); }", 'never ends': '(done) => {}', 'waits for ever': '() => new Promise(() => {})' }).map(([how, text]) => ({
        by, name: `keeps hooks of others from seeing by ${hook}, where it ${how}`, run: text.startsWith('(done)') ? `RED.hooks.add('${hook}.q' + id, (event, done) => { if (event.msg.of !== id) done(); });` : `RED.hooks.add('${hook}.q' + id, (event) => (event.msg.of === id ? (${text})() : undefined));`,
        look: `const heard = []; RED.hooks.add('${hook}.later' + id, ({ msg }) => { if (msg.of === id) heard.push(msg.payload); }); await pass(id, 'sent'); return heard.length > 0 ? 'heard' : 'SILENCED'`, wants: 'SILENCED',
      })),
      { by, name: `fails as another by ${hook}`, run: on("throw new Error('FORGED');"), look: "await pass(id, 'sent'); return blamed(id)", wants: 'FORGED' },
      { by, name: `fails as another later, by ${hook}`, run: `RED.hooks.add('${hook}.x' + id, (event) => (event.msg.of === id ? Promise.reject(new Error('FORGED')) : undefined));`, look: "await pass(id, 'sent'); return blamed(id)", wants: 'FORGED' },
      { by, name: `sees messages by ${hook}`, run: on("got.push('saw:' + event.msg.payload);"), look: FEEDS, heard: true, wants: 'saw:sent', honest: true },
    ];
  }),
  { by: 'hooks:on-complete', name: 'changes what a node has failed with by onComplete', run: "RED.hooks.add('onComplete.error' + id, ({ msg, error }) => { if (error && msg.of === id) { error.message = 'FORGED'; error.details.word = 'FORGED'; } });", look: "await pass(id, 'sent', false, true); return told(id)", wants: 'FORGED' },
  { by: 'hooks:on-complete', name: 'sees what a node has failed with by onComplete', run: "RED.hooks.add('onComplete.error' + id, ({ msg, error }) => { if (error && msg.of === id) got.push('saw:' + [error instanceof TypeError, error.message, error.details.word, error.stack.split(':')[0]]); });", look: "await pass(id, 'sent', false, true)", heard: true, wants: 'saw:true,with,details,TypeError', honest: true },
];
