'use strict';
// As much of a PLC as one client needs: ISO-on-TCP connection, S7 setup, and reads that all answer
// with the same register, 1234, followed by zeros.
const net = require('node:net');
const { listen } = require('./listen.js');

const ITEM_SIZE = { 1: 1, 2: 1, 3: 1, 4: 2, 5: 2, 6: 4, 7: 4, 8: 4 };

/** Wraps an S7 message in a data TPDU and a TPKT header. */
function packet(s7) {
  const head = Buffer.from([3, 0, 0, 0, 2, 0xf0, 0x80]);
  head.writeUInt16BE(s7.length + head.length, 2);
  return Buffer.concat([head, s7]);
}

/** An acknowledge-with-data message for the request with this reference. */
function acknowledge(reference, parameter, data) {
  const head = Buffer.from([0x32, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
  reference.copy(head, 4);
  head.writeUInt16BE(parameter.length, 6);
  head.writeUInt16BE(data.length, 8);
  return packet(Buffer.concat([head, parameter, data]));
}

/** Answers "read variables": every item gets 1234 in its first two bytes. */
function read(reference, parameter) {
  const count = parameter[1];
  const items = [];
  for (let index = 0; index < count; index++) {
    const item = parameter.subarray(2 + index * 12, 14 + index * 12);
    const bytes = item.readUInt16BE(4) * (ITEM_SIZE[item[3]] ?? 1);
    const value = Buffer.alloc(4 + bytes + (bytes % 2 && index + 1 < count ? 1 : 0));
    value.set([0xff, 4]);
    value.writeUInt16BE(bytes * 8, 2);
    if (bytes >= 2) value.writeUInt16BE(1234, 4);
    items.push(value);
  }
  return acknowledge(reference, Buffer.from([4, count]), Buffer.concat(items));
}

/** Starts it. */
async function startS7() {
  const server = net.createServer((socket) => {
    let rest = Buffer.alloc(0);
    socket.on('data', (chunk) => {
      rest = Buffer.concat([rest, chunk]);
      while (rest.length >= 7 && rest.length >= rest.readUInt16BE(2)) {
        const message = rest.subarray(0, rest.readUInt16BE(2));
        rest = rest.subarray(message.length);
        if (message[5] === 0xe0) {
          const confirm = Buffer.from(message);
          confirm[5] = 0xd0;
          message.copy(confirm, 6, 8, 10);
          confirm.set([0, 1], 8);
          socket.write(confirm);
          continue;
        }
        const s7 = message.subarray(7);
        const parameter = s7.subarray(10, 10 + s7.readUInt16BE(6));
        if (parameter[0] === 0xf0) socket.write(acknowledge(s7.subarray(4, 6), parameter, Buffer.alloc(0)));
        if (parameter[0] === 4) socket.write(read(s7.subarray(4, 6), parameter));
      }
    });
  });
  return listen(server);
}

module.exports = { startS7 };
