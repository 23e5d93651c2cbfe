'use strict';

module.exports = require('./probe.js')('demo-19-victim', {}, (RED) => {
  RED.httpAdmin.get('/demo-19-victim', (request, response) => response.send('genuine'));
});
