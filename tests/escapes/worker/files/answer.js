'use strict';
// What a worker says first; an error or an end without a word is no answer.
exports.answer = (worker) => new Promise((resolve, reject) => {
  worker.on('message', resolve).on('error', reject).on('exit', (code) => setTimeout(reject, 50, new Error(`ended with ${code}`)));
});
