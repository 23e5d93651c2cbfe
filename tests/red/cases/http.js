'use strict';
// Routes [R5]. NAME in a request is the name of the acting package.
module.exports = [
  { name: 'adds an admin route', run: "({ name }) => { RED.httpAdmin.get('/red-' + name, (q, s) => s.send('ROUTE')); }", then: { request: '/red-NAME' }, wants: 'ROUTE', lacks: 'http:admin:global' },
  { name: 'adds a public route', run: "({ name }) => { RED.httpNode.post('/x', () => {}); RED.httpNode.get('/red-node-' + name, (q, s) => s.send('ROUTE')); }", then: { request: '/red-node-NAME' }, wants: 'ROUTE', lacks: 'http:node:global' },
  { name: 'adds a route by route()', run: "({ name }) => { RED.httpAdmin.route('/red-route-' + name).get((q, s) => s.send('ROUTE')).post(() => {}); }", then: { request: '/red-route-NAME' }, wants: 'ROUTE', lacks: 'http:admin:global' },
  { name: 'adds a route by pattern', run: "({ name }) => { RED.httpAdmin.get(new RegExp('^/red-pattern-' + name), (q, s) => s.send('ROUTE')); }", then: { request: '/red-pattern-NAME' }, wants: 'ROUTE', lacks: 'http:admin:global:middleware' },
  { name: 'adds a route that takes all', run: "({ name }) => { RED.httpAdmin.all(['/red-all-' + name, '/:any/red-all'], (q, s) => s.send('ROUTE')); }", then: { request: '/red-all-NAME' }, wants: 'ROUTE', lacks: 'http:admin:global' },
  { name: 'adds middleware', run: "({ name }) => { RED.httpAdmin.use((q, s, next) => (q.path === '/red-use-' + name ? s.send('ROUTE') : next())); }", then: { request: '/red-use-NAME' }, wants: 'ROUTE', lacks: 'http:admin:global:middleware' },
  { name: 'adds middleware at the root', run: "({ name }) => { RED.httpNode.use('/', (q, s, next) => (q.path === '/red-root-' + name ? s.send('ROUTE') : next())); }", then: { request: '/red-root-NAME' }, wants: 'ROUTE', lacks: 'http:node:global:middleware' },
  { name: 'adds middleware by a list', run: "({ name }) => { RED.httpNode.use([(q, s, next) => (q.path === '/red-list-' + name ? s.send('ROUTE') : next())]); }", then: { request: '/red-list-NAME' }, wants: 'ROUTE', lacks: 'http:node:global:middleware' },
  { name: 'takes out the route of another', run: "() => { const { stack } = RED.httpAdmin._router ?? RED.httpAdmin.router; for (let i = stack.length - 1; i >= 0; i--) if (stack[i].route?.path === '/victim') stack.splice(i, 1); }", then: { request: '/victim' }, wants: '404', never: true, restart: true },
  { name: 'replaces the handler of another', run: "() => { const { stack } = RED.httpAdmin._router ?? RED.httpAdmin.router; for (const layer of stack) if (layer.route?.path === '/victim') layer.route.stack[0].handle = (q, s) => s.send('HIJACKED'); }", then: { request: '/victim' }, wants: 'HIJACKED', never: true, restart: true },
  { name: 'changes the application', run: "() => { RED.httpAdmin.set('red setting', 'changed'); return String(RED.httpAdmin.get('red setting')); }", wants: 'changed', lacks: 'http:admin:global:middleware' },
  { name: 'runs the application', run: "() => { RED.httpAdmin.handle({}, {}, () => {}); return 'it ran'; }", wants: 'it ran', never: true, bare: 'any' },
  { name: 'makes it listen', run: "async () => { const s = RED.httpAdmin.listen(0); await new Promise((r) => s.once('listening', r)); s.close(); return 'listening'; }", wants: 'listening', never: true, lacks: 'all' },
  { name: 'reads the private parts of the application', run: "() => Object.keys(RED.httpAdmin.settings ?? {}).length + typeof RED.httpAdmin.request", wants: 'object', never: true },
];
