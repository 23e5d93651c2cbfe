'use strict';
// `import.meta` of a package's module, without the mark in its URL (esm-names.js): what honest code makes of it, by hand
// (`${import.meta.url}/../worker.js`, `path.extname(import.meta.url)`), is what it is without Sentinel. The addon shows it when somebody asks for it first.

const { ReflectApply, StringPrototypeIndexOf, StringPrototypeLastIndexOf, StringPrototypeSlice, StringPrototypeStartsWith } = require('../boot/primordials');
const { path, url } = require('../boot/builtins');
const { conceal } = require('../core/conceal');
const builtins = require('./esm-builtins');
const names = require('./esm-names');

/** The URL that Node itself would have for the instance, or for the module that stands for a builtin. */
function plainURL(marked) {
  if (typeof marked !== 'string') return marked;
  if (builtins.isOurs(marked)) {
    const key = StringPrototypeSlice(marked, StringPrototypeLastIndexOf(marked, '#'));
    // What another package exports is called `<its principal>><file>`.
    const found = StringPrototypeSlice(key, StringPrototypeIndexOf(key, '/') + 1);
    const name = StringPrototypeSlice(found, StringPrototypeIndexOf(found, '>') + 1);
    return path.isAbsolute(name) ? url.pathToFileURL(name).href : `node:${name}`;
  }
  const plain = names.unmarkedURL(marked);
  if (plain === marked || !StringPrototypeStartsWith(plain, 'file:')) return plain;
  const instance = names.instanceOf(url.fileURLToPath(plain));
  return instance === undefined ? plain : url.pathToFileURL(instance.file).href;
}

/** @param {object} meta as Node has filled it, which nobody else has seen yet */
function showPlain(meta) {
  const plain = plainURL(meta.url);
  if (plain === meta.url) return;
  meta.url = plain;
  const { resolve } = meta;
  if (typeof resolve !== 'function') return;
  const holder = {
    resolve(...args) {
      return plainURL(ReflectApply(resolve, undefined, args));
    },
  };
  meta.resolve = conceal(holder.resolve, resolve);
}

module.exports = { showPlain };
