'use strict';
// Walks everything that a package finds without being given anything: the global object, the builtin modules, and instances of their classes. A place is named by where the walk
// began and the names on the way, so that another package can say what it has there.
const { builtinModules } = require('module');

const pass = () => {};
const MADE = {
  readable: (get) => new (get('stream').Readable)({ read: pass }), transform: (get) => new (get('stream').Transform)(), emitter: (get) => new (get('events'))(), target: () => new EventTarget(),
  controller: () => new AbortController(), url: () => new URL('http://x/?a=1'), parameters: () => new URLSearchParams('a=1'), headers: () => new Headers({ a: '1' }), form: () => new FormData(), blob: () => new Blob(['x']),
  request: () => new Request('http://x/', { method: 'POST', body: 'x' }), response: () => new Response('x'), source: () => new ReadableStream(), reader: () => new ReadableStream().getReader(), sink: () => new WritableStream(),
  writer: () => new WritableStream().getWriter(), both: () => new TransformStream(), encoder: () => new TextEncoder(), decoder: () => new TextDecoder(), hash: (get) => get('crypto').createHash('sha1'),
  key: (get) => get('crypto').createSecretKey(Buffer.alloc(16)), gzip: (get) => get('zlib').createGzip(), server: (get) => get('http').createServer(), agent: (get) => new (get('http').Agent)(), socket: (get) => new (get('net').Socket)(),
  message: (get) => new (get('http').IncomingMessage)(new (get('net').Socket)()), answer: (get) => new (get('http').ServerResponse)({ method: 'GET' }), store: (get) => new (get('async_hooks').AsyncLocalStorage)(),
  resource: (get) => new (get('async_hooks').AsyncResource)('x'), error: (get) => { try { return get('path').join(1); } catch (error) { return error; } }, generator: () => (function* none() {})(), promise: () => Promise.resolve(),
  list: () => [].values(), buffer: () => Buffer.from('x'), type: (get) => new (get('util').MIMEType)('a/b;c=d'), entry: (get) => get('fs').statSync(__filename), console: (get) => new (get('console').Console)({ stdout: new (get('stream').Writable)() }),
};

function roots(get) {
  const found = { global: () => globalThis };
  for (const name of builtinModules) if (!name.startsWith('_')) found[name] = () => get(name);
  for (const [name, make] of Object.entries(MADE)) found[`made ${name}`] = () => make(get);
  return found;
}

/** A step is a key, `__proto__`, or one of the functions of an accessor. */
function step(at, name) {
  if (typeof name === 'object') return Object.getOwnPropertyDescriptor(at, name.key)[name.half];
  return name === '__proto__' ? Object.getPrototypeOf(at) : at[name];
}

/** A place as it is printed. */
const textOf = (names) => names.map((name) => (typeof name === 'object' ? `${name.half} ${String(name.key)}` : String(name))).join(' ');

/** Names, and what the language asks for under symbols. */
const keysOf = (object) => Reflect.ownKeys(object).filter((key) => (typeof key === 'symbol' ? /^Symbol\(Symbol\./.test(String(key)) : !/^(?:_|bystander|caller$|arguments$|constructor$)|^\d/.test(key)));
const begun = new Map();

/** What is at a place; `get` is the `require` of whoever asks. */
function at(root, names, get) {
  if (!begun.has(root)) begun.set(root, roots(get)[root]());
  return names.reduce(step, begun.get(root));
}

/** More is not told. */
const MOST = 10;

const isObject = (value) => (typeof value === 'object' && value !== null) || typeof value === 'function';

/**
 * @param {(object: object, root: string, names: string[]) => string|undefined} look at each object
 * @param {Function} get
 * @returns {string} what was said
 */
function walk(look, get) {
  const seen = new Set();
  const waiting = [];
  const found = [];
  const add = (value, root, names) => {
    if (!isObject(value) || seen.has(value)) return;
    seen.add(value);
    waiting.push([value, root, names]);
  };
  for (const root of Object.keys(roots(get))) try { add(at(root, [], get), root, []); } catch {}
  for (let i = 0; i < waiting.length; i++) {
    const [object, root, names] = waiting[i];
    const said = look(object, root, names);
    if (said !== undefined && found.push(said) === MOST) break;
    if (names.length > 4) continue;
    for (const key of keysOf(object)) {
      try { add(object[key], root, [...names, key]); } catch {}
      for (const half of ['get', 'set']) try { add(Object.getOwnPropertyDescriptor(object, key)[half], root, [...names, { half, key }]); } catch {}
    }
    add(Object.getPrototypeOf(object), root, [...names, '__proto__']);
  }
  return found.join(', ');
}

module.exports = { at, textOf, walk };
