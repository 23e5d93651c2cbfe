'use strict';
// Nodes whose place somebody else's node has taken, under the same id: they live on in the hands of their package, and speak for nobody any more [R9][R13].
const BY = 'single-plain';
const evaluated = (text) => ({ package: 'single-victim', call: 'evaluate', args: { text } });
const ID = 'taken';
const place = (more) => ({ deploy: [{ id: ID, z: 't2', x: 1, y: 1, ...more }] });
const kept = 'nodes.kept';

const cases = [
  {
    by: BY, name: 'is deployed where another will be', run: '() => {}', wants: 'kept', ordinary: true,
    then: [place({ type: `${BY}-node`, wires: [[]], then: 'nodes.kept = { node: this, config, given, context: this.context() }' }), { package: BY, call: 'is still there' }],
  },
  { by: BY, name: 'is still there', run: `() => (${kept}?.node.id === '${ID}' ? 'kept' : 'not')`, wants: 'kept', ordinary: true },
  {
    by: BY, name: 'sees another in its place', run: '() => {}', wants: 'of another', ordinary: true,
    then: [place({ type: 'single-victim', wires: [['single-plain-e']], credentials: { key: 'taken-key' } }), evaluated(`(nodes['${ID}'].context().set('word', 'taken word'), nodes['${ID}'].type === 'single-victim' ? 'of another' : 'not')`)],
  },
  { by: BY, name: 'sends along the wires of what took its place', run: `() => { ${kept}.node.updateWires([['single-plain-e']]); ${kept}.node.send({ payload: 'by the wires of another' }); }`, then: { package: BY, call: 'heard' }, wants: 'single-plain-e=by the wires of another' },
  { by: BY, name: 'shows a status on what took its place', run: `() => { ${kept}.node.status({ text: 'ON ANOTHER' }); }`, editor: true, wants: 'ON ANOTHER' },
  { by: BY, name: 'logs as what took its place', run: `() => { ${kept}.node.warn('logged as another'); }`, then: { package: 'single-victim', call: 'logged' }, wants: `logged as another,t2,t2,${ID}` },
  { by: BY, name: 'fails as what took its place', run: `() => { ${kept}.node.error('failed as another', { payload: 'caught as another' }); }`, then: { package: BY, call: 'heard' }, wants: 'single-plain-k=caught as another', bare: 'any' },
  { by: BY, name: 'reads the context of what took its place', run: `() => String(${kept}.context.get('word'))`, wants: 'taken word' },
  { by: BY, name: 'reads the context of what took its place by its node', run: `() => { delete ${kept}.node._context; return String(${kept}.node.context().get('word')); }`, wants: 'taken word' },
  { by: BY, name: 'has the credentials of what took its place', run: `() => { const made = Object.create(Object.getPrototypeOf(${kept}.node)); ${kept}.given.nodes.createNode(made, ${kept}.config); return String(made.credentials?.key); }`, wants: 'taken-key' },
  {
    by: BY, name: 'lets what took its place send', run: '() => {}', wants: 'single-plain-e=of its own', ordinary: true,
    then: [evaluated(`nodes['${ID}'].send({ payload: 'of its own' })`), { package: BY, call: 'heard' }],
  },
];

module.exports = { cases };
