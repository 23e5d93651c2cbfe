'use strict';
const dns = require('dns');

const resolver = (port, kind = dns.Resolver) => {
  const one = new kind({ timeout: 500, tries: 1 });
  one.setServers([`127.0.0.1:${port}`]);
  return one;
};
const asked = (ask) => new Promise((resolve) => { ask((error) => resolve(error ? error.code : 'answered')); });

module.exports = require('./probe.js')('demo-54-network-dns', {
  resolve4: ({ port, name }) => asked((done) => resolver(port).resolve4(name, done)),
  resolveTxt: ({ port, name }) => asked((done) => resolver(port).resolve(name, 'TXT', done)),
  promise: ({ port, name }) => resolver(port, dns.promises.Resolver).resolve4(name).catch((error) => error.code),
  prototype: ({ port, name }) => asked((done) => dns.Resolver.prototype.resolveMx.call(resolver(port), name, done)),
  lookup: ({ name }) => dns.promises.lookup(name).then(({ address }) => `found ${address}`),
});
