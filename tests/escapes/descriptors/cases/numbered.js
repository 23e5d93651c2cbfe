'use strict';
// A number in a path (`/proc/self/fd/7`), or one that led where it may: another file has it as soon as it is closed.
const crypto = require('crypto');
const fs = require('fs');

const acts = () => globalThis.bystanderActs;

const WAYS = {
  '/proc/self/fd': (ctx, fd) => `/proc/self/fd/${fd}`,
  '/dev/fd': (ctx, fd) => `/dev/fd/${fd}`,
  'many slashes': (ctx, fd) => `///proc//self/./fd//${fd}`,
  'two dots': (ctx, fd) => `${ctx.allowed}/../../../../../../../../../proc/self/fd/${fd}`,
  '/proc/self/task': (ctx, fd) => `/proc/self/task/${process.pid}/fd/${fd}`,
  'a link': (ctx, fd) => {
    const at = `${ctx.allowed}/link${fd}`;
    fs.rmSync(at, { force: true });
    fs.symlinkSync(`/proc/self/fd/${fd}`, at);
    return at;
  },
};

/** Tried until somebody else gets the number: others are at work as well. */
const again = (open, attempt, tries = 40) => async (ctx) => {
  for (let i = 0; i < tries; i++) {
    const text = `${await (async () => attempt(ctx, open(ctx)))().catch(() => '')}`;
    if (text.includes('SECRET')) return text;
  }
  return '';
};

const own = (flags) => (ctx) => fs.openSync(`${ctx.allowed}/ok.txt`, flags);

/** What was allowed is remembered. */
const twice = (way) => again(own('r'), (ctx, fd) => {
  const at = way(ctx, fd);
  fs.readFileSync(at);
  fs.closeSync(fd);
  acts().opens();
  return fs.readFileSync(at, 'utf8');
});

/** Node's threads are at work: the file is opened after what follows. */
function busy() {
  for (let k = 0; k < 4; k++) crypto.pbkdf2('a', 'b', 15_000, 64, 'sha512', () => {});
}

const later = (way) => again(own('r'), (ctx, fd) => {
  const at = way(ctx, fd);
  busy();
  const pending = fs.promises.readFile(at, 'utf8');
  fs.closeSync(fd);
  acts().opens();
  return pending;
}, 10);

module.exports = [
  ...Object.entries(WAYS).map(([name, way]) => ({ name: `a file read twice by ${name}, whose number is another one's by then`, wants: 'read', before: 'acts', run: twice(way) })),
  ...['/proc/self/fd', 'a link'].map((name) => ({ name: `a file read later by ${name}, whose number is another one's by then`, wants: 'read', before: 'acts', run: later(WAYS[name]) })),
  {
    name: 'a file written later by its number, which is another one\'s by then', wants: 'write', before: 'acts',
    run: again(own('r+'), async (ctx, fd) => {
      busy();
      const pending = fs.promises.appendFile(`/proc/self/fd/${fd}`, 'x');
      fs.closeSync(fd);
      acts().opensForWriting();
      await pending;
    }, 10),
  },
  {
    name: 'a file read later below the number of a folder, which is another one\'s by then', wants: 'read', before: 'acts',
    run: again((ctx) => fs.openSync(ctx.allowed), (ctx, fd) => {
      busy();
      const pending = fs.promises.readFile(`/proc/self/fd/${fd}/secret.txt`, 'utf8');
      fs.closeSync(fd);
      acts().opensFolder();
      return pending;
    }, 10),
  },
  {
    name: 'a number of somebody else\'s that led to what may be read', wants: 'read', before: 'acts',
    run: again(() => acts().opensThere(), (ctx, fd) => {
      const bytes = Buffer.alloc(100);
      fs.readSync(fd, bytes, 0, 100, 0);
      acts().reopens(fd);
      fs.readSync(fd, bytes, 0, 100, 0);
      return bytes;
    }),
  },
  {
    // What the bystander has open then is the attacker's file.
    name: 'a number closed that is nobody\'s yet', wants: 'read', before: 'acts',
    run: again(own('r'), async (ctx, fd) => {
      fs.closeSync(fd);
      busy();
      const { promise, done } = ctx.kit.callback();
      fs.close(fd, done);
      const theirs = acts().opensForWriting();
      await promise.catch(() => {});
      const mine = fs.openSync(`${ctx.allowed}/mine`, 'w+');
      try { acts().writesTo(theirs); return fs.readFileSync(`${ctx.allowed}/mine`, 'latin1'); } finally { fs.closeSync(mine); }
    }, 10),
  },
  {
    name: 'a file read by its number in a path', wants: 'read', legit: true,
    run: (ctx) => { const fd = fs.openSync(ctx.secret); try { return fs.readFileSync(`/proc/self/fd/${fd}`, 'utf8') + fs.readFileSync(`/dev/fd/${fd}`, 'utf8'); } finally { fs.closeSync(fd); } },
  },
];
