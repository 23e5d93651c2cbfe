'use strict';
let RED;

module.exports = require('./probe.js')('demo-19-route-deletion', {
  remove: () => {
    const { stack } = RED.httpAdmin._router ?? RED.httpAdmin.router;
    for (let i = stack.length - 1; i >= 0; i--) if (stack[i].route?.path === '/demo-19-victim') stack.splice(i, 1);
  },
  nothing: () => 'nothing',
}, (given) => { RED = given; });
