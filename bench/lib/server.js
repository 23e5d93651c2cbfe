'use strict';
// A server that answers; its process tells its port.
const http = require('node:http');

const server = http.createServer((request, response) => { request.resume(); response.end('x'); });
server.listen(0, '127.0.0.2', () => process.send(server.address().port));
process.on('disconnect', () => process.exit());
