'use strict';
// An ordinary package that uses everything of `RED` that node authors use, and what an editor and other people see of it.
const path = require('node:path');
const installs = require('../../support/installs.js');
const { eventually } = require('../../support/effects.js');
const { probePackage } = require('../../support/packages.js');

const NAME = 'ordinary';
/** A page of the package's own that it has Express read is a file as any other. */
const grants = (userDir) => ({
  capabilities: ['registry:write', 'comms:publish', 'http:admin', 'http:admin:global', 'http:node', 'http:node:global', 'fs:read'],
  capabilityConfig: { 'fs:read': { allowedPaths: [path.join(userDir, 'node_modules', NAME)] } },
});

/** The properties that a node's configuration may name, as `evaluateNodeProperty` reads them. */
const PROPERTIES = [
  ['word', 'str'], ['7', 'num'], ['true', 'bool'], ['{"a":1}', 'json'], ['^a', 're'], ['[1,2]', 'bin'], ['payload', 'msg'], ['kept', 'flow'], ['kept', 'global'], ['GREETING', 'env'],
  ['$uppercase("x") & $string(payload)', 'jsonata'], ['#:(disk)::kept', 'flow'],
];

const NODES = `
const probe = module.exports;
module.exports = (given) => {
  probe(given);
  const util = given.util;
  const store = (context, key, value, where) => new Promise((resolve, reject) => context.set(key, value, where, (error) => (error ? reject(error) : context.get(key, where, (failed, found) => (failed ? reject(failed) : resolve(found))))));
  const value = (property, type, node, msg) => new Promise((resolve) => util.evaluateNodeProperty(property, type, node, msg, (error, found) => resolve(error ? 'ERROR ' + error.message : String(found))));
  const helpers = (msg) => {
    util.setMessageProperty(msg, 'deep.er', 1, true);
    const object = util.setObjectProperty({}, 'a.b', 2, true);
    return [
      util.getMessageProperty(msg, 'msg.deep.er'), String(object), util.getObjectProperty({ a: { b: 3 } }, 'a.b'), util.compareObjects({ a: 1 }, { a: 1 }), util.cloneMessage({ req: msg.req, x: 1 }).req === msg.req,
      typeof util.generateId(), util.ensureString(Buffer.from('text')), util.ensureBuffer('text').length, util.normaliseNodeTypeName('a-node'), util.normalisePropertyExpression('a["b"]').join(),
      JSON.stringify(util.parseContextStore('#:(disk)::key')), util.encodeObject({ msg: { a: new Error('x') } }).format,
    ].join();
  };
  class Ordinary {
    constructor(config) {
      given.nodes.createNode(this, config);
      this.name = config.name;
      this.on('input', async (msg, send, done) => {
        try {
          const context = this.context();
          const told = {};
          told.stores = [];
          for (const where of ['memory', 'disk', 'direct']) {
            for (const [scope, at] of [['node', context], ['flow', context.flow], ['global', context.global]]) told.stores.push(await store(at, 'kept', where + ' ' + scope, where));
            told.stores.push(await new Promise((resolve) => context.keys(where, (error, keys) => resolve(String(error ?? keys)))));
          }
          context.flow.set('kept', 'kept in the flow');
          context.global.set('kept', 'kept for all');
          told.values = [];
          for (const [property, type] of ${JSON.stringify(PROPERTIES)}) told.values.push(await value(property, type, this, msg));
          told.helpers = helpers(msg);
          told.text = [given._('ordinary.hello', { name: 'you' }), given._('node-red:common.label.name')];
          told.setting = [given.settings.ordinaryNodeColour, given.settings.ordinaryNodeDefault, given.settings.get('ordinaryNodeColour'), given.settings.hasOwnProperty('ordinaryNodeColour'), !given.settings.hasOwnProperty('ordinaryNodeNothing'), String(given.settings)];
          told.plugin = [added.join(), given.plugins.get('ordinary-plugin').word, given.plugins.getByType('ordinary-plugins').length];
          told.own = [this.credentials?.token, given.nodes.getNode(this.id) === this, this instanceof Ordinary, this.listenerCount('input'), String(given.nodes.getNode('nobody')), this.z, this.name];
          this.status({ fill: 'green', shape: 'dot', text: 'told' });
          this.debug('not shown');
          given.comms.publish('ordinary/topic', { text: 'published' }, true);
          send([{ ...msg, payload: JSON.stringify(told) }, { payload: 'for the sidebar' }]);
          done();
        } catch (error) {
          done(error);
        }
      });
    }
  }
  given.nodes.registerType('ordinary-node', Ordinary, {
    credentials: { token: { type: 'text' } },
    settings: { ordinaryNodeColour: { value: 'red', exportable: true }, ordinaryNodeDefault: { value: 'default', exportable: true } },
  });
  given.library.register('ordinary-things');
  given.httpAdmin.get('/ordinary/admin', given.auth.needsPermission('ordinary.read'), (req, res) => res.json({ query: req.query.q }));
  given.httpAdmin.post('/ordinary/admin', (req, res) => res.status(201).send({ body: req.body }));
  given.httpNode.get('/ordinary/public/:name', (req, res) => res.send('public ' + req.params.name));
  // An application of its own, as those of express are.
  const application = Object.assign((req, res, next) => application.handle(req, res, next), {
    set() {}, emit() {}, path: () => application.parent.path() + application.mountpath, handle(req, res) { res.send([application.mountpath, application.path(), req.baseUrl, req.url].join()); },
  });
  given.httpNode.use('/ordinary/application', application);
  given.httpAdmin.get('/ordinary/file', (req, res) => res.sendFile('page.txt', { root: __dirname + '/resources' }));
};`;

const PLUGIN = `
const added = require('./added.js');
module.exports = (RED) => {
  RED.plugins.registerPlugin('ordinary-plugin', {
    type: 'ordinary-plugins', word: 'plugin-word', settings: { colour: { value: 'blue', exportable: true } },
    onadd() { added.push('added ' + this.id + ' ' + (this.word ?? '')); },
  });
};`;

const EN = { ordinary: { hello: 'Hello __name__' } };

function ordinary(dir) {
  return probePackage(dir, {
    name: NAME, calls: {}, head: "const added = require('./added.js');", after: NODES,
    manifest: { 'node-red': { nodes: { probe: 'probe-nodes.js' }, plugins: { plugin: 'plugin.js' } } },
    files: {
      'probe-nodes.html': '<script type="text/html" data-template-name="ordinary-node"></script>', 'plugin.js': PLUGIN, 'plugin.html': '<script>/* ordinary plugin */</script>', 'added.js': 'module.exports = [];',
      'locales/en-US/probe-nodes.json': EN, 'locales/de/probe-nodes.json': { ordinary: { hello: 'Hallo __name__' } }, 'resources/page.txt': 'a resource',
      'examples/one.json': [{ id: 'example', type: 'ordinary-node' }], 'icons/ordinary.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
    },
  });
}

const SETTINGS = {
  disableEditor: false, ordinaryNodeColour: 'yellow', 'ordinary-plugin': { colour: 'green' },
  contextStorage: { default: { module: 'memory' }, memory: { module: 'memory' }, disk: { module: 'localfilesystem', config: { flushInterval: 0 } }, direct: { module: 'localfilesystem', config: { cache: false, base: 'direct' } } },
};

/** For a tab `t` with the variable GREETING. */
const FLOWS = [
  { id: 'oin', type: 'http in', z: 't', url: '/ordinary', method: 'get', x: 1, y: 1, wires: [['ord']] },
  { id: 'ord', type: 'ordinary-node', name: 'ordinary', z: 't', x: 1, y: 1, wires: [['oout'], ['odebug']] },
  { id: 'oout', type: 'http response', z: 't', x: 1, y: 1, wires: [] },
  { id: 'odebug', type: 'debug', z: 't', name: 'sidebar', active: true, tosidebar: true, complete: 'payload', targetType: 'msg', x: 1, y: 1, wires: [] },
];
/** What code in a function node uses; that of Node-RED 5 calls subroutines, too. */
const CODE = `
  await new Promise((resolve) => setTimeout(resolve, 5));
  flow.set('code', 'in the flow');
  const written = await new Promise((resolve) => global.set('code', 'on disk', 'disk', (error) => resolve(error ?? global.keys('memory').includes('kept'))));
  const copy = RED.util.cloneMessage({ a: { b: Buffer.from('c') } });
  const answer = node.linkcall ? await node.linkcall('ordinary subroutine', { payload: 'asked' }) : { payload: 'answered' };
  const nobody = node.linkcall ? await node.linkcall('nobody', {}).catch((error) => 'no target') : 'no target';
  node.status({ text: 'code' });
  node.send([null, { payload: 'second output' }]);
  msg.payload = [context.get('began'), env.get('GREETING'), copy.a.b, node.id, node.name, flow.get('code'), written, answer.payload, nobody].join();
  return msg;`;
FLOWS.push(
  { id: 'cin', type: 'http in', z: 't', url: '/code', method: 'get', x: 1, y: 1, wires: [['code']] },
  { id: 'code', type: 'function', z: 't', name: 'some code', func: CODE, outputs: 2, initialize: "context.set('began', 'begun');", finalize: "node.log('ended');", x: 1, y: 1, wires: [['oout'], ['odebug']] },
  { id: 'csub', type: 'link in', z: 't', name: 'ordinary subroutine', links: [], x: 1, y: 1, wires: [['cset']] },
  { id: 'cset', type: 'change', z: 't', rules: [{ t: 'set', p: 'payload', pt: 'msg', to: 'answered', tot: 'str' }], x: 1, y: 1, wires: [['cback']] },
  { id: 'cback', type: 'link out', z: 't', mode: 'return', links: [], x: 1, y: 1, wires: [] },
);
const SECRETS = { ord: { token: 'own-token' } };

/** What an editor that is open sees while `work` is done. */
async function overheard(nodeRed, version, work, wanted) {
  const WebSocket = await installs.library(version, 'ws');
  const socket = new WebSocket(`ws://127.0.0.1:${nodeRed.port}/comms`);
  const heard = [];
  try {
    await new Promise((resolve, reject) => {
      socket.on('error', reject);
      socket.on('message', (data) => heard.push(...JSON.parse(String(data))));
      socket.on('open', () => {
        for (const topic of ['debug', 'status/#', 'ordinary/#']) socket.send(JSON.stringify({ subscribe: topic }));
        resolve();
      });
    });
    const result = await work();
    const seen = () => heard.map(({ topic, data }) => `${topic} ${data?.text ?? data?.msg ?? ''}`).sort();
    await eventually(() => wanted.every((line) => seen().includes(line)), 15_000);
    return [result, wanted.map((line) => [line, seen().includes(line)])];
  } finally {
    socket.close();
  }
}

const WANTED = ['debug for the sidebar', 'ordinary/topic published', 'status/ord told'];
/** The end of it: nothing of it failed. */
const TOLD = '200 begun,hello,c,code,some code,in the flow,true,answered,no target';

/** What the package does and what is seen of it, in an order that is always the same. */
async function tell(nodeRed, version) {
  const text = async (place, headers) => {
    const { status, text: body } = await nodeRed.get(place, headers);
    return `${status} ${body}`;
  };
  // The answer may come before the file.
  const written = async (place) => {
    let answer;
    await eventually(async () => { answer = await text(place); return answer.startsWith('200'); }, 15_000);
    return answer;
  };
  const told = await overheard(nodeRed, version, () => text('/ordinary'), WANTED);
  told.push((await nodeRed.get('/context/node/ord?store=disk')).text, (await nodeRed.get('/context/flow/t/kept?store=direct')).text);
  told.push(await text('/ordinary/admin?q=1'), await text('/ordinary/public/one'), await text('/ordinary/application/below'), await text('/ordinary/file'), await text('/resources/ordinary/page.txt'), await text('/icons/ordinary/ordinary.svg'));
  const posted = await nodeRed.post('/ordinary/admin', { a: [1] });
  told.push(posted.status, posted.text);
  const stored = await nodeRed.post('/library/local/ordinary-things/deep/one.js', { name: 'one', text: 'stored text' });
  told.push(stored.status, await written('/library/local/ordinary-things/deep/one.js'), await text('/library/local/ordinary-things/'));
  const flow = await nodeRed.post('/library/local/flows/exported', [{ id: 'x', type: 'ordinary-node' }]);
  told.push(flow.status, await written('/library/local/flows/exported.json'), /ordinary/.test(await text('/library/examples/flows/')), await text('/library/examples/flows/ordinary/one'));
  const { ordinaryNodeColour, 'ordinary-plugin': ofPlugin } = (await nodeRed.get('/settings')).json();
  told.push([ordinaryNodeColour, ofPlugin]);
  told.push(/Hallo __name__/.test(await text('/locales/ordinary/probe?lng=de')), /ordinary-node/.test(await text('/nodes', { accept: 'text/html' })), /ordinary plugin/.test(await text('/plugins', { accept: 'text/html' })));
  told.push(await text('/credentials/ordinary-node/ord'), await text('/code'));
  return told;
}

module.exports = { FLOWS, NAME, SECRETS, SETTINGS, TOLD, grants, ordinary, tell };
