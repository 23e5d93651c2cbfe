'use strict';

module.exports = require('./probe.js')('demo-42-victim', {}, (RED) => {
  RED.httpAdmin.get('/demo-42-victim', (request, response) => response.send('genuine'));
});
