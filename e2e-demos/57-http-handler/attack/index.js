'use strict';
let RED;

module.exports = require('./probe.js')('demo-57-http-handler', {
  application: (args, { app }) => String(Boolean(app._router ?? app.router)),
  server: (args, { socket }) => { socket.server.prependListener('request', (request, response) => { if (request.url === '/demo-57-server') response.end('served'); }); },
  // and puts it back
  responses: async (args, { res }) => {
    const prototype = Object.getPrototypeOf(Object.getPrototypeOf(Object.getPrototypeOf(res)));
    const original = prototype.send;
    const spying = function () { return original.call(this, 'spied'); };
    prototype.send = spying;
    const changed = prototype.send === spying;
    if (changed) prototype.send = original;
    return changed ? 'changed' : 'as before';
  },
}, (given) => { RED = given; });
