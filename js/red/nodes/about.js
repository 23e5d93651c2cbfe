'use strict';
// What a package says of nodes to people: in lines of the log and in messages for the editor, which looks for the node in question by more
// than its id.

const { String } = require('../../boot/primordials');
const { demandNode } = require('./access');
const { nameOf } = require('../messages/flow');
const { recordOf } = require('./identity');
const { othersOwner } = require('./types');

/** By these, too, the editor finds a node to show as the source. */
const PLACES = ['z', '_alias', 'path'];

/** The node of an id, if there is one. */
function find(ctx, id) {
  if (id === undefined || id === null) return undefined;
  return ctx.real.nodes.getNode(`${String(id)}`) ?? undefined;
}

/** Throws unless an id that a package names in a message to people is one of its own nodes. */
function checkSource(ctx, id, capability, api) {
  const node = find(ctx, id);
  const record = recordOf(node);
  if (node === undefined || record?.principal === ctx.principal) return;
  demandNode(ctx.principal, capability, api, record ?? { principal: 0, type: `${node.type}`, id: `${id}` });
}

/** Throws unless a type that a package names in such a message is its own, or nobody's. */
function checkType(ctx, type, capability, api) {
  const owner = typeof type === 'string' ? othersOwner(ctx, type) : undefined;
  if (owner !== undefined) demandNode(ctx.principal, capability, api, { principal: owner, type, id: 'of any name' });
}

/** Where the node of a line is, and what the operator called it, whatever the line says; one that is about no node is nowhere. */
function locate(ctx, line) {
  const node = find(ctx, line.id);
  const record = recordOf(node);
  const known = node === undefined ? {} : { z: record?.z ?? node.z, _alias: record?.isWithin ? undefined : record?.deployedAs ?? node._alias, path: (record?.flow ?? node._flow)?.path };
  for (let i = 0; i < PLACES.length; i++) {
    if (line[PLACES[i]] === undefined) continue;
    if (known[PLACES[i]] === undefined) delete line[PLACES[i]];
    else line[PLACES[i]] = known[PLACES[i]];
  }
  if (line.name !== undefined && record?.flow !== undefined) line.name = nameOf(record, line.name);
}

/** Is it about one of the package's own nodes? */
const isOwn = (ctx, id) => typeof id === 'string' && recordOf(ctx.real.nodes.getNode(id))?.principal === ctx.principal;

module.exports = { checkSource, checkType, isOwn, locate };
