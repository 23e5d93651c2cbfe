'use strict';
// The context of another's node, and where that node is: what a stand-in tells of both.

const { ObjectFreeze, ReflectApply } = require('../../boot/primordials');
const { demandNode } = require('./access');
const { contextFor } = require('../views/contexts');

/** The context of another's node: its own values by grant; those of flow and global are shared by design [R8]. */
function contextOf(principal, node, record) {
  const asking = (name, capability) => (...args) => {
    demandNode(principal, capability, `node.context().${name}()`, record);
    const context = contextFor(principal, node.context());
    return ReflectApply(context[name], context, args);
  };
  const holder = {
    context() {
      const context = contextFor(principal, node.context());
      return ObjectFreeze({
        get: asking('get', 'node:context:read'),
        keys: asking('keys', 'node:context:read'),
        set: asking('set', 'node:context:write'),
        get flow() { return context.flow; },
        get global() { return context.global; },
      });
    },
  };
  return holder.context;
}

/** What a flow is called and where it is, up to the outermost one. */
function placeOf(flow) {
  if (typeof flow !== 'object' || flow === null || flow.TYPE === undefined) return undefined;
  return ObjectFreeze({ TYPE: flow.TYPE, id: flow.id, path: flow.path, parent: placeOf(flow.parent) });
}

function where(record, key) {
  if (key === '_flow') return placeOf(record.flow ?? record.node._flow);
  const value = record.node[key];
  return typeof value === 'string' ? value : undefined;
}

module.exports = { contextOf, placeOf, where };
