'use strict';
/** A module with one function `f` that gives `answer`. */
const bytesOf = (answer) => Buffer.concat([Buffer.from('0061736d010000000105016000017f03020100070501016600000a06010400', 'hex'), Buffer.from([0x41, answer, 0x0b])]);
const [ALLOWED, OTHER] = [bytesOf(42), bytesOf(43)];

const answer = (module) => `the answer is ${new WebAssembly.Instance(module).exports.f()}`;
const response = (bytes) => new Response(bytes, { headers: { 'content-type': 'application/wasm' } });
const bytes = ({ which }) => (which === 'allowed' ? ALLOWED : OTHER);

module.exports = require('./probe.js')('demo-40-wasm', {
  module: (args) => answer(new WebAssembly.Module(bytes(args))),
  compile: async (args) => answer(await WebAssembly.compile(bytes(args))),
  instantiate: async (args) => `the answer is ${(await WebAssembly.instantiate(bytes(args))).instance.exports.f()}`,
  streaming: async (args) => `the answer is ${(await WebAssembly.instantiateStreaming(response(bytes(args)))).instance.exports.f()}`,
  handedOn: (args) => Promise.resolve(bytes(args)).then(WebAssembly.compile).then(answer),
  prototype: (args) => answer(new WebAssembly.Module.prototype.constructor(bytes(args))),
});
