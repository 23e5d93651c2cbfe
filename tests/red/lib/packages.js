'use strict';
// The packages of the tests of Node-RED's API: a victim, and the same code twice, once with `registry:write` alone and once with
// everything it asks for.
const { probePackage } = require('../../support/packages.js');
const leaves = require('./leaves.js');

const typeHtml = (...types) => types.map((type) => `<script type="text/html" data-template-name="${type}"></script>\n`).join('');

/** A package with nodes worth stealing from; `seen` is what it can tell a test. */
function victim(dir) {
  return probePackage(dir, {
    name: 'red-victim',
    calls: {
      seen: '() => seen.splice(0).join(" ")',
      credentials: '() => JSON.stringify(RED.nodes.getNode("vc").credentials)',
      context: '() => String(RED.nodes.getNode("v1").context().get("private"))',
      node: '({ member }) => String(RED.nodes.getNode("v1")[member])',
      wires: '() => JSON.stringify(RED.nodes.getNode("v1").wires)',
      send: '({ text }) => { RED.nodes.getNode("v1").send({ payload: text }); return "sent"; }',
      fire: '() => { const node = RED.nodes.getNode("v1"); node.emit("custom", "fired"); return `listeners:${node.listenerCount("custom")}`; }',
      api: '() => [RED.util.cloneMessage({}), RED.log.info("x"), RED.auth.needsPermission("")].map(String).join()',
      sendAndSee: 'async ({ text }) => { RED.nodes.getNode("v1").send({ payload: text }); for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => { setImmediate(resolve); }); return seen.splice(0).join(" "); }',
      fail: '() => RED.nodes.getNode("v1").error("an error", { payload: "private payload" })',
      emit: '({ name, text }) => RED.events.emit(name, { text })',
      logged: '() => lines.splice(0).join(" ")',
      publish: '({ topic }) => RED.comms.publish(topic, { from: "victim" })',
      stored: '() => String(JSON.stringify(RED.nodes.getCredentials("vc")))',
      statusOf: '() => { const all = status.splice(0).join(" "); return all; }',
      hasType: '({ type }) => `${type}:${JSON.stringify(require.main.require("@node-red/registry").getNodeList()).includes(`-${type}"`)}`',
      upgrades: '() => `upgrades:${RED.server.listenerCount("upgrade")}`',
      hook: '() => String(RED.hooks.has("onSend.victim"))',
          ...leaves.calls,
    },
    head: 'const seen = []; const status = []; const lines = []; const hands = []; const back = []; const badges = [];',
    files: {
      'nodes.js': `
module.exports = (RED, seen, hands, back, badges) => {
  ${leaves.LEAVE}
  const live = {};
  RED.nodes.registerType('victim-config', function (config) {
    RED.nodes.createNode(this, config);
    this.secretPlace = config.place;
    this.users = {};
    this.register = (node) => { this.users[node.id] = node; };
  }, { credentials: { password: { type: 'password' } } });
  RED.nodes.registerType('victim-node', function (config) {
    RED.nodes.createNode(this, config);
    this.label = 'victim-label';
    this._config = { place: 'victim-configuration' };
    this.visit = (Visitor, object) => { new Visitor(this); object?.take(this); };
    this.context().set('private', 'victim-context');
    this.on('input', (msg, send, done) => { seen.push('got:' + msg.payload); if (msg.badge) badges.push(msg); else if (msg.deep) back.push(msg); send(msg); done(); });
    this.on('custom', (text) => seen.push('custom:' + text));
    this.on('close', () => seen.push('closed'));
    const config2 = RED.nodes.getNode('vc');
    if (config2) config2.register(this);
    // As careless nodes do. No view stands for a Buffer: what it leads to is the node itself.
    if (config.id === 'v1') {
      this.context().global.set('left', { node: this, ref: Object.assign(Buffer.from('left'), { deref: () => this }) });
      leave(this, config);
      live.node = this;
    }
    if (config.id.startsWith('hand-')) { hands.push(this); this.contents = () => contents(this, config); this.badges = () => sending(); this.ofBadges = ofBadges; }
  });
  RED.httpAdmin.get('/victim', (request, response) => { seen.push('asked'); response.send('victim-route'); });
  RED.httpNode.get('/victim-word/:victimword', (request, response) => { response.send('victim-word'); });
  RED.events.on('victim-event', ({ text }) => seen.push('event:' + text));
  RED.hooks.add('onSend.victim', (events) => { seen.push('hook'); });
  class Kind {
    #word = 'private';
    word = 'kind';
    tell() { return this.#word + ' ' + this.word; }
    is(other) { return #word in other; }
  }
  const kind = new Kind();
  // Node-RED files the plugin and then fails, because it came from a set of nodes.
  try { RED.plugins.registerPlugin('victim-plugin', { type: 'victim-plugins', word: 'victim-word', deep: { word: 'deep' }, Kind, kind, map: new Map([['kind', kind]]), live, run(text) { return \`ran \${text} \${this.word}\`; } }); } catch {}
};
`,
      'classes.mjs': 'class Found { constructor(node) { this.node = node; } found() { return this.node; } }\nexport const make = (node) => new Found(node);\n',
      'probe-nodes.html': typeHtml('victim-config', 'victim-node'),
    },
    after: "const probe = module.exports; module.exports = (given) => { probe(given); require('./nodes.js')(given, seen, hands, back, badges); const handler = new (require('events'))(); handler.on('log', (line) => lines.push(line.event ? `${line.event}:${line.package ?? 'unmarked'}` : `${line.id}:${line.msg}`)); given.log.addHandler(handler); given.events.on('node-status', ({ id, status: shown }) => status.push(`${id}:${shown?.text}`)); };",
  });
}

/** The package that acts: every case is one of its calls. */
function actor(dir, name, cases) {
  const calls = Object.fromEntries(cases.map(({ name: call, run }) => [call, run]));
  return probePackage(dir, {
    name,
    calls: { ...calls, got: '() => got.splice(0).join(" ")' },
    head: `const NAME = ${JSON.stringify(name)}; const got = []; const own = () => RED.nodes.getNode(NAME + '-1'); let mine; let last; const configs = [];`,
    files: { 'probe-nodes.html': typeHtml(`${name}-node`, `${name}-config`) },
    after: `const probe = module.exports;
module.exports = (given) => {
  probe(given);
  given.nodes.registerType(NAME + '-config', function (config) { given.nodes.createNode(this, config); this.users = {}; this.credentialsAtStart = JSON.stringify(this.credentials); }, { credentials: { token: { type: 'password' } } });
  given.nodes.registerType(NAME + '-node', function (config) {
    given.nodes.createNode(this, config);
    if (config.id.endsWith('-1')) mine = { config, self: this };
    if (config.unsteady) Object.defineProperty(this, 'type', { configurable: true, get: () => (/flows.Flow[.]js/.test(new Error().stack.split(String.fromCharCode(10))[2]) ? config.unsteady : config.type) });
    if (config.disguise) this.type = config.disguise;
    this.on('input', (msg, send, done) => { if (msg.req || msg.node || msg.badge) last = msg; if (msg.config) configs.push(msg.config); got.push((config.unsteady ? 'unsteady:' : 'got:') + msg.payload); send(msg); done(); });
  });
};`,
  });
}

module.exports = { actor, victim };
