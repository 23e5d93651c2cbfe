'use strict';
// Requests that packages hand on [R5][R15]: core goes on with what came in, however it is handed on, and whatever is made of it later. A package that waits for another one does so
// until that one has done its work.
const BY = 'single-http';
/** It answers beside its own prefix. */
const OTHER = 'single-shared';
/** It stands in front of all. */
const FRONT = 'single-front';
const HOLDS = { [OTHER]: { capabilities: ['http:node:global'] }, [FRONT]: { capabilities: ['http:node:global', 'http:node:global:middleware'] } };

const at = (id, type, more) => ({ id, type, z: 't', x: 1, y: 1, wires: [[]], ...more });
/** Whoever answers here was asked for something else. */
const ELSEWHERE = '/single-elsewhere';
const FLOWS = [
  at('in-elsewhere', 'http in', { url: ELSEWHERE, method: 'get', wires: [['elsewhere']] }),
  at('elsewhere', 'function', { func: "msg.payload = 'INJECTED'; return msg;", outputs: 1, wires: [['out']] }),
  at('in-late', 'http in', { url: '/single-http/late', method: 'get', wires: [['late']] }),
  at('in-late-bare', 'http in', { url: '/late', method: 'get', wires: [['late']] }),
  // Has it until the package has changed it, or tried to.
  at('late', 'function', { func: "const { req } = msg; const look = () => { if (!req.isTried) { setTimeout(look, 5); return; } msg.payload = 'asked for ' + req.url; node.send(msg); }; look();", outputs: 1, wires: [['out']] }),
];

/** What they add while they are loaded, before flows do. */
const ATTACKS = {
  'what it throws': "app.get('/WAY', (q) => { q.url = ELSEWHERE; throw 'route'; });",
  'what it throws, and a class of its own': "app.get('/WAY', (q) => { delete q.url; Object.setPrototypeOf(q, Object.create(Object.getPrototypeOf(q), { url: { get: () => ELSEWHERE, set() {}, configurable: true } })); throw 'route'; });",
  'what it throws when it has handed it on': "app.get('/WAY', (q, s, next) => { next('route'); q.url = ELSEWHERE; throw 'route'; }); app.get('/WAY', () => {});",
  'the way out of its route': "app.get('/WAY', (q, s, next) => { q.url = ELSEWHERE; next('route'); });",
  'handing it on by itself': "app.get('/WAY', (q, s) => { q.url = ELSEWHERE; q.next(); });",
  'what it throws where it takes an error': "app.get('/WAY', (q, s, next) => next(new Error('x')), (error, q, s, next) => { q.url = ELSEWHERE; throw 'route'; });",
};
const routeOf = (name) => name.replace(/\W+/g, '-');
const ROUTES = {
  [BY]: `${Object.entries(ATTACKS).map(([name, text]) => text.replaceAll('WAY', routeOf(name))).join('\n')}
    app.use('/late', (q, s, next) => { next(); setTimeout(() => { try { q.url = ELSEWHERE; } catch {} q.isTried = true; }, 1); });
    app.use('/shared', (q, s, next) => { next(); setImmediate(() => { try { q.url = '/CHANGED'; } catch {} q.isTried = true; }); });
    app.use('/twice', (q, s, next) => { next(); if (q.isHeld) next(); });
    app.get('/twice/*', (q) => { q.isHeld = true; });
    app.get('/goes', () => { throw 'route'; });
    app.get('/goes', (q, s) => s.send('went on ' + q.url));
    app.use('/fails', () => { throw new Error('thrown'); }, (q, s) => s.send('not reached'));
    app.use('/fails', (error, q, s, next) => { error.message += ', told'; next(error); }, (error, q, s, next) => { s.status(500).send(error.message + ' ' + q.originalUrl.slice(-8) + ' ' + q.url); });`,
  [FRONT]: "app.get('/front', (q) => { q.url = ELSEWHERE; throw 'route'; });",
};
/** For the code of a package, which has its `RED` as `given`. */
const atLoad = (name) => (ROUTES[name] === undefined ? '' : `((app, ELSEWHERE) => {\n${ROUTES[name]}\n})(given.httpNode, '${ELSEWHERE}');`);

const nothing = '() => {}';
const requested = (rest) => ({ run: nothing, then: { request: `/${BY}${rest}` }, bareRequest: rest });

const cases = [
  ...Object.keys(ATTACKS).map((name) => ({ by: BY, name: `makes another request of one by ${name}`, ...requested(`/${routeOf(name)}`), wants: '200 INJECTED' })),
  // Without Sentinel all of the URL is left there.
  { by: BY, name: 'makes another request of one by handing it on twice', run: nothing, then: { request: `/${BY}/twice${ELSEWHERE}` }, wants: '200 INJECTED', bare: 'any' },
  { by: BY, name: 'has another path asked for when it has handed a request on', ...requested('/late'), wants: `asked for ${ELSEWHERE}` },
  // Two packages, one after the other: the first changes it while the layer of the second is at work.
  {
    by: OTHER, name: 'is asked for something else than came in by who handed a request on', ...requested('/shared'), wants: 'asked for /CHANGED',
    run: `() => { for (const at of ['/${BY}/shared', '/shared']) RED.httpNode.use(at, (q, s) => { const look = () => { if (q.isTried) s.send('asked for ' + q.url); else setTimeout(look, 5); }; look(); }); }`,
  },
  {
    by: OTHER, name: 'makes what it likes of a request in its own layer', wants: '200 /x /own', ordinary: true, then: { request: `/${BY}/own/x` },
    run: `() => { RED.httpNode.use('/${BY}/own', (q, s, next) => { next(); }, (q, s) => { const before = q.url; q.url = '/own'; s.send(before + ' ' + q.url); }); }`,
  },
  // Honest ways.
  { by: BY, name: 'goes on with its next route by what it throws', ...requested('/goes'), wants: '/goes', ordinary: true },
  { by: BY, name: 'takes its own errors', ...requested('/fails/x'), wants: '500 thrown, told /fails/x /x', ordinary: true },
  { by: FRONT, name: 'makes another request of one where it may stand in front of all', run: nothing, then: { request: '/front' }, wants: '200 INJECTED', ordinary: true },
];

module.exports = { FLOWS, HOLDS, atLoad, cases };
