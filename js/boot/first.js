'use strict';
// The boot order, and nothing else. Loaded by `--require @nrg/sentinel/preload` before any other code. `npm run preload` puts this file and
// the parts that it names into one, js/preload.js: each file of its own would cost a process that is not Node-RED 0.2 to 0.5 ms.
//
//   1  capture the intrinsics and Node's modules   boot/captured
//   2  is this Node-RED? if not, leave             boot/detect, boot/inert
//   3  how Sentinel's own files are loaded         boot/files
//   4  load the addon; which files are core        boot/native
//   5  where everything lies; the grants file      boot/runtime
//   6  guards on the shared originals (net two)    loader/builtin, boot/seal
//   7  the module loader (net one)                 loader/install
//   8  Node-RED gives its settings: the policy     boot/runtime (watchInit)
//
// In a worker thread or a program that a package started (its token or passport says so) only 1, 3, 4, 6 and 7 happen, in that
// package's name.

/** The folder `boot`: what stands between a folder and a file in it here stands there, too. */
const separator = __filename[__dirname.length];
const folder = `${__dirname}${separator}boot`;
/** What is in this file: `./captured` -> module. */
const parts = { __proto__: null };
const nodeRequire = require;
let others;

/** `require` of the parts, which all lie in one folder. */
function own(id) {
  if (id[0] !== '.') return nodeRequire(id);
  const part = parts[id];
  if (part !== undefined) return part.exports;
  others ??= startLoader();
  return others(id);
}

function add(id, run) {
  const part = { __proto__: null, exports: {} };
  parts[id] = part;
  run(part.exports, own, part, `${folder}${separator}${id}`, folder);
}

/** Where Sentinel may not read and compile its own files, Node does. */
function startLoader() {
  const part = { __proto__: null, exports: {} };
  loader(part.exports, own, part, `${folder}${separator}files.js`, folder);
  return part.exports.start(folder, parts, module) ?? ((id) => nodeRequire(`${folder}${separator}${id}`));
}

/** Where Sentinel arms, and in nothing else. */
const loader = part('files');

add('./captured', part('captured'));
const { env } = own('./captured');
// What a package started says so in its environment.
const isStarted = env.NRG_SENTINEL_WORKER !== undefined || env.NRG_SENTINEL_CHILD !== undefined;
const { HOOKS, takePassport, takeToken } = isStarted ? own('./thread') : {};
const token = isStarted ? takeToken() : undefined;
const passport = isStarted ? takePassport() : undefined;
if (passport !== undefined) {
  own('./arm').armChild(passport);
} else if (token === undefined) {
  add('./detect', part('detect'));
  const found = own('./detect').detect();
  if (found !== undefined) {
    own('./arm').arm(found);
  } else {
    add('./inert', part('inert'));
    own('./inert').watch();
  }
} else if (token !== HOOKS) {
  own('./arm').armWorker(token);
}
