'use strict';
// What core has in hand while it reads, prints or keeps what a package gave it, and what others do with that.
const BY = 'single-plain';
const evaluated = (text) => ({ package: 'single-victim', call: 'evaluate', args: { text } });
/** The text of a function that is not strict: it hands `take` whoever called it, and what those that led there were given. */
const sloppy = (take, value = "'x'") => `Function('take', 'value', 'return function found() { try { for (let f = arguments.callee.caller, i = 0; f && i < 12; f = f.caller, i++) { take(f); for (const given of f.arguments ?? []) take(given); } } catch {} return value(); }')(${take}, () => ${value})`;

/** Sets of nodes of the package that do not load as others do. */
const FILES = {
  'found.js': 'module.exports = {};',
  'thrown.js': "throw { toString: function toString() { require('./found.js').start = arguments.callee.caller; return 'thrown'; } };",
  'later.js': "module.exports = (RED) => ({ then(take) { const found = require('./found.js'); found.RED = RED; found.set = take(); return Promise.resolve(found.set); } });",
};
// What renders views of the package's own, where express finds it.
Object.assign(FILES, {
  'index.js': "exports.__express = function (file, options, done) { try { options.settings['single forged'] = 'FORGED'; } catch {} try { Object.getPrototypeOf(this).forged = 'FORGED'; } catch {} done(null, 'rendered ' + options.word); };",
  'page.single-plain': 'a view',
});
const SETS = { thrown: 'thrown.js', later: 'later.js' };

const PAGE = "require('path').join(require.resolve('./probe.js'), '../../single-plain/page.single-plain')";

const cases = [
  {
    by: BY, name: 'shows the status of another by what core reads of its own', editor: true, wants: 'FORGED STATUS',
    run: `() => { let fn; const status = Object.defineProperty({ fill: 'red' }, 'text', { get: ${sloppy("(f) => { if (typeof f === 'function' && String(f).includes('status/')) fn = f; }")}, enumerable: true }); own().status(status); fn?.({ id: 'victim', status: { text: 'FORGED STATUS' } }); own().status({}); }`,
  },
  { by: BY, name: 'has the start of the runtime by what that prints', run: "() => (/startFlows/.test(String(require('./found.js').start)) ? 'has it' : 'nothing')", wants: 'has it' },
  {
    by: BY, name: 'registers types as another set of nodes by what waits for it', wants: 'single-plain-forged',
    run: "() => { const { RED: own, set } = require('./found.js'); try { set.id = 'node-red/inject'; } catch {} own.nodes.registerType('single-plain-forged', function () {}); }", then: { request: '/nodes/node-red/inject', headers: { Accept: 'application/json' } },
  },
  // What no editor can be told keeps it from all else.
  ...Object.entries({ 'that has no text': '1n', 'that throws': '{ toJSON() { throw new Error(); } }' }).flatMap(([what, value]) => [
    { by: BY, name: `keeps editors from hearing by a status ${what}`, run: `() => { own().status({ text: 'own', fill: ${value} }); }`, editor: true, wants: 'HEARD NOTHING' },
    { by: BY, name: `keeps editors that are there from hearing by what it is called in a line of the log, ${what}`, run: `() => { let left = 100; const end = setInterval(() => { own().name = left > 1 ? ${value} : undefined; own().warn('named'); left--; if (left <= 0) clearInterval(end); }, 20); }`, editor: true, wants: 'HEARD NOTHING' },
    { by: BY, name: `takes back a status ${what}`, run: "() => { own().status({}); own().status({ text: 'taken back', fill: 'red' }); }", editor: true, wants: '"text":"taken back","fill":"red"', ordinary: true },
    { by: 'single-comms', name: `keeps editors from hearing by a message ${what}`, run: `() => { RED.comms.publish('single/poison', { value: ${value} }, true); }`, editor: true, wants: 'HEARD NOTHING' },
    { by: 'single-comms', name: `takes back a message ${what}`, run: "() => { RED.comms.publish('single/poison', { value: 'well' }, true); }", editor: true, wants: '"value":"well"', ordinary: true },
  ]),
  ...Object.entries({ 'a large number': '1n', 'what has no end': 'Object.assign(endless, { endless })' }).map(([what, value]) => (
    { by: 'single-settings', name: `keeps others from keeping settings by ${what}`, run: `() => { const endless = {}; const set = async (name, value) => RED.settings.set(name, value); return set('singlePoison', ${value}).catch(() => {}).then(() => set('singleOther', Math.random())).then(() => 'kept', ({ message }) => 'LOST ' + message).finally(() => RED.settings.delete('singlePoison')); }`, wants: 'LOST' })),
  { by: BY, name: 'shows a status', run: "() => { own().status({ text: 12, fill: 'green', shape: 'ring', more: 'x' }); }", editor: true, wants: '"text":"12","fill":"green","shape":"ring"', ordinary: true },
  { by: BY, name: 'keeps editors from their settings by a declaration', run: "() => { RED.nodes.registerType('single-plain-large', function () {}, { settings: { singlePlainLarge: { value: 1n, exportable: true } } }); }", then: { request: '/settings' }, wants: 'NOT ANSWERED', last: 4, breaks: true },
  // Views [R5].
  { by: 'single-files', name: 'changes settings of the application by what renders a view', run: `(args, request) => new Promise((resolve) => { request.app.render(${PAGE}, {}, (error) => resolve(error?.message + ' ' + request.app.get('single forged'))); })`, wants: 'FORGED' },
  { by: BY, name: 'changes the class of views by what was not found', run: "(args, request) => new Promise((resolve) => { request.app.render('missing.single-plain', {}, ({ view }) => { try { Object.getPrototypeOf(view).forged = 'FORGED'; } catch {} resolve(String(view && Object.getPrototypeOf(view).forged)); }); })", wants: 'FORGED' },
  { by: 'single-files', name: 'renders a view', run: `(args, request) => new Promise((resolve) => { request.app.render(${PAGE}, { word: 'well' }, (error, text) => resolve(String(error ?? text))); })`, wants: 'rendered well', ordinary: true },
  // What a node is done with need not be an error [R6].
  {
    by: 'single-hooks', name: 'has the class of what is no error by a hook', wants: 'PATCHED',
    run: "() => { RED.hooks.add('onComplete.patch', ({ error }) => { if (error?.isOpen) try { Object.getPrototypeOf(error).tell = () => 'PATCHED'; } catch {} }); }",
    then: [evaluated("(() => { class Kind { isOpen = true; tell() { return 'told'; } } nodes.victim.done = new Kind(); nodes.victim._complete({}, nodes.victim.done); return nodes.victim.done.tell(); })()")],
  },
  {
    by: 'single-hooks', name: 'is shown what is no error by a hook', wants: 'shown text,told', ordinary: true,
    run: "() => { RED.hooks.add('onComplete.show', ({ error }) => { if (error?.text) got.push([error.text, error.tell()].join()); }); }",
    then: [evaluated("(() => { class Kind { text = 'shown text'; tell() { return 'told'; } } nodes.victim._complete({}, new Kind()); })()"), { package: 'single-hooks', call: 'got' }],
  },
];

module.exports = { FILES, SETS, cases };
