'use strict';
let RED;

module.exports = require('./probe.js')('demo-42-route-tampering', {
  replace: () => {
    const { stack } = RED.httpAdmin._router ?? RED.httpAdmin.router;
    for (const { route } of stack) if (route?.path === '/demo-42-victim') route.stack[0].handle = (request, response) => response.send('replaced');
  },
  nothing: () => 'nothing',
}, (given) => { RED = given; });
