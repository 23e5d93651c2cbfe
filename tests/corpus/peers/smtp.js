'use strict';
// A mail server of the size of one test: it takes a login and a message and remembers both.
const net = require('node:net');
const { listen, lines } = require('./listen.js');

/** Starts it; `messages` holds { user, from, to, data } in order of arrival. */
async function startSmtp() {
  const messages = [];
  const server = net.createServer((socket) => {
    let mail = {};
    let data = null;
    const say = (text) => socket.write(`${text}\r\n`);
    say('220 corpus ESMTP');
    lines(socket, (line) => {
      if (data) {
        if (line !== '.') { data.push(line); return; }
        messages.push({ ...mail, data: data.join('\n') });
        data = null;
        say('250 stored');
        return;
      }
      const verb = line.slice(0, 4).toUpperCase();
      if (verb === 'EHLO') { say('250-corpus'); say('250 AUTH PLAIN'); }
      else if (verb === 'AUTH') { mail.user = Buffer.from(line.split(' ')[2] ?? '', 'base64').toString().split('\0')[1]; say('235 welcome'); }
      else if (verb === 'MAIL') { mail.from = line.slice(10); say('250 ok'); }
      else if (verb === 'RCPT') { mail.to = line.slice(8); say('250 ok'); }
      else if (verb === 'DATA') { data = []; say('354 go on'); }
      else if (verb === 'QUIT') { say('221 bye'); socket.end(); }
      else if (verb === 'RSET') { mail = {}; say('250 ok'); }
      else say('250 ok');
    });
  });
  return { ...await listen(server), messages };
}

/**
 * Sends one message to a server on loopback, for servers that run inside Node-RED.
 * @returns {Promise<string>} the answer to the message
 */
function sendMail(port, { from, to, text }) {
  const steps = ['EHLO corpus', `MAIL FROM:<${from}>`, `RCPT TO:<${to}>`, 'DATA', `${text.replaceAll('\n', '\r\n')}\r\n.`];
  return new Promise((resolve, reject) => {
    const socket = net.connect(port, '127.0.0.1');
    socket.setTimeout(6000, () => socket.destroy(new Error('the mail server did not answer')));
    socket.on('error', reject);
    lines(socket, (line) => {
      if (line[3] === '-') return;
      if (!/^[23]/.test(line)) socket.destroy(new Error(line));
      else if (steps.length > 0) socket.write(`${steps.shift()}\r\n`);
      else { socket.end('QUIT\r\n'); resolve(line); }
    });
  });
}

module.exports = { startSmtp, sendMail };
