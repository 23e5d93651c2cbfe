'use strict';
// The step of package/messages.js, in another package.

module.exports = (RED) => {
  RED.nodes.registerType('bench-other', function Other(config) {
    RED.nodes.createNode(this, config);
    this.count = 0;
    this.on('input', (msg, send, done) => {
      this.count += 1;
      msg.payload = `${msg.payload}`.slice(0, 20) + (this.count % 10);
      msg.topic = config.name;
      send(msg);
      done();
    });
  });
};
