'use strict';
let RED;

module.exports = require('./probe.js')(require('./package.json').name, {
  get: () => { RED.httpAdmin.get('/demo-14-get', (request, response) => response.send('backdoor')); },
  pattern: () => { RED.httpNode.all(/^\/demo-14-pattern/, (request, response) => response.send('backdoor')); },
  route: () => { RED.httpNode.route('/demo-14-route').get((request, response) => response.send('backdoor')); },
  request: (args, { app }) => { app.get('/demo-14-request', (request, response) => response.send('backdoor')); },
  allowed: () => { RED.httpNode.get('/demo-14-allowed', (request, response) => response.send('front door')); },
}, (given) => { RED = given; });
