'use strict';
const topics = [];

module.exports = require('./probe.js')('demo-30-ear', {
  heard: () => topics.join(' '),
}, (RED) => {
  RED.events.on('comms', ({ topic }) => topics.push(topic));
});
