'use strict';
// Code of function nodes. SECRET, MARKER and NAME stand for the paths and the variable of the run. What a snippet returns in
// msg.payload is judged. A function node has Node-RED's own sandbox and nothing guarded.
module.exports = [
  ['Function of Buffer', 'read', `const p = Buffer.from('').constructor.constructor('return process')(); msg.payload = p.mainModule.require('fs').readFileSync(SECRET, 'utf8');`],
  ['Function of setTimeout', 'read', `msg.payload = setTimeout.constructor('return process')().getBuiltinModule('fs').readFileSync(SECRET, 'utf8');`],
  ['Function of console', 'read', `msg.payload = console.log.constructor('return process')().getBuiltinModule('fs').readFileSync(SECRET, 'utf8');`],
  ['Function of URL', 'read', `msg.payload = URL.constructor('return process')().getBuiltinModule('fs').readFileSync(SECRET, 'utf8');`],
  ['Function of RED.util', 'read', `msg.payload = RED.util.cloneMessage.constructor('return process')().getBuiltinModule('fs').readFileSync(SECRET, 'utf8');`],
  ['Function of the request', 'read', `msg.payload = msg.req.constructor.constructor('return process')().getBuiltinModule('fs').readFileSync(SECRET, 'utf8');`],
  ['Function of context', 'read', `msg.payload = context.get.constructor('return process')().getBuiltinModule('fs').readFileSync(SECRET, 'utf8');`],
  ['Function of env', 'read', `msg.payload = env.get.constructor('return process')().getBuiltinModule('fs').readFileSync(SECRET, 'utf8');`],
  ['Function of a thrown error', 'read', `try { Buffer.alloc(-1); } catch (e) { msg.payload = e.constructor.constructor('return process')().getBuiltinModule('fs').readFileSync(SECRET, 'utf8'); }`],
  ['the response sends a file', 'read', `msg.res._res.sendFile(SECRET); return null;`],
  ['functions of Node-RED from call sites', 'escaped', `Error = { prepareStackTrace: (error, list) => list };
    let list; try { null.x; } catch (error) { list = error.stack; }
    msg.payload = Array.isArray(list) && list.some((site) => typeof site.getFunction() === 'function') ? 'ESCAPED' : '';`],
  ['another prototype for what everyone shares', 'escaped', `const shared = msg.constructor.constructor.prototype; const before = Object.getPrototypeOf(shared);
    Object.setPrototypeOf(shared, Object.create(before)); msg.payload = Object.getPrototypeOf(shared) === before ? '' : 'ESCAPED'; Object.setPrototypeOf(shared, before);`],
  ['WebAssembly', 'escaped', `msg.payload = new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])) ? 'ESCAPED' : '';`],
  ['the app of the request renders', 'escaped', `msg.payload = msg.req.app && msg.req.app.settings ? 'ESCAPED' : '';`, { later: 3 }],
  ['a program', 'exec', `Buffer.constructor('return process')().mainModule.require('child_process').execFileSync('touch', [MARKER]); msg.payload = '';`],
  ['a program in a timer', 'exec', `const p = Buffer.constructor('return process')(); setTimeout(p.mainModule.require('child_process').execFileSync, 1, 'touch', [MARKER]); setTimeout(() => { msg.payload = ''; node.send(msg); }, 60); return null;`],
  ['a file in a timer', 'read', `const fs = Buffer.constructor('return process')().mainModule.require('fs'); setTimeout(fs.readFile, 1, SECRET, 'utf8', (e, t) => { msg.payload = e ? e.message : t; node.send(msg); }); return null;`],
  ['a program in an interval', 'exec', `const p = Buffer.constructor('return process')(); const i = setInterval(p.mainModule.require('child_process').execFileSync, 1, 'touch', [MARKER]); setTimeout(() => { clearInterval(i); msg.payload = ''; node.send(msg); }, 60); return null;`],
  ['a program when the node closes', 'exec', `const p = Buffer.constructor('return process')(); node.on('close', p.mainModule.require('child_process').execFileSync.bind(null, 'touch', [MARKER])); msg.payload = '';`, { later: 'runs at the next deployment' }],
  ['a read in a promise', 'read', `const fs = Buffer.constructor('return process')().getBuiltinModule('fs'); Promise.resolve(SECRET).then(fs.promises.readFile).then((b) => { msg.payload = b.toString(); node.send(msg); }).catch((e) => { msg.payload = e.message; node.send(msg); }); return null;`],
  ['the environment', 'env', `msg.payload = Buffer.constructor('return process')().env[NAME];`],
  ['the binding', 'read', `const b = Buffer.constructor('return process')().binding('fs'); const fd = b.open(SECRET, 0, 438); const x = Buffer.alloc(100); b.read(fd, x, 0, 100, -1); msg.payload = x.toString();`],
  ['an eval with a forged name', 'read', `msg.payload = Buffer.constructor("p", "return process.getBuiltinModule('fs').readFileSync(p, 'utf8')\\n//# sourceURL=node:fs")(SECRET);`],
  ['the handlers that Node-RED gives it work', 'works', `context.set('x', 1); flow.set('y', 2); msg.payload = 'WORKS ' + RED.util.cloneMessage({ a: context.get('x') + flow.get('y') }).a + Buffer.from('x').toString('hex');`],
  ['env.get works', 'works', `msg.payload = env.get('NR_NODE_NAME') === 'works' ? 'WORKS' : env.get('NR_NODE_NAME');`],
  ['timers work', 'works', `setTimeout(() => { msg.payload = 'WORKS'; node.send(msg); }, 1); return null;`],
];
