'use strict';
// What an import may load: place() lets through what may be read; which code of the machine may be loaded is a question of its own.

const {
  BufferFrom, RegExpPrototypeExec, StringPrototypeEndsWith, StringPrototypeIncludes, StringPrototypeSlice, StringPrototypeStartsWith, URL, decodeURIComponent,
} = require('../boot/primordials');
const { env, module: nodeModule, path, process, url } = require('../boot/builtins');
const { allowed, verdict } = require('../core/decide');
const { refusal } = require('../core/deny');
const { loader } = require('../core/loader');
const { isOverflow } = require('../core/overflow');
const { CAP } = require('../generated/capabilities');
const webAssembly = require('../guards/webassembly');
const placement = require('./placement');

/** The kind of a `data:` URL, as Node reads it. */
const WASM = /^data:application\/wasm(?:[;,])/i;

let native;

function configure(api) {
  native = api;
}

const isPath = (specifier) => specifier[0] === '.' || specifier[0] === '/' || StringPrototypeStartsWith(specifier, 'file:');
const recordOf = (principal) => ({ __proto__: null, compartment: loader.compartmentOf(principal) });

/** What is not there is an error of another kind: outside of packages that, too, is for those who may read. */
function checkQuestion(principal, specifier, parentURL) {
  if (!isPath(specifier)) return;
  let file;
  try {
    file = url.fileURLToPath(new URL(specifier, parentURL));
  } catch (error) {
    if (isOverflow(error)) throw error;
    return; // Node's own error
  }
  placement.checkReadable(recordOf(principal), file);
}

/** Nothing was found under a name: a package of that name may stand for what is not there. */
function checkMissing(principal, specifier, parentURL) {
  if (isPath(specifier) || StringPrototypeIncludes(specifier, '..') || !StringPrototypeStartsWith(parentURL, 'file:')) return;
  const folders = nodeModule._nodeModulePaths(path.dirname(url.fileURLToPath(parentURL)));
  for (let i = 0; i < folders.length; i++) placement.checkMain(recordOf(principal), path.join(folders[i], specifier));
}

/**
 * @param {string} wanted file
 * @param {string|undefined} format what Node takes it for
 * @throws {SentinelError}
 */
function judgeFile(principal, wanted, format) {
  if (RegExpPrototypeExec(placement.INDEX, wanted) !== null) placement.checkMain(recordOf(principal), path.dirname(wanted));
  if (format === 'wasm' || StringPrototypeEndsWith(wanted, '.wasm')) admit(principal, () => native.sha256File(wanted), wanted);
  else if (format === 'addon' || StringPrototypeEndsWith(wanted, '.node')) {
    const error = verdict(require('../guards/process/rows').mayLoad, principal, wanted, 'import()', undefined);
    if (error !== undefined) throw error;
  }
}

/** The same for the text of a `data:` URL. */
function judgeData(principal, wanted) {
  if (RegExpPrototypeExec(WASM, wanted) !== null) admit(principal, () => native.sha256(bytesIn(wanted)), 'a data: URL');
}

function bytesIn(wanted) {
  const found = RegExpPrototypeExec(/^([^,]*),([^?#]*)/, wanted);
  const isBase64 = StringPrototypeIncludes(StringPrototypeSlice(found[1], -7), ';base64');
  return BufferFrom(decodeURIComponent(found[2]), isBase64 ? 'base64' : 'utf8');
}

/** Node.js 20 imports from the network where the operator has it do so (`--experimental-network-imports`). */
const NETWORK = '--experimental-network-imports';
let fromNetwork;

function isFromNetwork() {
  if (fromNetwork === undefined) {
    fromNetwork = StringPrototypeIncludes(env.NODE_OPTIONS ?? '', NETWORK);
    const { execArgv } = process;
    for (let i = 0; i < execArgv.length; i++) fromNetwork ||= execArgv[i] === NETWORK;
  }
  return fromNetwork;
}

/** The same for what lies elsewhere: it is a request, and what comes back is code. */
function judgeElsewhere(principal, wanted) {
  if (!isFromNetwork()) return; // Node's own error
  if (!allowed(principal, CAP['network:http'], wanted)) throw refusal(principal, 'network:http', 'import()', wanted);
}

/** WebAssembly by the hash of its bytes: what Node compiles afterwards must have one that was admitted here. */
function admit(principal, hashOf, name) {
  let hash;
  try {
    hash = hashOf();
  } catch {
    // Node has found it: what cannot be hashed is not loaded.
    throw refusal(principal, 'native:wasm', 'import()', name);
  }
  if (!allowed(principal, CAP['native:wasm'], hash)) throw refusal(principal, 'native:wasm', 'import()', `${hash} ${name}`);
  webAssembly.admit(hash);
}

module.exports = { checkMissing, checkQuestion, configure, judgeData, judgeElsewhere, judgeFile };
