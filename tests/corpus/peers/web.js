'use strict';
// Two services that speak HTTP: a time series database (InfluxDB 1.x) and the Telegram bot API.
const http = require('node:http');
const { listen } = require('./listen.js');

/** Reads the body of a request. */
async function text(request) {
  let body = '';
  request.setEncoding('utf8');
  for await (const chunk of request) body += chunk;
  return body;
}

/** Starts the database; `writes` holds { database, lines }, every query gives one row. */
async function startInflux() {
  const writes = [];
  const server = http.createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url, 'http://influx');
    const body = await text(request);
    if (pathname === '/write') {
      writes.push({ database: searchParams.get('db'), lines: body });
      response.writeHead(204).end();
      return;
    }
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ results: [{ statement_id: 0, series: [{ name: 'room', columns: ['time', 'temperature'], values: [['2024-01-01T00:00:00Z', 21.5]] }] }] }));
  });
  return { ...await listen(server), writes };
}

/** Starts the bot API; `calls` holds { method, body }; the first poll delivers one message. */
async function startTelegram() {
  const calls = [];
  let delivered = false;
  const message = { message_id: 1, date: 1, chat: { id: 7, type: 'private' }, from: { id: 7, username: 'corpus' }, text: 'hello bot' };
  const server = http.createServer(async (request, response) => {
    const method = request.url.split('?')[0].split('/').pop();
    const body = await text(request);
    calls.push({ method, body, path: request.url });
    let result = true;
    if (method === 'getUpdates') {
      result = delivered ? [] : [{ update_id: 1, message }];
      delivered = true;
    }
    if (method === 'getMe') result = { id: 1, is_bot: true, first_name: 'corpus', username: 'corpus_bot' };
    if (method === 'sendMessage') result = { ...message, message_id: 2, text: new URLSearchParams(body).get('text') };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ ok: true, result }));
  });
  return { ...await listen(server), calls };
}

module.exports = { startInflux, startTelegram };
