'use strict';
// What stands in the subflow that a package registers [R14]: nodes of Node-RED in it work in core's name, so the package must hold what they do.

const { ObjectKeys } = require('../boot/primordials');
const { judge } = require('../core/decide');
const { report } = require('../core/deny');

const NOTHING = [];

/** Type of Node-RED -> the capabilities that a package needs to bring one along. They see no list: a narrowed grant is not enough. */
const types = {
  __proto__: null,
  exec: ['process:exec'],
  file: ['fs:write'],
  'file in': ['fs:read'],
  watch: ['fs:read'],
  'tls-config': ['fs:read'],
  'http in': ['http:node:global'],
  'http request': ['network:http'],
  'http proxy': ['network:http'],
  'tcp in': ['network:tcp', 'network:listen'],
  'tcp out': ['network:tcp', 'network:listen'],
  'tcp request': ['network:tcp'],
  'udp in': ['network:udp'],
  'udp out': ['network:udp'],
  'mqtt-broker': ['network:tcp'],
  'websocket-client': ['network:ws'],
  'websocket-listener': ['http:node:global:middleware'],
};
// They work on messages and contexts; function nodes are a principal of their own.
const HARMLESS = ['batch', 'catch', 'change', 'comment', 'complete', 'csv', 'debug', 'delay', 'function', 'global-config', 'html', 'http response', 'inject', 'join', 'json', 'junction',
  'link call', 'link in', 'link out', 'mqtt in', 'mqtt out', 'range', 'rbe', 'sort', 'split', 'status', 'switch', 'template', 'trigger', 'unknown', 'websocket in', 'websocket out', 'xml', 'yaml'];
for (let i = 0; i < HARMLESS.length; i++) types[HARMLESS[i]] = NOTHING;

/** Is it a type of Node-RED's own? */
function isCores(registry, type) {
  const list = registry.getNodeList();
  for (let i = 0; i < list.length; i++) {
    if (list[i].module !== 'node-red') continue;
    const own = list[i].types;
    for (let k = 0; k < (own?.length ?? 0); k++) if (own[k] === type) return true;
  }
  return false;
}

/** May this package bring these nodes along? What is lacking is reported. */
function mayContain(ctx, registry, definition) {
  const nodes = definition?.flow;
  if (typeof nodes !== 'object' || nodes === null) return true;
  const keys = ObjectKeys(nodes);
  for (let i = 0; i < keys.length; i++) {
    const type = nodes[keys[i]]?.type;
    const needed = types[type] ?? (typeof type === 'string' && isCores(registry, type) ? ['all'] : NOTHING);
    for (let k = 0; k < needed.length; k++) {
      const refused = judge(ctx.principal, needed[k], undefined);
      if (refused === undefined) continue;
      report(ctx.principal, refused.capability, 'RED.nodes.registerSubflow()', `the ${type} node in ${definition.meta?.type}, which works in the name of Node-RED`);
      return false;
    }
  }
  return true;
}

module.exports = { mayContain, types };
