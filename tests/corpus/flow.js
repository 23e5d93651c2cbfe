'use strict';
// Small builders for the flows of the behaviour tables. Ids are readable, so that a log line of
// Node-RED leads back to its behaviour.

/**
 * The nodes of one behaviour: a tab and whatever is built into it.
 * @param {string} name unique, letters, digits and dashes
 */
function flow(name) {
  const tab = { id: `tab-${name}`, type: 'tab', label: name };
  const nodes = [tab];
  let serial = 0;
  const add = (node) => {
    const made = { id: `${name}-${serial++}`, z: tab.id, x: 100, y: 40 * serial, wires: [], ...node };
    nodes.push(made);
    return made;
  };
  /** Wires nodes one after the other on their first output and returns the first. */
  const chain = (...list) => {
    const made = list.map((node) => (node.id ? node : add(node)));
    made.forEach((node, index) => { if (index > 0) made[index - 1].wires = [[made[index].id], ...made[index - 1].wires.slice(1)]; });
    return made[0];
  };
  return {
    nodes,
    add,
    chain,
    /** A configuration node: no tab, no wires. */
    config: (node) => add({ z: undefined, x: undefined, y: undefined, wires: undefined, ...node }),
    /**
     * POST /corpus/<name> goes through the nodes and comes back; an error of any node of this flow
     * comes back as status 500 with its message.
     */
    endpoint(...list) {
      const answer = add({ type: 'http response' });
      chain({ type: 'http in', url: `/corpus/${name}`, method: 'post' }, ...list, answer);
      chain({ type: 'catch', scope: null }, {
        type: 'change',
        rules: [
          { t: 'set', p: 'payload', pt: 'msg', to: 'error.message', tot: 'msg' },
          { t: 'set', p: 'statusCode', pt: 'msg', to: '500', tot: 'num' },
        ],
      }, answer);
      return nodes;
    },
    /** The node that hands a payload to the test: an HTTP request of Node-RED core to our sink. */
    toSink: (ctx) => add({ type: 'http request', method: 'POST', url: `${ctx.peers.sink.url}/${name}`, ret: 'txt', paytoqs: 'ignore', senderr: false }),
  };
}

/** A `change` node that sets one property, by default msg.payload. */
function set(to, tot = 'str', p = 'payload') {
  return { type: 'change', rules: [{ t: 'set', p, pt: 'msg', to: String(to), tot }] };
}

module.exports = { flow, set };
