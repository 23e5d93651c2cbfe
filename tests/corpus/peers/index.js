'use strict';
// All peers of one run, on loopback.
const { freePorts } = require('./listen.js');
const { startSink } = require('./sink.js');
const { startSmtp } = require('./smtp.js');
const { startFtp } = require('./ftp.js');
const { startS7 } = require('./s7.js');
const { startInflux, startTelegram } = require('./web.js');
const { startMysql } = require('./mysql.js');

/**
 * Starts every peer.
 * @param {string} palette folder of the installed palette
 */
async function startPeers(palette) {
  const peers = {
    sink: await startSink(), smtp: await startSmtp(), ftp: await startFtp(), s7: await startS7(),
    influx: await startInflux(), telegram: await startTelegram(), mysql: await startMysql(palette),
  };
  const [mqtt, modbus, mta] = await freePorts(3);
  const close = () => { for (const peer of Object.values(peers)) peer.close(); };
  return { peers, ports: { mqtt, modbus, mta }, close };
}

module.exports = { startPeers };
