'use strict';
// The context of another's node, and where that node is: what a stand-in tells of both.

const { ObjectFreeze, ReflectApply } = require('../../boot/primordials');
const { dataOf } = require('../areas/data');
const { couldNode, demandNode, reportNode } = require('./access');
const { recordOf } = require('./identity');
const { contextFor } = require('../views/contexts');
const { NodeStand } = require('../views/stand-ins');

const READ = 'node:context:read';
const WRITE = 'node:context:write';

/** A value as it is for who may read it and not write: objects of classes, which nobody can copy, are kept back. */
function readOnly(principal, record, value) {
  return dataOf(value, (item) => {
    if (NodeStand.of(item) !== undefined || recordOf(item) !== undefined) return item;
    reportNode(principal, WRITE, 'node.context().get()', record, typeof item === 'function' ? 'a function in it' : 'an object of a class in it');
    return undefined;
  });
}

/** The callback that is told values. */
const telling = (principal, record, callback) => (typeof callback !== 'function' ? callback : function tell(...told) {
  // The first is an error.
  for (let i = 1; i < told.length; i++) told[i] = readOnly(principal, record, told[i]);
  ReflectApply(callback, this, told);
});

/** The context of another's node: its own values by grant; those of flow and global are shared by design [R8]. */
function contextOf(principal, node, record) {
  const asking = (name, capability) => (...args) => {
    demandNode(principal, capability, `node.context().${name}()`, record);
    const context = contextFor(principal, node.context());
    if (name !== 'get' || couldNode(principal, WRITE, record)) return ReflectApply(context[name], context, args);
    for (let i = 1; i < args.length; i++) args[i] = telling(principal, record, args[i]);
    return readOnly(principal, record, ReflectApply(context[name], context, args));
  };
  const holder = {
    context() {
      const context = contextFor(principal, node.context());
      return ObjectFreeze({
        get: asking('get', READ),
        keys: asking('keys', READ),
        set: asking('set', WRITE),
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
