'use strict';
// Nodes that do what most nodes do, and a driver that keeps messages going through them.
// `GET /bench/messages/<kind>?n=…` answers the CPU time of one message through all its nodes.

const AT_ONCE = 10;

module.exports = (RED) => {
  let arrived = () => {};

  RED.nodes.registerType('bench-step', function Step(config) {
    RED.nodes.createNode(this, config);
    this.count = 0;
    this.on('input', (msg, send, done) => {
      this.count += 1;
      msg.payload = `${msg.payload}`.slice(0, 20) + (this.count % 10);
      msg.topic = config.name;
      send(msg);
      done();
    });
  });

  /** Where messages begin. */
  RED.nodes.registerType('bench-source', function Source(config) {
    RED.nodes.createNode(this, config);
    this.start = (index) => this.send({ payload: 'a message', parts: { index, count: 1 } });
  });

  RED.nodes.registerType('bench-end', function End(config) {
    RED.nodes.createNode(this, config);
    this.on('input', (msg, send, done) => {
      done();
      arrived();
    });
  });

  /** Sends `n` messages into these nodes in turns, some at once; each arrives `times` times. */
  function drive(starts, n, times) {
    const nodes = starts.map((id) => RED.nodes.getNode(id));
    let sent = 0;
    let left = n * times;
    const next = () => {
      if (sent >= n) return;
      sent += 1;
      nodes[sent % nodes.length].start(sent);
    };
    return new Promise((resolve) => {
      arrived = () => {
        left -= 1;
        if (left % times === 0) next();
        if (left === 0) resolve();
      };
      for (let i = 0; i < AT_ONCE; i++) next();
    });
  }

  async function measure(starts, n, times) {
    await drive(starts, n >> 2, times);
    const before = process.cpuUsage();
    await drive(starts, n, times);
    const { user, system } = process.cpuUsage(before);
    return ((user + system) * 1_000) / n;
  }

  const kinds = {
    row: (n) => measure(['row-source'], n, 1),
    turns: (n) => measure(['turns-source'], n, 1),
    fan: (n) => measure(['fan-source'], n, 5),
    many: (n) => measure(Array.from({ length: 200 }, (_, i) => `many-${i}-source`), n, 1),
  };

  RED.httpAdmin.get('/bench/messages/:kind', ({ params, query }, res) => {
    kinds[params.kind](Number(query.n)).then((time) => res.json({ times: [time], depth: 0 }), (error) => res.status(500).send(error.stack));
  });

  const kept = [];
  /** Gets a thousand nodes of others and keeps them. */
  RED.httpAdmin.get('/bench/nodes', (req, res) => {
    for (let i = 0; i < 1_000; i++) kept.push(RED.nodes.getNode(`other-${i}`));
    res.json({ types: kept.filter((node) => node.type === 'comment').length });
  });

  return {
    getOwn: (n) => { for (let i = 0; i < n; i++) RED.nodes.getNode('row-1'); },
    getOther: (n) => { for (let i = 0; i < n; i++) RED.nodes.getNode('other-1'); },
    status: (n, node) => { for (let i = 0; i < n; i++) node.status({ fill: 'green', shape: 'dot', text: 'x' }); },
    // To nobody: what follows a message is in the rows about messages.
    send: (n, node) => { for (let i = 0; i < n; i++) node.send([null, { payload: i, _msgid: 'x' }]); },
    contextGet: (n, node) => { const { flow } = node.context(); flow.set('count', 1); for (let i = 0; i < n; i++) flow.get('count'); },
    contextGetObject: (n, node) => { const { flow } = node.context(); flow.set('state', { a: 1, b: { c: 2 }, d: 'text' }); for (let i = 0; i < n; i++) flow.get('state'); },
    contextGetShared: (n, node) => { const { global } = node.context(); for (let i = 0; i < n; i++) global.get('state'); },
    contextGetPath: (n, node) => { const { flow } = node.context(); flow.set('state', { a: 1, b: { c: 2 }, d: 'text' }); for (let i = 0; i < n; i++) flow.get('state.b.c'); },
    contextSet: (n, node) => { const { flow } = node.context(); for (let i = 0; i < n; i++) flow.set('count', i); },
    contextSetObject: (n, node) => { const { flow } = node.context(); for (let i = 0; i < n; i++) flow.set('state', { a: i }); },
    sendWired: (n, node) => { for (let i = 0; i < n; i++) node.send({ payload: i, _msgid: 'x' }); },
  };
};
