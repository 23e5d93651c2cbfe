'use strict';
// FileHandles whose number is changed: before a method runs, and while it waits.
const fs = require('fs');

/** Node.js 26 ends a process in which an open handle is collected. */
const handles = [];
const opened = async (...args) => handles[handles.push(await fs.promises.open(...args)) - 1];
const fieldOf = (handle, name) => Object.getOwnPropertySymbols(handle).find((symbol) => symbol.description === name);

/** The fields of a real handle on an object of ones own. */
function copyOf(handle, fd) {
  const copy = Object.create(Object.getPrototypeOf(handle));
  for (const symbol of Object.getOwnPropertySymbols(handle)) copy[symbol] = handle[symbol];
  copy[fieldOf(handle, 'kFd')] = fd;
  return copy;
}

const read = async (handle) => (await handle.read(Buffer.alloc(100), 0, 100, 0)).buffer;

module.exports = [
  {
    name: 'the number inside a handle changed', wants: 'read', before: 'open',
    run: async (ctx) => { const own = await opened(`${ctx.allowed}/ok.txt`); own[fieldOf(own, 'kFd')] = ctx.given.fd; return read(own); },
  },
  { name: 'a copy of a handle with another number', wants: 'read', before: 'open', run: async (ctx) => read(copyOf(await opened(`${ctx.allowed}/ok.txt`), ctx.given.fd)) },
  {
    name: 'fd defined on a handle', wants: 'read', before: 'open',
    run: async (ctx) => { const own = await opened(`${ctx.allowed}/ok.txt`); Object.defineProperty(own, 'fd', { value: ctx.given.fd }); return read(own); },
  },
  {
    name: 'readFile of promises with a changed handle', wants: 'read', before: 'open',
    run: async (ctx) => { const own = await opened(`${ctx.allowed}/ok.txt`); own[fieldOf(own, 'kFd')] = ctx.given.fd; return fs.promises.readFile(own, 'utf8'); },
  },
  {
    name: 'a changed handle written', wants: 'write', before: 'openForWriting',
    run: async (ctx) => { const own = await opened(`${ctx.allowed}/ok.txt`, 'r+'); own[fieldOf(own, 'kFd')] = ctx.given.fd; await own.write('x'); },
  },
  {
    name: 'bytes with a number', wants: 'read', run: (ctx) => fs.readFileSync(Object.assign(Buffer.from(ctx.secret), { fd: 3 }), 'utf8'),
  },
];
