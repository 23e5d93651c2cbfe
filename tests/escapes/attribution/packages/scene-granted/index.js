'use strict';
// May read the secret, and works with it in many ways.
const fs = require('fs');
const { EventEmitter } = require('events');
const { Readable } = require('stream');
const shared = require('scene-shared');
const reader = require('./reader.js');

// a careless helper that calls what it is given
globalThis.sceneApply = (call, ...args) => call(...args);

module.exports = require('./probe.js')('scene-granted', {
  read: ({ path }) => shared.read(path),
  readLazily: ({ path }) => shared.readLazily(path),
  readByImport: ({ path }) => shared.readByImport(path),
  readLater: ({ path }) => shared.readLater(path),
  readInTimer: ({ path }) => shared.readInTimer(path),
  readInPlace: ({ path }) => shared.readInPlace(path),
  readByClass: ({ path }) => new shared.Reader().read(path),
  readEsm: async ({ path }) => (await import('scene-shared/esm.mjs')).read(path),
  readEsmLater: async ({ path }) => (await import('scene-shared/esm.mjs')).readLater(path),
  readNested: ({ path }) => require('scene-nested').read(path),
  readNestedLater: ({ path }) => require('scene-nested').readLater(path),
  readOwn: ({ path }) => require('fs').readFileSync(path, 'utf8'),
  touchShared: ({ marker }) => shared.touch(marker),

  readWithHook: ({ path }) => shared.readWithHook(path),
  readByModule: ({ path }) => reader.read(path),
  lazily: ({ path }) => require('./lazy.js').handle(fs.readFileSync(path, 'utf8')),
  builtins: ({ ctx }) => ({ env: process.env[ctx.name], cwd: process.cwd() }),
  work: async ({ path }) => {
    const bytes = fs.readFileSync(path);
    const text = bytes.toString('utf8');
    const lines = text.split('\n').map((line) => line.trim()).filter((line) => line.length > 0);
    const parsed = JSON.parse(JSON.stringify({ lines }));
    const kept = new Map([['text', text]]);
    const all = new Set();
    all.add(kept.get('text'));
    const list = [];
    list.push(text);
    list.concat(lines).slice().forEach(() => {});
    await Promise.resolve(text).then((value) => value.replace('SECRET', 'secret'));
    await new Promise((resolve) => { setTimeout(resolve, 1, text); });
    const emitter = new EventEmitter();
    emitter.on('text', () => {});
    emitter.emit('text', text);
    for await (const chunk of Readable.from([text])) Buffer.from(chunk).equals(bytes);
    for await (const chunk of fs.createReadStream(path)) Buffer.concat([chunk]);
    await fs.promises.readFile(path, 'utf8');
    const match = /SECRET_IN_FILE=(.*)/.exec(text);
    Object.assign({}, { match: match && match[1] });
    Reflect.apply(String.prototype.slice, text, [0]);
    encodeURIComponent(text);
    new URL(`http://127.0.0.1/?q=${encodeURIComponent(text)}`).searchParams.get('q');
    require('util').format('%s', text);
    require('path').join('/x', text.trim());
    require('crypto').createHash('sha256').update(text).digest('hex');
    return `${parsed.lines.length}`;
  },
});
