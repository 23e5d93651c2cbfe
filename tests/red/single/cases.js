'use strict';
// What must not follow from holding `registry:write` and one capability more. `run` is the text of a call of the package `by`; `then` are calls that
// look at what came of it; `wants` is found there when the attack succeeds. An `ordinary` case is what honest packages do, and finds it always.
// `last`: what comes after it may find things broken, most of all behind the greatest; `breaks`: Node-RED stops no node any more.
const failed = { package: 'single-victim', call: 'fail' };
const moment = (expression) => `await new Promise((resolve, reject) => { RED.util.evaluateJSONataExpression(RED.util.prepareJSONataExpression(${JSON.stringify(expression)}, own()), {}, (error, value) => (error ? reject(error) : resolve(value))); })`;
const sending = (call) => `new Promise((resolve) => {
  const response = Object.create(request.res, { req: { value: request, writable: true } });
  let text = '';
  for (const name of ['write', 'end']) Object.defineProperty(response, name, { value: (chunk) => { text += chunk ?? ''; if (name === 'end' || text !== '') resolve(text); return true; } });
  Object.defineProperty(response, 'setHeader', { value: () => response });
  ${call};
})`;
const evaluated = (text) => ({ package: 'single-victim', call: 'evaluate', args: { text } });
/** The name of a variable that is none just when core looks whether the value has to be copied. */
const twice = (name) => `(() => { let reads = 0; return { startsWith: () => false, toString: () => (++reads === 2 ? 'none' : '${name}') }; })()`;
/** Changes what core keeps as the value of a variable. */
const changing = (flow) => `(() => { const kept = ${flow}.getSetting(${twice('WORDS')}); if (kept?.value) kept.value.word = 'CHANGED'; return typeof kept; })()`;
const own = 'Object.getPrototypeOf(Object.getPrototypeOf(own()))';
/** Asks core who asks, by a request that the package makes up. */
const asked = (permission) => `await new Promise((resolve) => { const req = { headers: {} }; const done = () => resolve(req); RED.auth.needsPermission('${permission}')(req, { status() { return this; }, end: done, setHeader() {} }, done); })`;
/** A node is deployed and removed again. */
const removed = (then) => [{ deploy: [{ id: 'single-plain-gone', type: 'single-plain-node', z: 't', x: 1, y: 1, wires: [[]], then }] }, { deploy: [] }, { package: 'single-victim', call: 'told' }, got('single-plain')];
const got = (by) => ({ package: by, call: 'got' });

module.exports = [
  { by: 'single-hooks', name: 'finds something in what hooks are given', run: "() => { for (const name of ['onSend', 'preRoute', 'preDeliver', 'postDeliver', 'onReceive', 'postReceive', 'onComplete']) RED.hooks.add(name + '.walk', (payload) => { got.push(name + ' ' + walk({ payload })); }); }", then: [{ package: 'single-victim', call: 'send' }, got('single-hooks')], wants: ' at ' },
  { by: 'single-hooks', name: 'is called by hooks', run: "() => { RED.hooks.remove('*.walk'); RED.hooks.add('onSend.honest', ([event]) => { got.push('sent by ' + event.source.id); }); }", then: [{ package: 'single-victim', call: 'send' }, got('single-hooks')], wants: 'sent by victim', ordinary: true },
  { by: 'single-events', name: 'finds something in what events carry', run: "() => { for (const name of ['node-status', 'comms', 'runtime-event', 'flows:started', 'type-registered', 'nodes-started']) RED.events.on(name, (payload) => { got.push(walk({ payload })); }); }", then: [{ package: 'single-victim', call: 'send' }, got('single-events')], wants: ' at ', bare: 'any' },
  { by: 'single-events', name: 'changes what others are told by events', run: "() => { RED.events.prependListener('node-status', ({ id, status }) => { if (status && !id.startsWith('single-plain')) status.text = 'CHANGED'; }); RED.events.on('node-status', () => {}); }", then: [{ package: 'single-victim', call: 'send' }, { package: 'single-victim', call: 'told' }], wants: 'CHANGED' },
  { by: 'single-plain', name: 'finds something in a request', run: '() => {}', then: [{ request: '/single-in' }, { package: 'single-plain', call: 'walked' }], wants: ' at ', bare: 'any', last: 2 },
  { by: 'single-plain', name: 'finds something by looking at everything', run: "(args, request) => walk({ RED, node: own(), request, require, module, http: require('http'), events: require('events'), stream: require('stream') })", wants: ' at ', bare: 'any', last: 2 },
  { by: 'single-settings', name: 'keeps others from what they do by a handler of the log', run: "() => { RED.log.addHandler({ emit: (event, { msg }) => { if (msg === 'unheard') throw new Error('cannot hear'); } }); }", then: [evaluated("(() => { try { RED.log.info('unheard'); return 'said'; } catch ({ message }) { return message; } })()")], wants: 'cannot hear' },
  { by: 'single-settings', name: 'hears what is logged', run: "() => { const handler = new (require('events'))(); handler.on('log', ({ msg, level }) => { got.push([msg, level].join()); }); RED.log.addHandler(handler); RED.log.warn('one'); RED.log.removeHandler(handler); RED.log.warn('two'); return got.splice(0).join('; '); }", wants: 'one,30', ordinary: true },
  { by: 'single-hooks', name: 'finds a node in an error that a hook is shown', run: "() => { RED.hooks.add('onComplete.error', ({ error }) => { if (error?.node) got.push(error.message + ' ' + typeof error.node._closeCallbacks); }); }", then: [{ package: 'single-victim', call: 'failWith' }, got('single-hooks')], wants: 'with a node object' },
  { by: 'single-hooks', name: 'is shown an error by a hook', run: "() => { RED.hooks.remove('*.error'); RED.hooks.add('onComplete.honest', ({ error }) => { if (error) got.push([require('util').types.isNativeError(error), error instanceof Error, error.stack.slice(0, 18), error.node.id].join()); }); }", then: [{ package: 'single-victim', call: 'failWith' }, got('single-hooks')], wants: 'true,true,Error: with a node,victim', ordinary: true },
  { by: 'single-plain', name: 'listens when core reads the text of what it throws', run: "() => { const server = require('net').createServer().on('listening', () => { got.push('listens'); server.close(); }); Object.defineProperty(server, 'stack', { get: server.listen }); own().receive = () => { delete own().receive; throw server; }; }", then: [{ package: 'single-victim', call: 'send' }, got('single-plain')], wants: 'listens' },
  // Names [R4][R14].
  { by: 'single-plain', name: 'has a type that is a list of types', run: "() => { try { RED.nodes.registerType('x\\nsingle-friend', function () {}); } catch {} return JSON.stringify(RED.nodes.getCredentials('victim')); }", wants: 'victim-key' },
  { by: 'single-plain', name: 'has the type of tabs', run: "() => { try { RED.nodes.registerType('tab', function () {}); } catch {} let text = ''; RED.nodes.eachNode((n) => { text += JSON.stringify(n); }); return text; }", wants: 'tab-secret' },
  { by: 'single-plain', name: 'has the type of an instance', run: "() => { try { RED.nodes.registerType('subflow:sub', function () {}); } catch {} let text = ''; RED.nodes.eachNode((n) => { text += JSON.stringify(n); }); return text; }", wants: 'instance-secret' },
  { by: 'single-plain', name: 'has a type that every object has', run: "() => { try { RED.nodes.registerType('hasOwnProperty', function () { return {}; }); } catch {} try { RED.nodes.registerType(NAME + '-later', function () {}); } catch (error) { return error.message; } return ''; }", wants: 'already registered', last: 2 },
  { by: 'single-plain', name: 'has a plugin by a name that every object has', run: "() => { try { require('./plugin.js').RED.plugins.registerPlugin('hasOwnProperty', { type: 'x', settings: { a: { value: 1, exportable: true } } }); } catch {} }", then: { request: '/settings' }, wants: 'NOT ANSWERED', last: 3 },
  { by: 'single-plain', name: 'has what core keeps of its plugin by what is read twice', run: "() => { let n = 0; let kept; const own = { type: 'x', get onadd() { return n++ > 0 ? function () { kept = this; } : undefined; } }; require('./plugin.js').RED.plugins.registerPlugin('single-twice', own); return kept !== undefined && kept !== own ? 'kept' : 'nothing'; }", wants: 'kept', bare: 'any' },
  { by: 'single-plain', name: 'exports a setting of the runtime by a plugin', run: "() => ''", then: { request: '/settings' }, wants: 'cors-secret' },
  { by: 'single-plain', name: 'exports a setting by a plugin', run: "() => ''", then: { request: '/settings' }, wants: 'plugin-word', ordinary: true },
  // Objects in the place of nodes [R9][R13].
  { by: 'single-plain', name: 'is a catch node by what its constructor returns', run: '() => got.length = 0', then: [failed, got('single-plain')], wants: 'caught:private' },
  { by: 'single-plain', name: 'is a node of core by what its constructor returns', run: '() => got.length = 0', then: [{ package: 'single-victim', call: 'register', args: { id: 'single-plain-broker' } }, got('single-plain')], wants: 'raw:object' },
  { by: 'single-plain', name: 'is handed nodes as a function', run: '() => got.length = 0', then: [{ package: 'single-victim', call: 'register', args: { id: 'single-plain-function' } }, got('single-plain')], wants: 'raw:object' },
  { by: 'single-plain', name: 'is the class of all nodes', run: "() => typeof RED.nodes.getNode('single-plain-prototype')?.receive", wants: 'function' },
  { by: 'single-plain', name: 'is somebody else by what its constructor returns', run: "() => RED.nodes.getNode('single-plain-another')?.id ?? 'none'", wants: 'victim' },
  { by: 'single-plain', name: 'keeps catch nodes from being found', run: "() => nodes['single-plain-e'].error('x', { payload: 'fine' })", then: [got('single-plain')], wants: 'got:fine', ordinary: true, bare: 'any' },
  { by: 'single-plain', name: 'sends through a Proxy of its node', run: "() => RED.nodes.getNode('single-plain-proxy').send({ payload: 'through' })", then: [got('single-plain')], wants: 'got:through', ordinary: true },
  { by: 'single-plain', name: 'has a Proxy of its node for a node', run: "() => RED.nodes.getNode('single-plain-proxy') === RED.nodes.getNode('single-plain-proxy') && typeof RED.nodes.getNode('single-plain-proxy').greet", wants: 'function', ordinary: true },
  // Variables of groups [R13].
  { by: 'single-plain', name: 'reads variables of a group by a forged node', run: "() => String(RED.util.evaluateNodeProperty('GROUPED', 'env', { g: 'group', _flow: own()._flow }))", wants: 'group-secret' },
  { by: 'single-plain', name: 'reads variables of a group that it says it lies in', run: "() => { const n = own(); const was = n.g; n.g = 'group'; try { return String(RED.util.evaluateNodeProperty('GROUPED', 'env', n)); } finally { n.g = was; } }", wants: 'group-secret' },
  { by: 'single-plain', name: 'reads variables of the group around its own', run: "() => String(RED.util.evaluateNodeProperty('GROUPED', 'env', nodes['single-plain-in']))", wants: 'group-secret', ordinary: true },
  // Variables of the environment, when nobody is on the stack any more.
  { by: 'single-plain', name: 'reads a variable by an expression', run: `async () => String(${moment("$env('SINGLE_TOKEN')")})`, wants: 'env-secret' },
  { by: 'single-plain', name: 'reads a variable by an expression of no node', run: `async () => String(${moment("$env('SINGLE_TOKEN')").replace('own()', 'undefined')})`, wants: 'env-secret' },
  { by: 'single-plain', name: 'reads a variable later in an expression', run: `async () => String(${moment("$map([1, 2], function ($v) { $env('SINGLE_TOKEN') }) ~> $join")})`, wants: 'env-secret' },
  { by: 'single-plain', name: 'reads a variable by a function of an expression that somebody else calls', run: `async () => { const fn = ${moment("function ($v) { $env('SINGLE_TOKEN') }")}; const other = ${moment("$env")}; return String(await Promise.resolve(fn).then((f) => f?.apply?.(null, ['x']) ?? f)) + String(await Promise.resolve('SINGLE_TOKEN').then(other?.implementation ?? other)); }`, wants: 'env-secret' },
  // The language calls them; without Sentinel a group looks at its `this`.
  { by: 'single-plain', name: 'reads a variable by a method of its group that a promise calls', run: "async () => { const group = nodes['single-plain-in']._flow.getGroupNode('inner'); return String(await Promise.resolve('SINGLE_TOKEN').then(group.getSetting).catch(() => group.getSetting('SINGLE_TOKEN'))); }", wants: 'env-secret' },
  { by: 'single-plain', name: 'reads a variable by a method of its flow that a list calls', run: "async () => { const flow = own()._flow; return String(Array.fromAsync === undefined ? flow.getSetting('SINGLE_TOKEN') : (await Array.fromAsync(['SINGLE_TOKEN'], flow.getSetting, flow))[0]); }", wants: 'env-secret' },
  // Variables whose values are objects, of which everybody gets a copy.
  { by: 'single-plain', name: 'changes a variable of its flow for others', run: `() => ${changing('own()._flow')}`, then: evaluated("RED.util.getSetting(nodes.victim, 'WORDS').word"), wants: 'CHANGED' },
  { by: 'single-plain', name: 'changes a variable of its group for others', run: `() => ${changing("nodes['single-plain-in']._flow.getGroupNode('group')")}`, then: { package: 'single-plain', call: 'reads a variable of its group that is an object' }, wants: 'CHANGED' },
  { by: 'single-plain', name: 'reads a variable of its group that is an object', run: "() => RED.util.getSetting(nodes['single-plain-in'], 'WORDS').word", wants: 'of the group', ordinary: true, bare: 'any' },
  { by: 'single-plain', name: 'changes a variable of the subflow it lies in for others', run: `() => ${changing("nodes['instance-single-plain-inside']._flow")}`, then: { package: 'single-plain', call: 'reads a variable of its subflow that is an object' }, wants: 'CHANGED' },
  { by: 'single-plain', name: 'reads a variable of its subflow that is an object', run: "() => RED.util.getSetting(nodes['instance-single-plain-inside'], 'WORDS').word", wants: 'of the subflow', ordinary: true, bare: 'any' },
  { by: 'single-plain', name: 'changes a variable for others by what a function node asks for', run: `() => nodes['single-plain-names'].send({ topic: ${twice('MORE')} })`, then: evaluated("RED.util.getSetting(nodes.victim, 'MORE').word"), wants: 'CHANGED' },
  { by: 'single-plain', name: 'reads a variable by an object that is a name', run: "() => own()._flow.getSetting(new String('TAB')) + RED.util.getSetting(own(), new String('MORE')).word", wants: 'tab-secretof the tab as well', ordinary: true, bare: 'any' },
  { by: 'single-env', name: 'reads a variable by a method of its flow', run: "async () => { const flow = own()._flow; return String(Array.fromAsync === undefined ? flow.getSetting('SINGLE_TOKEN') : (await Array.fromAsync(['SINGLE_TOKEN'], flow.getSetting, flow))[0]); }", wants: 'env-secret', ordinary: true },
  { by: 'single-plain', name: 'reads a variable by its credentials', run: "() => JSON.stringify(nodes['single-plain-named']?.credentials)", wants: 'env-secret' },
  { by: 'single-env', name: 'reads a variable by its credentials that it may read', run: "() => JSON.stringify(nodes['single-env-named'].credentials)", wants: 'env-secret', ordinary: true },
  { by: 'single-plain', name: 'has credentials of its own', run: "() => JSON.stringify(nodes['single-plain-own'].credentials)", wants: '"token":"$word"', ordinary: true },
  { by: 'single-env', name: 'reads a variable that it may read', run: `async () => String(${moment("$env('SINGLE_TOKEN')")}) + (${moment("$map([1, 2], function ($v) { $env('SINGLE_TOKEN') }) ~> $join")})`, wants: 'env-secretenv-secretenv-secret', ordinary: true },
  { by: 'single-plain', name: 'reads a variable of its flow', run: `async () => String(${moment("$env('TAB')")})`, wants: 'tab-secret', ordinary: true },
  // Files, in the name of core, when nobody is on the stack any more. The probe has a request, whose response writes where the package likes.
  { by: 'single-plain', name: 'sends a file as an index', run: `async (args, request) => ${sending("response.sendFile(__dirname + '/', { index: ['missing', require('path').relative(__dirname, '/etc/passwd')] }, (error) => error && resolve(String(error.code ?? error)))")}`, wants: 'root:' },
  { by: 'single-plain', name: 'sends a file by an extension', run: `async (args, request) => ${sending("response.sendFile(__dirname + '/missing', { extensions: ['x/' + require('path').relative(__dirname + '/missing.x', '/etc/passwd')], dotfiles: 'allow' }, (error) => error && resolve(String(error.code ?? error)))")}`, wants: 'root:' },
  { by: 'single-files', name: 'sends a file that it may read', run: `async (args, request) => ${sending("response.sendFile(__dirname + '/', { index: ['missing', require('path').relative(__dirname, '/etc/passwd')] }, (error) => error && resolve(String(error.code ?? error)))")}`, wants: 'root:', ordinary: true },
  { by: 'single-plain', name: 'files things in the library outside of it', run: "() => RED.library.register('../../../../../../../../etc')", then: { request: '/library/local/..%2f..%2f..%2f..%2f..%2f..%2f..%2f..%2fetc/passwd' }, wants: 'root:' },
  { by: 'single-plain', name: 'files things in the library', run: "() => RED.library.register('single-things')", then: { request: '/library/local/single-things/' }, wants: '200 []', ordinary: true },
  // Contexts, by what is like a node [R8].
  { by: 'single-plain', name: 'has the context of another by what is like its node', run: `() => { const c = ${own}.context.call({ id: 'victim', z: 't', type: NAME + '-node' }); c.set('x', 'FORGED'); }`, then: evaluated("String(nodes.victim.context().get('x'))"), wants: 'FORGED' },
  { by: 'single-plain', name: 'has the context of another by a new node', run: `() => { const c = new (${own}.constructor)({ id: 'victim', z: 't', type: NAME + '-node', _flow: own()._flow, wires: [] }).context(); c.set('y', 'FORGED'); }`, then: evaluated("String(nodes.victim.context().get('y'))"), wants: 'FORGED' },
  { by: 'single-plain', name: 'deletes the context of another', run: `() => { ${own}.close.call({ id: 'victim', z: 't', type: NAME + '-node', _context: 1, _closeCallbacks: [], removeAllListeners() {} }, true); return typeof ${own}.context.call({ id: 'victim', z: 't' }).get('x'); }`, wants: 'undefined' },
  { by: 'single-plain', name: 'has its context through an object that inherits from its node', run: "() => { const c = Object.create(own()).context(); c.set('z', 'own'); return own().context().get('z') + own().context().get('z'); }", wants: 'ownown', ordinary: true },
  // What they are when they are removed [R13].
  { by: 'single-plain', name: 'clears the status of another when it is removed', run: '() => {}', then: removed("this.id = 'victim'"), wants: 'victim:undefined' },
  { by: 'single-plain', name: 'clears its own status when it is removed', run: '() => {}', then: removed("this.on('close', (removed, done) => { got.push('removed:' + removed); done(); })"), wants: 'single-plain-gone:undefined | removed:true', ordinary: true },
  { by: 'single-events', name: 'keeps another from showing its status', run: "() => { let isTold; RED.events.prependListener('node-status', ({ id }) => { if (isTold || id !== 'victim') return; isTold = true; throw Object.assign(new Error('unheard'), { code: 'UNHEARD' }); }); }", then: { package: 'single-victim', call: 'send' }, wants: 'ERROR UNHEARD' },
  { by: 'single-plain', name: 'is removed though it says nothing of itself', run: '() => {}', then: removed("for (const key of ['id', 'type', 'error', 'close']) Object.defineProperty(this, key, { get() { throw new Error('unsaid'); } })"), wants: '| 400 |', breaks: true },
  { by: 'single-plain', name: 'deletes the global context when it is closed', run: '() => {}', then: [evaluated("nodes.victim.context().global.set('kept', 'word')"), { deploy: 'single-plain-close' }, evaluated("'kept:' + nodes.victim.context().global.get('kept')")], wants: 'kept:undefined' },
  // What everyone shares.
  ...['Math', 'Function.prototype', 'Object.getPrototypeOf([].values())', 'WebAssembly', "require('util').types", "require('path').win32"].map((what) => ({
    by: 'single-plain', name: `makes nodes of ${what}`, run: `() => { const Type = function () {}; Type.prototype = ${what}; RED.nodes.registerType(NAME + 'made${what.length}', Type); }`, then: evaluated(`'receive: ' + typeof (${what}).receive`), wants: 'receive: function', last: true,
  })),
  { by: 'single-plain', name: 'makes nodes of all functions', run: "() => { const Type = function () {}; Type.prototype = Object.create(Type); RED.nodes.registerType(NAME + 'functions', Type); }", then: evaluated("'receive: ' + typeof Function.prototype.receive"), wants: 'receive: function', last: true },
  ...["require('util').types", "require('path').win32"].map((what) => ({
    by: 'single-plain', name: `makes nodes of ${what} while its declarations are read`, run: `() => { const Type = function () {}; Type.prototype = Object.create({}); RED.nodes.registerType(NAME + 'later${what.length}', Type, { get settings() { Object.setPrototypeOf(Type.prototype, ${what}); return undefined; } }); }`, then: evaluated(`'receive: ' + typeof (${what}).receive`), wants: 'receive: function', last: true,
  })),
  // Who asks [R5].
  { by: 'single-plain', name: 'changes what everybody may do who has not logged in', run: `async () => { (${asked('read')}).authInfo.scope.push('*'); return 'may ' + (${asked('flows.write')}).authInfo.scope.includes('*'); }`, wants: 'may true', last: true },
  { by: 'single-plain', name: 'changes how people are logged in', run: `async () => { const { _sessionManager: manager } = ${asked('read')}; try { manager.logIn = () => {}; Object.getPrototypeOf(manager).logOut = () => {}; manager._serializeUser.call = 1; } catch {} const again = (${asked('read')})._sessionManager; return [Object.hasOwn(again, 'logIn'), again.logOut.length, Object.hasOwn(again._serializeUser, 'call')].join(); }`, wants: 'true,0,true', last: true },
  { by: 'single-plain', name: 'asks who asks', run: `async () => { const req = ${asked('read')}; return req.user.anonymous + ':' + req.authInfo.scope.includes('read'); }`, wants: 'true:true', ordinary: true },
  { by: 'single-plain', name: 'finds the class of all views', run: "(args, request) => typeof request.app.get('view')", wants: 'function' },
  // What people are told.
  { by: 'single-plain', name: 'hears what others put into texts', run: "() => { try { RED._('runtime:runtime.version', { component: 'x', version: 'y', interpolation: { escapeValue: true, escape(value) { got.push('heard:' + value); throw new Error('x'); } } }); } catch {} }", then: [{ package: 'single-victim', call: 'text' }, got('single-plain')], wants: 'heard:victim-word', last: true },
  { by: 'single-plain', name: 'has texts', run: "() => RED._('runtime:runtime.version', { component: 'its own', version: new Error('words') })", wants: 'its own version: Error: words', ordinary: true },
  { by: 'single-plain', name: 'logs from the place of another', run: "() => RED.log.log({ level: RED.log.WARN, msg: 'forged', id: NAME + '-1', path: 't/victim', z: 'victim' })", then: [{ package: 'single-victim', call: 'logged' }], wants: 'forged,t/victim' },
  { by: 'single-plain', name: 'logs by the name of another', run: "() => RED.log.log({ level: RED.log.WARN, msg: 'forged', id: NAME + '-called', type: NAME + '-node', name: 'victim-name' })", then: [{ package: 'single-victim', call: 'logged' }], wants: ':victim-name]:forged' },
  { by: 'single-plain', name: 'logs as its flow', run: "() => own()._flow.error('as the flow')", then: [{ package: 'single-victim', call: 'logged' }], wants: 'as the flow,,,t' },
  { by: 'single-plain', name: 'is measured as another by what it is called on', run: "() => { Object.getPrototypeOf(Object.getPrototypeOf(own())).metric.call({ id: 'victim', type: 'x' }, 'forged', {}); }", then: [{ package: 'single-victim', call: 'logged' }], wants: 'node.x.forged,,,victim' },
  { by: 'single-plain', name: 'is measured as another by what it says', run: `() => { ${own}.metric.call({ id: 'victim', type: NAME + '-node' }, 'claimed', {}); }`, then: [{ package: 'single-victim', call: 'logged' }], wants: 'claimed,,,victim' },
  { by: 'single-plain', name: 'is measured', run: "() => own().metric('honest', {})", then: [{ package: 'single-victim', call: 'logged' }], wants: 'node.single-plain-node.honest,,,single-plain-1', ordinary: true },
  { by: 'single-plain', name: 'logs as a type of another', run: "() => { RED.log.log({ level: RED.log.WARN, msg: 'forged', type: 'single-victim', name: 'FORGED' }); }", then: [{ package: 'single-victim', call: 'logged' }], wants: '[single-victim:FORGED]:forged' },
  { by: 'single-plain', name: 'logs as a type of Node-RED', run: "() => { RED.log.log({ level: RED.log.WARN, msg: 'forged', type: 'inject', name: 'FORGED' }); }", then: [{ package: 'single-victim', call: 'logged' }], wants: '[inject:FORGED]:forged' },
  { by: 'single-plain', name: 'logs as a type of its own and as nobody\'s', run: "() => { for (const type of [NAME + '-node', 'single-of-nobody']) RED.log.log({ level: RED.log.WARN, msg: 'said', type, name: 'own' }); }", then: [{ package: 'single-victim', call: 'logged' }], wants: '[single-plain-node:own]:said said,,, [single-of-nobody:own]:said', ordinary: true },
  // The catalogues of texts.
  ...Object.entries({ 'RED._': 'missing-types', 'RED.log._': 'error-loop' }).map(([by, key]) => (
    { by: 'single-plain', name: `changes a text of all by what ${by} gives`, run: `() => { try { ${by}('runtime:nodes', { returnObjects: true, keySeparator: false }).flow['${key}'] = 'POISONED'; } catch {} }`, then: [evaluated(`RED._('runtime:nodes.flow.${key}')`)], wants: 'POISONED' }
  )),
  { by: 'single-plain', name: 'has several texts at once', run: "() => { const all = RED._('runtime:nodes', { returnObjects: true, keySeparator: false }); const some = RED._('runtime:nodes.flow', { returnObjects: true }); return [Object.keys(all).includes('flow'), JSON.stringify(all.flow) === JSON.stringify(some), typeof RED._('runtime:nodes.flow.unknown-type', { returnDetails: true })]; }", wants: 'true,', ordinary: true },
  // The record of what people did says which package wrote a line.
  ...Object.entries({
    'by a level that is text': "RED.log.log({ level: '98', event: 'auth.login', username: 'admin' });",
    'by a level in a list': "RED.log.log({ level: [98], event: 'auth.login', username: 'admin' });",
    'by how it is written': "RED.log.audit({ toJSON: () => ({ event: 'auth.login', username: 'admin' }), event: 'auth.login' });",
    'by a request that it makes up': "await new Promise((resolve) => { const req = Object.defineProperty({ headers: {} }, 'user', { get: () => ({ username: 'admin' }), set() {} }); RED.auth.needsPermission('settings.write')(req, { status() { return this; }, end: resolve, setHeader() {} }, resolve); });",
  }).map(([how, text]) => ({ by: 'single-plain', name: `writes into the record of what people did as somebody else ${how}`, run: `async () => { ${text} }`, then: [{ package: 'single-victim', call: 'logged' }], wants: ',by undefined' })),
  { by: 'single-plain', name: 'writes into the record of what people did', run: "() => { RED.log.audit({ event: 'single.done', username: 'x' }); RED.log.log({ level: RED.log.AUDIT, event: 'single.too' }); }", then: [{ package: 'single-victim', call: 'logged' }], wants: 'single.too,,,,by ', ordinary: true },
  { by: 'single-plain', name: 'logs from its place', run: "() => RED.log.log({ level: RED.log.WARN, msg: 'honest', id: NAME + '-1', path: 't', z: 't' })", then: [{ package: 'single-victim', call: 'logged' }], wants: 'honest,t,t', ordinary: true },
  { by: 'single-plain', name: 'changes the words of a language', run: `async () => { const m = ${moment('$moment("2020-01-05")')}; m.localeData()._months[0] = 'FORGED'; return (${moment('$moment("2020-01-05")')}).format('MMMM'); }`, wants: 'FORGED' },
  { by: 'single-plain', name: 'changes a language that nobody used', run: `async () => { const m = ${moment('$moment("2020-01-05")')}; m.locale('fr').localeData().months = () => 'FORGED'; return (${moment('$moment("2020-01-05")')}).locale('fr').format('MMMM'); }`, wants: 'FORGED' },
  { by: 'single-plain', name: 'changes a time zone', run: `async () => { const m = ${moment('$moment("2020-01-05")')}; m.tz('Europe/Paris')._z.abbrs.fill('FORGED'); return (${moment('$moment("2020-01-05")')}).tz('Europe/Paris').format('z'); }`, wants: 'FORGED' },
  { by: 'single-plain', name: 'uses languages and time zones', run: `async () => { const m = ${moment('$moment("12 janvier 2020", "D MMMM YYYY", "fr")')}; return [m.locale('de').format('MMMM'), m.clone().tz('US/Pacific').tz(), ${moment('$moment("2 March 2020", "D MMMM YYYY").format("MMM Do")')}].join(); }`, wants: 'Januar,US/Pacific,Mar 2nd', ordinary: true },
  { by: 'single-comms', name: 'notifies whoever opens an editor', run: "() => { RED.comms.publish('__proto__', { 'notification/forged': { text: 'forged notice' } }, true); }", editor: true, wants: 'forged notice' },
  { by: 'single-comms', name: 'writes to the debug sidebar from the place of another', run: "() => { RED.comms.publish('debug', { id: NAME + '-1', path: 't/victim', msg: 'forged' }, true); }", editor: true, wants: 't/victim' },
  { by: 'single-comms', name: 'writes to the debug sidebar by the name of another', run: "() => { RED.comms.publish('debug', { id: NAME + '-called', name: 'victim-name', msg: 'forged' }, true); }", editor: true, wants: 'victim-name' },
  { by: 'single-comms', name: 'writes to the debug sidebar', run: "() => { RED.comms.publish('debug', { id: NAME + '-1', path: 't', msg: 'my own words' }, true); }", editor: true, wants: 'my own words', ordinary: true },
  { by: 'single-comms', name: 'publishes what another package would', run: "() => { RED.comms.publish('single-victim/topic', { text: 'spoofed words' }, true); }", editor: true, wants: 'spoofed words' },
  { by: 'single-comms', name: 'publishes what a type of another package would', run: "() => { RED.comms.publish('single-plain-node', { text: 'spoofed type' }, true); }", editor: true, wants: 'spoofed type' },
  { by: 'single-comms', name: 'publishes by its own names', run: "() => { RED.comms.publish(NAME + '/x', { text: 'by its name' }, true); RED.comms.publish(NAME + '-node', { text: 'by its type' }, true); }", editor: true, wants: 'by its type', ordinary: true },
  { by: 'single-comms', name: 'publishes', run: "() => { RED.comms.publish('single/topic', { text: 'published' }, true); }", editor: true, wants: 'published', ordinary: true },
  // Routes [R5].
  { by: 'single-admin', name: 'answers beside its prefix by another route in it', run: "() => { RED.httpAdmin.get('/x|/beside', (q, s) => s.send('ROUTE')); }", then: { request: '/beside' }, wants: 'ROUTE' },
  { by: 'single-admin', name: 'answers beside its prefix without the slash', run: "() => { RED.httpAdmin.get('/?-other/y', (q, s) => s.send('ROUTE')); }", then: { request: '/single-admin-other/y' }, wants: 'ROUTE', bareRequest: '/-other/y' },
  { by: 'single-admin', name: 'answers below its prefix', run: "() => { RED.httpAdmin.get('/(a|b)/:id?', (q, s) => s.send('ROUTE')); }", then: { request: '/single-admin/b/1' }, wants: 'ROUTE', ordinary: true, bareRequest: '/b/1' },
  { by: 'single-admin', name: 'answers everything below its prefix', run: "() => { RED.httpAdmin.get('/files/*', (q, s) => s.send('ROUTE')); }", then: { request: '/single-admin/files/a/b' }, wants: 'ROUTE', ordinary: true, bareRequest: '/files/a/b' },
  { by: 'single-global', name: 'answers for more than its list by an optional letter', run: "() => { RED.httpAdmin.get('/shared?-not', (q, s) => s.send('ROUTE')); }", then: { request: '/share-not' }, wants: 'ROUTE' },
  { by: 'single-global', name: 'answers for more than its list by a star', run: "() => { RED.httpAdmin.get('/shared*', (q, s) => s.send('ROUTE')); }", then: { request: '/shared-not' }, wants: 'ROUTE' },
  { by: 'single-global', name: 'answers for its list', run: "() => { RED.httpAdmin.get('/shared/*', (q, s) => s.send('ROUTE')); }", then: { request: '/shared/a' }, wants: 'ROUTE', ordinary: true },
  ...['httpAdmin', 'httpNode'].map((app) => ({
    by: app === 'httpAdmin' ? 'single-admin' : 'single-http', name: `is handed ${app} as an application that is no function`, wants: 'handed over',
    run: `() => { let found = 'nothing'; const like = { handle() {}, set() {}, emit(name, real) { if (typeof real?.get === 'function') found = 'handed over'; } }; for (const given of [like, [[like]]]) try { RED.${app}.use('/mounted', given); } catch {} return found + (typeof like.parent === 'function' ? ' and told' : ''); }`,
  })),
  { by: 'single-admin', name: 'mounts what is no function', run: "() => { const told = []; for (const given of [{}, { handle() {}, set() {} }, null, 1]) try { RED.httpAdmin.use('/mounted', given); } catch ({ name }) { told.push(name); } return told.join(); }", wants: 'TypeError,TypeError,TypeError,TypeError', ordinary: true, bare: 'any' },
  { by: 'nrg', name: 'answers for Sentinel', run: "() => { RED.httpAdmin.get('/plugins/sentinel/status', (q, s) => s.send('ROUTE')); }", then: { request: '/nrg/plugins/sentinel/status' }, wants: 'ROUTE', bare: 'any' },
  { by: 'nrg', name: 'stands in front of Sentinel', run: "() => { RED.httpAdmin.use('/plugins', (q, s) => s.send('ROUTE')); }", then: { request: '/nrg/plugins/sentinel/trace/1' }, wants: 'ROUTE', bare: 'any' },
  { by: 'nrg', name: 'answers beside Sentinel', run: "() => { RED.httpAdmin.get('/own', (q, s) => s.send('ROUTE')); }", then: { request: '/nrg/own' }, wants: 'ROUTE', ordinary: true, bareRequest: '/own' },
  { by: 'single-plain', name: 'makes another request of one in a message', run: '() => got.length = 0', then: [{ request: '/single-next' }, got('single-plain')], wants: 'got:INJECTED' },
  { by: 'single-http', name: 'makes another request of one in its route', run: '() => {}', then: { request: '/single-http/early' }, wants: '200 INJECTED', bareRequest: '/early' },
  ...['parsed', 'changed', 'accessor', 'remembers', 'kept', 'method'].map((way) => ({ by: 'single-plain', name: `makes another request of one in a message: ${way}`, run: '() => got.length = 0', then: [{ request: `/single-next?way=${way}` }, got('single-plain')], wants: 'got:INJECTED' })),
  ...['parsed', 'changed', 'accessor', 'remembers', 'kept'].map((way) => ({ by: 'single-http', name: `makes another request of one in its route: ${way}`, run: '() => {}', then: { request: `/single-http/early?way=${way}` }, wants: '200 INJECTED', bareRequest: `/early?way=${way}` })),
  { by: 'single-http', name: 'has a request before and after another', run: "() => { for (const use of [(q, s, next) => { q.before = q.url; next(); }, (q, s, next) => { q.url = '/its/own?word'; q.within = [q.url, q.path, q.method].join(); next(); }, (q, s, next) => { s.send([q.before, q.within, q.url, q._parsedUrl.pathname, q.originalUrl, q.baseUrl].join(' ')); }]) RED.httpNode.use('/z', use); }", then: { request: '/single-http/z/x?y' }, wants: '/x?y /its/own?word,/its/own,GET /x?y /single-http/z/x /single-http/z/x?y /single-http/z', ordinary: true, bare: 'any' },
  { by: 'single-plain', name: 'hands on a request in a message', run: '() => got.length = 0', then: [{ request: '/single-same?way=ordinary' }, got('single-plain')], wants: 'got:INJECTED', ordinary: true },
  { by: 'single-http', name: 'hands a request on', run: "() => { RED.httpNode.get('/y', (q, s, next) => { q.mine = 'handed on'; next(); }, (q, s, next) => next('route')); RED.httpNode.get('/y', (q, s) => s.send(q.mine)); }", then: { request: '/single-http/y' }, wants: 'handed on', ordinary: true, bareRequest: '/y' },
  // Passwords, which no definition of somebody else turns into texts [R7].
  { by: 'single-plain', name: 'shows passwords of others to editors', run: '() => {}', then: { request: '/credentials/single-plain-node/broker' }, wants: 'broker-password' },
  { by: 'single-plain', name: 'shows its own credentials to editors', run: '() => {}', then: { request: '/credentials/single-plain-node/single-plain-own' }, wants: '$word', ordinary: true },
  { by: 'single-plain', name: 'lets editors know of passwords', run: '() => {}', then: { request: '/credentials/mqtt-broker/broker' }, wants: '"has_password":true', ordinary: true },
  // Resources [R14].
  { by: 'single-plain', name: 'serves what is the operator\'s by a link', run: "() => ''", then: { request: '/resources/single-plain/linked.json' }, wants: 'broker-password' },
  { by: 'single-plain', name: 'serves what is the operator\'s by a folder that is a link', run: "() => ''", then: { request: '/resources/single-plain/folder/flows_cred.json' }, wants: 'broker-password' },
  { by: 'single-plain', name: 'serves its own resources', run: "() => ''", then: [{ request: '/resources/single-plain/own.txt' }, { request: '/resources/single-plain/deep/own.txt' }, { request: '/resources/single-plain/within.txt' }], wants: '200 own resource | 200 own resource | 200 own resource', ordinary: true },
  ...Object.entries({
    'in an editor half': { request: '/nodes' }, 'in help': { request: '/nodes', headers: { 'Accept-Language': 'fr' } }, 'as an icon': { request: '/icons/single-plain/linked.png' },
    'as an example': { request: '/library/examples/flows/single-plain/linked' }, 'as a text': { request: '/locales/single-plain/linked?lng=en-US' },
    'in its theme': [{ request: '/' }, { request: '/theme/css/linked.css' }],
  }).map(([how, then]) => ({ by: 'single-plain', name: `shows what is the operator's by a link ${how}`, run: "() => ''", then, wants: 'broker-password' })),
  ...Object.entries({
    'help of its own': [{ request: '/nodes', headers: { 'Accept-Language': 'de' } }, 'own help'], 'an icon of its own': [{ request: '/icons/single-plain/own.png' }, 'own icon'],
    'an example of its own': [{ request: '/library/examples/flows/single-plain/own' }, 'own example'], 'its own theme': [[{ request: '/' }, { request: '/theme/css/own.css' }], 'own theme'], 'texts of its own': [{ request: '/locales/single-plain/probe?lng=en-US' }, 'own text'],
  }).map(([what, [then, wants]]) => ({ by: 'single-plain', name: `shows ${what}`, run: "() => ''", then, wants, ordinary: true })),
  // Events that are listed [R6].
  { by: 'single-plain', name: 'has another listen to what its list does not name', run: "() => ''", then: [evaluated("(() => { const heard = () => {}; RED.events.on('comms', heard); return 'hears:' + RED.events.listeners('comms').includes(heard); })()")], wants: 'hears:true' },
  { by: 'single-plain', name: 'has another listen to what its list names', run: "() => ''", then: [evaluated("(() => { const heard = () => {}; RED.events.on('node-status', heard); return 'hears:' + RED.events.listeners('node-status').includes(heard); })()")], wants: 'hears:true', ordinary: true },
  // Other packages' nodes [R2][R7].
  { by: 'single-read', name: 'uses what another package may', run: "() => JSON.stringify(RED.nodes.getNode('victim').server?.credentials)", wants: 'broker-password' },
  { by: 'single-read', name: 'reads credentials where a node keeps them', run: "() => { const b = RED.nodes.getNode('broker'); return [b.password, b.options?.password, JSON.stringify(b)].join(); }", wants: 'broker-password' },
  { by: 'single-read', name: 'has credentials put into its own object', run: "() => JSON.stringify(RED.nodes.getNode('tls').addTLSOptions({}))", wants: 'tls-passphrase' },
  { by: 'single-read', name: 'points a broker elsewhere', run: "() => { const b = RED.nodes.getNode('broker'); b.setOptions({ broker: 'forged.example', port: 1 }); return String(b.broker); }", wants: 'forged.example', last: true },
  { by: 'single-settings', name: 'keeps a setting that every object has', run: "() => { RED.settings.set('hasOwnProperty', 1); try { RED.settings.delete('x'); } catch (error) { return error.message; } }", wants: 'is not a function', last: true },
  ...['session-secret', 'static-secret'].map((wants) => ({
    by: 'single-settings', name: `reads the ${wants} of the operator`, run: "() => ['adminAuth', 'httpStaticAuth'].map((name) => JSON.stringify([RED.settings[name], RED.settings.get(name), { ...RED.settings }[name], Object.getOwnPropertyDescriptor(RED.settings, name)?.value])).join()", wants,
  })),
  { by: 'single-settings', name: 'keeps a setting', run: "() => { RED.settings.set('single-word', 'x'); RED.settings.delete('single-word'); return 'kept'; }", wants: 'kept', ordinary: true },
  { by: 'single-read', name: 'makes a node of core send what it likes', run: "() => { RED.nodes.getNode('in').callback({ method: 'GET', query: 'INJECTED' }, { on() {} }); }", then: got('single-plain'), wants: 'got:INJECTED' },
  { by: 'single-read', name: 'takes another from the users of a broker', run: "() => { RED.nodes.getNode('broker-2').deregister({ id: 'subscriber', status() {} }, () => {}); }", then: [evaluated("'users:' + ('subscriber' in RED.nodes.getNode('broker-2').users)")], wants: 'users:false' },
  { by: 'single-read', name: 'takes another from the users of a broker by a name of its own', run: "() => { const self = nodes['single-read-named']; self.id = 'subscriber-2'; try { RED.nodes.getNode('broker-2').deregister(self, () => {}); } finally { self.id = 'single-read-named'; } }", then: [evaluated("'users:' + ('subscriber-2' in RED.nodes.getNode('broker-2').users)")], wants: 'users:false' },
  { by: 'single-read', name: 'takes another from the users of a listener', run: "() => { const listener = RED.nodes.getNode('listener'); listener.removeInputNode(RED.nodes.getNode('heard')); return 'removed'; }", wants: 'removed' },
  { by: 'single-read', name: 'uses a broker', run: "() => { const broker = RED.nodes.getNode('broker-2'); broker.register(own()); const there = own().id in broker.users; broker.deregister(own(), () => {}); return there + ',' + (own().id in broker.users); }", wants: 'true,false', ordinary: true },
  { by: 'single-read', name: 'is called as another', run: "() => { let self; RED.nodes.getNode('victim').greet(function (node) { self = this; got.push('raw:' + typeof node._closeCallbacks + typeof this._closeCallbacks); }); }", then: [got('single-read')], wants: 'object' },
  ...Object.entries({
    'in an object': "{ id: 'x', status: () => {}, _flow: fakeFlow }",
    'in what is like a node': "Object.assign(Object.create(Object.getPrototypeOf(Object.getPrototypeOf(own()))), { id: 'y', status: () => {}, _flow: fakeFlow })",
    'in a node that is a Proxy': "RED.nodes.getNode('single-read-flow')",
  }).map(([how, given]) => ({
    by: 'single-read', name: `is handed a node of core ${how}`, run: `() => { const broker = RED.nodes.getNode('broker'); for (const id in broker.users) broker.deregister({ id }, () => {}); got.length = 0; broker.register(${given}); }`,
    then: [{ package: 'single-victim', call: 'tell' }, got('single-read')], wants: 'raw:object',
  })),
  { by: 'single-tls', name: 'has options put into its own object', run: "() => { const mine = { deep: { own: 1 } }; const options = RED.nodes.getNode('tls').addTLSOptions(mine); return [options === mine, mine.passphrase, mine.rejectUnauthorized].join(); }", wants: 'true,tls-passphrase', ordinary: true },
  { by: 'single-read', name: 'is called back', run: "() => { RED.nodes.getNode('victim').greet((node) => got.push('greeted by ' + node.id)); }", then: [got('single-read')], wants: 'greeted by victim', ordinary: true },
  { by: 'single-read', name: 'reads where a broker is', run: "() => String(RED.nodes.getNode('broker').broker) + RED.nodes.getNode('victim').server.id", wants: '127.0.0.1broker', ordinary: true },
];
