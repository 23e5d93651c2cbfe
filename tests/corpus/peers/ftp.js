'use strict';
// A file server with its files in memory: login, passive mode, LIST, STOR, RETR, DELE.
const net = require('node:net');
const { listen, lines } = require('./listen.js');

/** Opens a data port and answers PASV; `run(socket)` gets the data connection. */
function passive(say) {
  const data = net.createServer();
  const connected = new Promise((resolve) => { data.once('connection', (socket) => { data.close(); resolve(socket); }); });
  data.listen(0, '127.0.0.1', () => {
    const { port } = data.address();
    say(`227 Entering Passive Mode (127,0,0,1,${port >> 8},${port & 255})`);
  });
  return connected;
}

/** Starts it; `files` maps names to Buffers, `users` lists the logins seen. */
async function startFtp() {
  const files = new Map();
  const users = [];
  const server = net.createServer((socket) => {
    const say = (text) => socket.write(`${text}\r\n`);
    let connection = null;
    const send = async (bytes) => {
      say('150 here it comes');
      (await connection).end(bytes, () => say('226 done'));
    };
    const commands = {
      USER: (name) => { users.push(name); say('331 password'); },
      PASS: () => say('230 welcome'),
      FEAT: () => say('211 none'),
      TYPE: () => say('200 ok'),
      PWD: () => say('257 "/"'),
      PASV: () => { connection = passive(say); },
      LIST: () => send([...files].map(([name, bytes]) => `-rw-r--r-- 1 a a ${bytes.length} Jan 01 2024 ${name}\r\n`).join('')),
      RETR: (name) => (files.has(name) ? send(files.get(name)) : say('550 no such file')),
      DELE: (name) => say(files.delete(name) ? '250 gone' : '550 no such file'),
      async STOR(name) {
        say('150 send it');
        const chunks = [];
        const data = await connection;
        data.on('data', (chunk) => chunks.push(chunk));
        data.on('end', () => { files.set(name, Buffer.concat(chunks)); data.end(); say('226 stored'); });
      },
      QUIT: () => { say('221 bye'); socket.end(); },
    };
    say('220 corpus');
    lines(socket, (line) => {
      const [, verb, rest] = /^(\S+)\s*(.*)$/.exec(line) ?? [];
      const command = commands[verb?.toUpperCase()];
      if (command) command(rest);
      else say('502 not here');
    });
  });
  return { ...await listen(server), files, users };
}

module.exports = { startFtp };
