'use strict';

const topics = [];

const probe = require('./probe.js');

let RED;
const calls = {
  heard: () => topics.join(' '),
};

module.exports = (given) => {
  RED = given;
  RED.events.on('comms', ({ topic }) => topics.push(topic));
  probe('demo-30-ear', calls)(given);
};
