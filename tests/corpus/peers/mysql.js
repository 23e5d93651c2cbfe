'use strict';
// A database server made with the server half of the client library that the palette brings along.
const path = require('node:path');
const { createRequire } = require('node:module');
const { listen } = require('./listen.js');

/**
 * Starts it; `queries` lists the SQL seen, every query gives one row { answer: 42 }.
 * @param {string} palette folder whose node_modules holds mysql2
 */
async function startMysql(palette) {
  const mysql = createRequire(path.join(palette, 'package.json'))('mysql2');
  const queries = [];
  const server = mysql.createServer();
  server.on('connection', (connection) => {
    connection.on('error', () => {});
    connection.serverHandshake({
      protocolVersion: 10, serverVersion: '8.0.0', connectionId: 1, statusFlags: 2, characterSet: 8, capabilityFlags: 0xffffff ^ 0x800,
    });
    // every command of a client starts a new count of packets; the library only does that for clients
    const onPacket = connection.handlePacket.bind(connection);
    connection.handlePacket = (packet) => {
      if (packet) connection.sequenceId = packet.sequenceId;
      return onPacket(packet);
    };
    connection.on('query', (sql) => {
      queries.push(sql);
      connection.writeTextResult([{ answer: 42 }], [{ catalog: 'def', schema: '', table: '', orgTable: '', name: 'answer', orgName: 'answer', characterSet: 63, columnLength: 20, columnType: 8, flags: 0, decimals: 0 }]);
    });
  });
  const listening = await listen(server._server);
  return { ...listening, queries };
}

module.exports = { startMysql };
