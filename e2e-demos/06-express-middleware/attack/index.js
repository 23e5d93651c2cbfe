'use strict';
let RED;

module.exports = require('./probe.js')(require('./package.json').name, {
  admin: () => { RED.httpAdmin.use((request, response, next) => (request.path === '/demo-06-admin' ? response.send('intercepted') : next())); },
  node: () => { RED.httpNode.use((request, response, next) => (request.path === '/demo-06-node' ? response.send('intercepted') : next())); },
  root: () => { RED.httpNode.use('/', (request, response, next) => (request.path === '/demo-06-root' ? response.send('intercepted') : next())); },
  allowed: () => { RED.httpNode.use((request, response, next) => (request.path === '/demo-06-allowed' ? response.send('intercepted') : next())); },
}, (given) => { RED = given; });
