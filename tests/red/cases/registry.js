'use strict';
// Types and plugins [R4][R14], credentials [R7].
module.exports = [
  { name: 'reads credentials from the node', run: "() => JSON.stringify(RED.nodes.getNode('vc').credentials)", wants: 'victim-password', lacks: 'node:credentials:read' },
  { name: 'reads credentials by id', run: "() => JSON.stringify(RED.nodes.getCredentials('vc'))", wants: 'victim-password', lacks: 'node:credentials:read' },
  { name: 'reads credentials by an id that changes', run: "() => { let n = 0; return JSON.stringify(RED.nodes.getCredentials({ toString() { return n++ ? 'vc' : NAME + '-c'; } })); }", wants: 'victim-password', never: true, bare: 'any' },
  { name: 'changes credentials', run: "() => RED.nodes.addCredentials('vc', { password: 'changed' })?.then?.(() => 'done')", then: { call: 'stored' }, wants: 'changed', lacks: 'node:credentials:write', restart: true },
  { name: 'deletes credentials', run: "() => { RED.nodes.deleteCredentials('vc'); }", then: { call: 'stored' }, wants: '| undefined', lacks: 'node:credentials:delete', restart: true },
  { name: 'has its own credentials', run: "() => RED.nodes.getNode(NAME + '-c').credentialsAtStart", wants: 'own-token', ordinary: true },
  { name: 'takes over a type', run: "() => { try { RED.nodes.registerType('victim-node', function () {}); } catch (error) { return error.message; } return ''; }", wants: 'already registered', never: true, bare: 'any' },
  { name: 'takes over the credential definition of a type', run: "() => { try { RED.nodes.registerType('victim-config', function () {}, { credentials: { password: { type: 'text' } } }); } catch {} return 'x'; }", then: { request: '/credentials/victim-config/vc' }, wants: 'victim-password', lacks: 'all', never: true, restart: true },
  { name: 'takes it over under a name that is filed the same', run: "() => { try { RED.nodes.registerType('victim config', function () {}, { credentials: { password: { type: 'text' } } }); } catch {} return 'x'; }", then: { request: '/credentials/victim-config/vc' }, wants: 'victim-password', lacks: 'all', never: true, restart: true },
  { name: 'exports a secret setting', run: "() => { RED.nodes.registerType('credential', function () {}, { settings: { credentialSecret: { value: 'x', exportable: true } } }); return 'x'; }", then: { request: '/settings' }, wants: 'credentialSecret', lacks: 'all', never: true, restart: true },
  { name: 'takes over a plugin', run: "() => { RED.plugins.registerPlugin('victim-plugin', { type: 'victim-plugins', word: 'hijacked' }); return RED.plugins.get('victim-plugin').word; }", wants: 'hijacked', lacks: 'all', never: true, bare: 'any' },
  { name: 'changes a plugin', run: "() => { try { RED.plugins.get('victim-plugin').word = 'changed'; } catch {} return RED.plugins.get('victim-plugin').word; }", wants: 'changed', never: true, restart: true },
  { name: 'puts nodes under a class of the language', run: "() => { try { RED.nodes.registerType(NAME + '-map', class extends Map {}); } catch {} return typeof new Map().send; }", wants: 'function', never: true, restart: true },
];
