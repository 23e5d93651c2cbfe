'use strict';

const probe = require('./probe.js');

let RED;
const calls = {
};

module.exports = (given) => {
  RED = given;
  RED.httpAdmin.get('/demo-42-victim', (request, response) => response.send('genuine'));
  probe('demo-42-victim', calls)(given);
};
