'use strict';
// The boot order, and nothing else. Loaded by `--require @nrg/sentinel/preload` before any other code.
//
//   0  how Sentinel's own files are loaded         boot/files
//   1  capture the intrinsics and Node's modules   boot/captured
//   2  is this Node-RED? if not, leave             boot/detect
//   3  load the addon; which files are core        boot/native
//   4  where everything lies; the grants file      boot/runtime
//   5  guards on the shared originals (net two)    loader/builtin, boot/seal
//   6  the module loader (net one)                 loader/install
//   7  Node-RED gives its settings: the policy     boot/runtime (watchInit)
//
// In a worker thread or a program that a package started (its token or passport says so) only 0, 1, 3, 5 and 6 happen, in that
// package's name.

const own = require('./boot/files').start(require, __dirname);
const { env } = own('./boot/captured');
// What a package started says so in its environment.
const isStarted = env.NRG_SENTINEL_WORKER !== undefined || env.NRG_SENTINEL_CHILD !== undefined;
const { HOOKS, takePassport, takeToken } = isStarted ? own('./boot/thread') : {};
const token = isStarted ? takeToken() : undefined;
const passport = isStarted ? takePassport() : undefined;
if (passport !== undefined) {
  own('./boot/arm').armChild(passport);
} else if (token === undefined) {
  const found = own('./boot/detect').detect();
  if (found === undefined) own('./boot/inert').watch();
  else own('./boot/arm').arm(found);
} else if (token !== HOOKS) {
  own('./boot/arm').armWorker(token);
}
