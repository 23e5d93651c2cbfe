'use strict';
// Subflows that a package registers with `registry:write` alone: what lies in them works in the name of Node-RED, and reaches nothing of the operator's
// and of other packages [R14].

const OWNER = 'single-plain';
const inject = (wires, more) => ({ id: 'start', type: 'inject', props: [{ p: 'payload' }], payload: 'from the subflow', payloadType: 'str', once: true, onceDelay: 0.2, wires: [wires], ...more });
const sink = (more) => ({ id: 'sink', type: `${OWNER}-node`, wires: [], ...more });

const cred = (name) => ({ name, type: 'cred', ui: { type: 'cred' } });
const mqttOut = (broker, more) => ({ id: 'out', type: 'mqtt out', broker, topic: 'x', qos: '0', wires: [], ...more });

/** Name -> the nodes in it, and what else its definition has. */
const PARTS = {
  'sub-honest': [[inject(['sink']), sink()]],
  'sub-mqtt-chosen': [[inject(['out']), mqttOut('${B}')], { env: [{ name: 'B', type: 'mqtt-broker', value: '', ui: { type: 'conf-types' } }] }],
  'sub-libs': [[inject(['code']), { id: 'code', type: 'function', func: "msg.payload = 'read ' + fs.readFileSync('/etc/passwd', 'utf8').slice(0, 5); return msg;", libs: [{ var: 'fs', module: 'fs' }], outputs: 1, wires: [['sink']] }, sink()]],
  'sub-group': [[sink({ g: 'group', property: '${TAKEN}' }), { id: 'group', type: 'group', nodes: ['sink'], env: [{ name: 'TAKEN', type: 'env', value: 'SINGLE_TOKEN' }] }]],
  'sub-group-jsonata': [[sink({ g: 'group', property: '${TAKEN}' }), { id: 'group', type: 'group', nodes: ['sink'], env: [{ name: 'TAKEN', type: 'jsonata', value: "$env('SINGLE_TOKEN')" }] }]],
  'sub-cred': [[sink({ property: '${WORD}' })], { env: [cred('WORD')] }],
  // The runtime finds credentials by the ids that are in the definition, too.
  'sub-alias': [[sink({ id: 'victim', first: "all.push('stored ' + JSON.stringify(given.nodes.getCredentials('victim')))", then: "all.push('attached ' + JSON.stringify(this.credentials))" })]],
  'sub-template': [[sink({ property: '${key}' })], { id: 'victim', env: [cred('key')] }],
  'sub-nested': [[{ id: 'victim', type: 'subflow', name: 'x', in: [], out: [], env: [cred('key')] }, { id: 'broker', type: 'subflow:victim', env: [{ name: 'password', type: 'cred' }] }, sink({ z: 'victim', property: '${key}${password}' }), sink({ id: 'other', z: 'victim', property: '${password}' }), sink({ id: 'third', z: 'victim', property: '${key}' })]],
};

/** The same for those that use what is the operator's, with what they use. */
const USERS = {
  'sub-mqtt': ['sends by a broker of the operator', 'broker-4', [inject(['out']), mqttOut('broker-4')]],
  'sub-mqtt-in': ['listens at a broker of the operator', 'broker-5', [{ id: 'in', type: 'mqtt in', broker: 'broker-5', topic: 'x', qos: '0', wires: [[]] }]],
  'sub-mqtt-named': ['names a broker of the operator by a variable', 'broker-7', [mqttOut('${B}', { g: 'group' }), { id: 'group', type: 'group', nodes: ['out'], env: [{ name: 'B', type: 'str', value: 'broker-7' }] }]],
  'sub-mqtt-list': ['names a broker of the operator in a list', 'broker-8', [mqttOut(['broker-8'])]],
  'sub-mqtt-node-name': ['names a broker of the operator by the name of a node', 'broker-9', [mqttOut('${NR_NODE_NAME}', { name: 'broker-9' })]],
  'sub-mqtt-group-name': ['names a broker of the operator by the name of a group', 'broker-10', [mqttOut('${NR_GROUP_NAME}', { g: 'group' }), { id: 'group', type: 'group', name: 'broker-10', nodes: ['out'] }]],
  'sub-socket': ['listens at a socket of the operator', 'socket', [{ id: 'in', type: 'websocket in', server: 'socket', client: '', wires: [[]] }]],
};

const types = [...Object.keys(PARTS), ...Object.keys(USERS)];
const definition = ([type, [flow, more]]) => ({
  id: type, type: 'subflow', name: type, meta: { module: OWNER, type }, env: [], in: [], out: [], ...more, flow: flow.map((node) => ({ z: more?.id ?? type, x: 1, y: 1, ...node })),
});
const definitions = [...Object.entries(PARTS), ...Object.entries(USERS).map(([type, [, , flow]]) => [type, [flow]])].map(definition);

const at = (id, type, more) => ({ id, type, z: 't5', x: 1, y: 1, wires: [[]], ...more });
const FLOWS = [
  { id: 't5', type: 'tab', label: 'subflows' },
  ...Object.keys(PARTS).map((type) => at(`i-${type}`, type, type === 'sub-mqtt-chosen' ? { B: 'broker-6' } : {})),
  ...[4, 5, 6, 7, 8, 9, 10].map((n) => ({ id: `broker-${n}`, type: 'mqtt-broker', broker: '127.0.0.1', port: '1', autoConnect: false })),
  { id: 'socket', type: 'websocket-listener', path: '/single-sub', wholemsg: 'false' },
];

/** What the nodes in them had, and who uses a node of the operator's. */
const heard = (name, wants, ordinary) => ({ by: OWNER, name, run: "() => all.join(' | ')", then: { package: OWNER, call: 'heard' }, wants, ordinary });
const using = (id) => ({ package: 'single-victim', call: 'evaluate', args: { text: `((node) => 'users: ' + (node.users ? Object.keys(node.users).length : node.listenerCount('opened')))(RED.nodes.getNode('${id}'))` } });
const cases = [
  heard('has messages in its subflow', 'i-sub-honest-sink=from the subflow', true),
  heard('reads a file by a function node in its subflow', 'i-sub-libs-sink=read root:'),
  heard('reads a variable by a group in its subflow', 'i-sub-group=env-secret'),
  heard('reads a variable by an expression of a group in its subflow', 'i-sub-group-jsonata=env-secret'),
  heard('has the credentials of its instance', 'i-sub-cred=own-word', true),
  heard('has the credentials of another by the id of a node in its subflow', 'attached {"key":"victim-key"'),
  heard('asks for the credentials of another by the id of a node in its subflow', 'stored {"key":"victim-key"'),
  heard('has the credentials of another by the id of its subflow', 'i-sub-template=victim-key'),
  heard('has the credentials of another by the id of a subflow in its subflow', 'i-sub-nested-broker=victim-key'),
  heard('has the credentials of another by the id of an instance in its subflow', 'i-sub-nested-broker=broker-password'),
  { by: OWNER, name: 'sends by the broker that the operator chose for its subflow', run: '() => {}', then: using('broker-6'), wants: 'users: 1', ordinary: true },
  // A type that was refused would keep the flows from starting.
  ...Object.entries(USERS).map(([type, [name, id]]) => ({
    by: OWNER, name: `${name} in its subflow`, run: '() => {}', then: [{ deploy: [at(`i-${type}`, type)] }, { ...using(id), until: 'users: 1', ms: 200 }, { deploy: [] }], wants: 'users: 1',
  })),
];

/** As the editor stores them for an instance. */
const SECRETS = { 'i-sub-cred': { WORD: 'own-word' } };

module.exports = { FLOWS, OWNER, SECRETS, cases, definitions, types };
