'use strict';
// Cases that have no effect without Sentinel either, by the reason, or have one on some versions of Node.js only. They are tried all the
// same: with Sentinel there is more that could be tricked. Every other case has to work without Sentinel (escapes.test.js); one that
// begins to work on some version is to leave this list.

const os = require('node:os');

/** Why -> file of cases -> names. */
const NEVER = {
  'Node reads this once, or takes nothing but text, numbers and buffers it copies: there is no second answer': {
    'arguments/twice.js': ['a URL whose href changes', 'a String object', 'an array as path', 'a Buffer changed after the call', 'a Buffer changed in a promise call', 'a path with a getter for its length',
      'a harmless environment name with more behind it'],
    'commands/allowed.js': ['a shell that is an object', 'a list that another option changes', 'a list with a species of its own', 'a program that answers twice', 'a line that answers twice', 'a line that is a String'],
    'commands/given.js': ['options that are a list with an environment from read 2 on', 'options that are a list with an environment from read 3 on', 'options that are a list with an environment from read 4 on'],
    'http/agents.js': ['options changed while it waits', 'options of a waiting request, changed'],
    'http/fetch.js': ['a URL that changes', 'the global dispatcher, with an origin that changes', 'HTTP/2, headers that change', 'HTTP/2, a path that is a function, another from read 2 on', 'HTTP/2, a path that is a function, another from read 3 on', 'HTTP/2, an authority that is a function'],
    'http/requests.js': ['an options object that changes', 'a URL object that changes'],
    'http/wire.js': ['bytes changed after they were written'],
    'network/connections.js': ['the handle of a socket that is about to connect, with an address that changes', 'a host that is an object', 'a port that is an object', 'normalized arguments that answer twice', 'a lookup that answers twice', 'a lookup that answers twice, one address'],
    'network/datagrams.js': ['a connected state that is forged', 'an address that is an object'],
    'network/names.js': ['a name that answers twice'],
    'network/servers.js': ['a port that answers twice', 'a handle put there while the name is looked up'],
    'paths/callbacks.js': ['a URL that throws undefined', 'options that throw undefined'],
    'process/ends.js': ['another process by process.kill with a pid that answers twice'],
    'compiled/wasm.js': ['another module by memory exchanged while it is compiled'],
    'worker/starting.js': ['a loader of its own in a thread of its own, in what looks like a list'],
  },
  'Node takes options from the object itself, not from what it inherits': {
    'commands/allowed.js': ['options from a prototype', 'a shell from a prototype', 'a hidden option', 'shell on Object.prototype', 'shell on Object.prototype, exec', 'env on Object.prototype',
      'NODE_OPTIONS on Object.prototype', 'cwd on Object.prototype'],
  },
  'Node refuses it, hands nothing out, or has nothing of the kind': {
    'compiled/vm.js': ['another prototype by a context over a proxy', 'the class of C++ below Script'],
    'descriptors/theirs.js': ['a stream over an object with that number', 'a socket over the number'],
    'doors/bindings.js': ['process._linkedBinding', 'require of an internal module'],
    'doors/machinery.js': ['heap snapshot stream'],
    'doors/modules.js': ['fs by the module.exports export of import()', 'child_process by the module.exports export of import()'],
    'esm/compiled.js': ['an import in what a promise compiles: Function', 'an import in what a promise compiles: AsyncFunction', 'an import in what a promise evaluates', 'a builtin that what a promise compiles imports'],
    'frames/stack.js': ['with a prepareStackTrace that takes functions from call sites', 'through caller and arguments of a function'],
    'history/permission-model.js': ['CVE-2025-23083: the class of an internal worker on a channel'],
    'http/agents.js': ['socketPath of the agent', 'the global agent, imported by its name'],
    'http/fetch.js': ['the Host header', 'the global dispatcher, with an upgrade of two lines'],
    'http/requests.js': ['a path that begins with a user', 'a name that is an address with a lookup of its own', 'a second Host header'],
    'http/wire.js': ['the header of the request', 'an encoding that is none', 'length and chunks', 'TLS of its own over a connection for http', 'the same socket, connected again', 'an HTTP/2 session on the socket', 'TLS, below'],
    'identity/real.js': ['_load of the real Module through util.callbackify'],
    'network/connections.js': ['a pipe handle given three arguments', 'scripts of Node that call it', 'a pipe handle under an address'],
    'network/everybody.js': ['the list of root certificates', 'the constants of HTTP/2'],
    'network/servers.js': ["listen on Node-RED's own descriptor"],
    'network/sockets.js': ['a path that is cut off'],
    'paths/below.js': ['hidden fields of a directory handle'],
    'paths/loader.js': ['a handler put in place of another', 'the text of a JSON error', 'the text of an import error', 'the name of a package found by findPackageJSON'],
    'esm/loading.js': ['code elsewhere imported by a path that climbs', 'text imported, quoted by the error'],
    'poison/additions.js': ['Function.prototype.length'],
    'process/ends.js': ['exit of the binding', 'causeSegfault', 'dlopen of something broken'],
    'realm/built-ins.js': ['AsyncFunction.prototype changed by assignment', 'AsyncFunction.prototype changed by Reflect.set', 'AsyncFunction.prototype changed by Object.assign', 'KeyObject.prototype changed by assignment',
      'KeyObject.prototype changed by Reflect.set', 'KeyObject.prototype changed by Object.assign'],
    'realm/globals.js': ['crypto for everyone by assignment', 'crypto for everyone by sloppy assignment', 'performance for everyone by assignment', 'performance for everyone by sloppy assignment', 'globalThis for everyone by sloppy assignment'],
    'surface/shared.js': ['the list of immediates', 'the store of everybody', 'an archive opened to be written', 'native code called by an import'],
    'worker/inside.js': ['in a worker: an end'],
  },
  'it is aimed at something that is there with Sentinel only, or at what becomes of its refusals': {
    'doors/node-red.js': ['RED.require of a builtin is not what core has'],
    'esm/machinery.js': ['the worker of imports: the event of process', 'the worker of imports: the channel of diagnostics', 'the worker of imports: handles that are open', 'the messages of imports: postMessage of ports',
      'the messages of imports: postMessage of workers', 'the messages of imports: init of emitters', 'the messages of imports: waiting'],
    'esm/names.js': ['a file whose name carries the mark of others', 'the bridge of the modules that stand for builtins'],
    'frames/by-node.js': ['what core requires, by RED.require that a promise calls: fs', 'what core requires, by RED.require that a promise calls: child_process', 'what core requires, by RED.require that a promise calls: http'],
    'identity/shared.js': ['a static file of core outside its folder, with RegExp.prototype.test replaced'],
    'poison/additions.js': ['a setter on Object.prototype catches what guards store'],
    'poison/scripts.js': ['what runs instead of a file, by the class of C++ behind scripts'],
    'poison/stolen.js': ['what passes during a refused read', 'what passes during a refused program', 'what passes during a require', 'what passes during a new require', 'what passes during the environment',
      'what passes during a stream', 'what passes during a promise', 'what passes during an exit listener', 'what passes during a module'],
    'process/unheard.js': ['refusals nobody hears: files'],
    'worker/ends.js': ['Node-RED ended by finalizers of a worker that ends by process.exit()', 'Node-RED ended by finalizers of a worker that ends by an error'],
    'worker/inside.js': ['a refusal that a worker does not catch'],
  },
  'Node-RED listens on 127.0.0.1 only here, and has no editor': {
    'own-port/spellings.js': ['http to localhost.', 'http to ::1', 'http to ::', 'http to 127.0.0.2', 'http to a.localhost', 'http to １２７.0.0.1', 'a socket to localhost.', 'a socket to ::1', 'a socket to ::',
      'a socket to 127.0.0.2', 'a socket to a.localhost', 'fetch of another name', 'a socket that connects twice', 'a WebSocket'],
  },
  'it takes a state of the machine that the tests do not have': {
    'http/agents.js': ['sockets of others in the global agent'],
    'paths/links.js': ['read by /proc/1/root'],
    'process/ends.js': ['process.kill of its group'],
  },
};

/**
 * File of cases -> name -> the versions of Node.js on which it works without Sentinel; none: it is a race, the letters of the secret decide, or the
 * place where the stack ends, at which Node may be left with a class half loaded.
 */
const SOMETIMES = {
  'compiled/wasm.js': { 'another module by an import': [22, 24, 26] },
  'descriptors/own.js': { 'a race with a link': [], 'a race with a link while writing': [] },
  'history/permission-model.js': { 'CVE-2023-39331: replaced helpers of path': [22, 24, 26], 'CVE-2024-21896: what Buffer.prototype.utf8Write writes': [24, 26] },
  'http/fetch.js': { 'the dispatcher of others': [20, 22, 24] },
  'http/wire.js': { 'the method of the class of handles': [20, 22, 24] },
  'network/sockets.js': { 'a path with a zero byte': [20] },
  'paths/loader.js': { 'the text of a syntax error': [] },
  'paths/trees.js': { 'rm of a tree with a link out': [24, 26] },
  'process/unheard.js': { 'refusals nobody hears: programs': [] },
  'realm/late.js': {
    'FormData named where the stack ends': [], 'Request named where the stack ends': [], 'Response named where the stack ends': [], 'WebSocket named where the stack ends': [], 'CompressionStream named where the stack ends': [],
  },
  'realm/between.js': { 'Symbol.replace on String.prototype': [20, 22, 24], 'Symbol.split on String.prototype': [20, 22, 24] },
  'worker/inside.js': { 'code that lies elsewhere as worker': [] },
};

// Where the name of this machine leads is the machine's affair.
NEVER['Node-RED listens on 127.0.0.1 only here, and has no editor']['own-port/spellings.js'].push(`http to ${os.hostname()}`, `a socket to ${os.hostname()}`);

const table = new Map();
for (const [reason, files] of Object.entries(NEVER)) for (const [file, names] of Object.entries(files)) for (const name of names) table.set(`${file}: ${name}`, { reason, versions: [] });
for (const [file, names] of Object.entries(SOMETIMES)) for (const [name, versions] of Object.entries(names)) table.set(`${file}: ${name}`, { reason: 'it depends on the version of Node.js', versions });

/** Does this case have to work without Sentinel on this Node.js? */
const worksWithout = ({ technique, file, name }, node) => table.get(`${technique}/${file}: ${name}`)?.versions.includes(Number(node)) ?? true;

module.exports = { table, worksWithout };
