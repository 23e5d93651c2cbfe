'use strict';
// Loaded before the preload, only in benches: keeps the API of the addon for the bench package, so that single
// functions of it can be timed on the stack of a real handler.
const { dlopen } = process;

process.dlopen = function tapped(holder, file, ...rest) {
  Reflect.apply(dlopen, process, [holder, file, ...rest]);
  const { claim } = holder.exports;
  if (typeof claim !== 'function') return;
  process.dlopen = dlopen;
  holder.exports = {
    claim() {
      globalThis.benchNative = claim();
      return globalThis.benchNative;
    },
  };
};
