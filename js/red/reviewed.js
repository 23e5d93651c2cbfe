'use strict';
// Functions of Node-RED that a message passes, and that a shorter one stands for when nothing it would tell anyone matters. What it does was
// read in this form (Node-RED 3.1 to 5.0); in any other, Node-RED's own function does the work.

const { FunctionPrototypeToString } = require('../boot/primordials');

/** Hashes of their texts. */
const REVIEWED = {
  __proto__: null,
  _complete: '09290ec2d51dc0af6edbd88b377a794f9075e1aa0b8bc17594cb1d2065d7bdd5',
  _emitInput: 'ec14c9b092b527581178323844681d2c2059439e9c99c50b932ed9714e8fb461',
  addHandler: '6dab600c8bf8fc76c3fab44ac0cb316a146836c401f7e11b8cc48705fdf5ae4b',
  debugListener: 'b255f51fc1968caaf7c3322274b0c31777d1de26a1220d1ee2659685e4087d37',
  getNode: 'b25b6e4e286e936b2a0277c3dca729b1b9c43238f2b0b40445d5d6c700c13bd4',
  initLog: 'db81239625e93555b3e6ac7e5ceeda25dda4a498f3bc47fb211ed152bb08aed3',
  // As js/loader/lenient.js has it.
  log: '9d1fedc7d6c5cbf76ff2a0702ccff439e608f51404856103e8568c74b746fcbc',
  logListener: '8197a91325ecb2116c5e436d556e0bf3d69b4084c6903c9747af07a5e1d70989',
  metric: '0cc4aa1c94b18ae759175da72fa6784320bc57a504f10b44b2365560e558a3ac',
  removeHandler: 'fc0a5d983bdf9e4daa09b681e8451a5e45d698f29dbe23eff0f1f428cd956e5e',
  shouldReportMessage: '5098f8d0a43dc95333c03ca28b5ee37aa453cdc3286dc9bc71e915cac5cc8884',
};

let native;

function configure(api) {
  native = api;
}

/** Is this function of Node-RED the one that was reviewed under that name? */
const isReviewed = (fn, name) => native.sha256(FunctionPrototypeToString(fn)) === REVIEWED[name];

module.exports = { configure, isReviewed };
