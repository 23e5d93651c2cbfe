'use strict';
// Core stops nodes and tells editors of those that are removed. It finds those of packages under the id and type that they were deployed with, whatever
// they call themselves by then, and none of them keeps it from stopping the others.

const { Proxy, ReflectApply, ReflectGet } = require('../../boot/primordials');
const { CORE } = require('../../core/caller');
const { textOf } = require('../views/containers');
const { nodesOf } = require('./filed');
const { recordOf } = require('./identity');

/** What core stops in the place of a node of a package. */
const closing = (node, { id, type }, log) => ({
  id,
  type,
  close: (removed) => ReflectApply(ReflectGet(node, 'close'), node, [removed]),
  error(error) {
    try {
      ReflectApply(ReflectGet(node, 'error'), node, [error]);
    } catch {
      log.error(textOf(error));
    }
  },
});

/** A flow as core sees it while it stops nodes: everybody else finds the nodes themselves in it. */
function asStopping(flow, log) {
  const nodes = new Proxy(nodesOf(flow), {
    __proto__: null,
    get(target, id) {
      const node = target[id];
      const record = recordOf(node);
      return record === undefined || record.principal === CORE ? node : closing(node, record, log);
    },
  });
  return new Proxy(flow, { __proto__: null, get: (target, key) => (key === 'activeNodes' ? nodes : target[key]) });
}

module.exports = { asStopping };
