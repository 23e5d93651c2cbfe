'use strict';
// Where flows deliver what they observed: `POST /<name>`; tests wait for it by name.
const http = require('node:http');
const { listen } = require('./listen.js');

/** Starts the sink. `next(name, accept)` gives the first body of that name that `accept` likes. */
async function startSink() {
  const bodies = new Map();
  const waiting = new Set();
  const server = http.createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (chunk) => { body += chunk; });
    request.on('end', () => {
      response.end('ok');
      const name = request.url.slice(1);
      bodies.set(name, [...(bodies.get(name) ?? []), body]);
      for (const look of [...waiting]) look();
    });
  });
  const { port, close } = await listen(server);
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    close,
    next(name, accept = () => true, milliseconds = 8000) {
      return new Promise((resolve, reject) => {
        const look = () => {
          const found = (bodies.get(name) ?? []).find(accept);
          if (found === undefined) return;
          clearTimeout(timer);
          waiting.delete(look);
          resolve(found);
        };
        const timer = setTimeout(() => {
          waiting.delete(look);
          reject(new Error(`nothing arrived for ${name}; seen: ${JSON.stringify(bodies.get(name) ?? [])}`));
        }, milliseconds);
        waiting.add(look);
        look();
      });
    },
  };
}

module.exports = { startSink };
