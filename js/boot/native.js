'use strict';
// Loads the addon: exactly the file for this platform, below this package. No environment override, no child
// process, no search. Whoever could choose the file could replace every decision.

const {
  BufferAlloc, BufferPrototypeReadUInt16LE, BufferPrototypeReadUIntLE, Error, ReflectApply, StringPrototypeStartsWith,
} = require('./primordials');
const { fs, path, process, realProcess } = require('./builtins');

const { arch, dlopen, platform, version } = process;

function libc() {
  if (platform !== 'linux') return '';
  const { report } = realProcess;
  const { excludeNetwork } = report;
  report.excludeNetwork = true;
  const { header } = report.getReport();
  report.excludeNetwork = excludeNetwork;
  return header.glibcVersionRuntime ? '-gnu' : '-musl';
}

/** Absolute path of the addon built for this platform. */
function addonPath() {
  const file = (suffix) => path.join(__dirname, '..', '..', 'native', `sentinel.${platform}-${arch}${suffix}.node`);
  if (platform !== 'linux') return file('');
  // A diagnostic report is costly; it decides only when both files are there.
  const { existsSync } = fs;
  const gnu = file('-gnu');
  const musl = file('-musl');
  const both = existsSync(gnu) && existsSync(musl);
  if (!both) return existsSync(musl) ? musl : gnu;
  return file(libc());
}

/** A library that ends too early kills the process that maps it instead of failing to load. Its table of sections lies at the end. */
function isWholeElf(file) {
  const header = BufferAlloc(64);
  const fd = fs.openSync(file, 'r');
  try {
    if (fs.readSync(fd, header, 0, 64, 0) < 64) return false;
    const end = BufferPrototypeReadUIntLE(header, 40, 6) + BufferPrototypeReadUInt16LE(header, 58) * BufferPrototypeReadUInt16LE(header, 60);
    return fs.fstatSync(fd).size >= end;
  } finally {
    fs.closeSync(fd);
  }
}

/**
 * Loads the addon and takes its API. The API can be taken once per thread; later calls throw.
 * @returns {object} the functions of the addon
 * @throws {Error} with code ERR_SENTINEL_ADDON: the file is missing, or was built for another machine; or with the code
 *   of the addon itself (ERR_SENTINEL_V8, ERR_SENTINEL_CLAIMED)
 */
function load() {
  const file = addonPath();
  const holder = { exports: {} };
  try {
    if (platform === 'linux' && !isWholeElf(file)) throw new Error('it is incomplete');
    ReflectApply(dlopen, realProcess, [holder, file]);
    return holder.exports.claim();
  } catch (cause) {
    // The addon itself says what is wrong.
    if (typeof cause?.code === 'string' && StringPrototypeStartsWith(cause.code, 'ERR_SENTINEL_')) throw cause;
    // With `--permission` or `--no-addons`.
    const isDisabled = cause?.code === 'ERR_DLOPEN_DISABLED';
    const hint = isDisabled || fs.existsSync(file) ? `${cause.message}` : 'it is missing';
    const remedy = isDisabled ? 'start Node.js with --allow-addons beside --permission, and without --no-addons' : 'reinstall @nrg/sentinel for this platform, or run `npm run build` in a checkout';
    const error = new Error(`the native addon ${file} cannot be used on ${platform}-${arch} with Node.js ${version}: ${hint}; ${remedy}`);
    error.code = 'ERR_SENTINEL_ADDON';
    throw error;
  }
}

module.exports = { load, addonPath };
