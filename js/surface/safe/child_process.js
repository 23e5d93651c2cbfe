'use strict';
// `child_process`: what is left beside the guards.

module.exports = {
  __proto__: null,
  'needs a child, whose start is judged': `
    child_process.ChildProcess.prototype: kill ref unref @dispose constructor
    child_process.ChildProcess.prototype.@nodejs: dispose
    child_process.exec.@nodejs.util.promisify: custom
    child_process.execFile.@nodejs.util.promisify: custom
  `,
  'stands behind an object that was judged when it was made': `
    handle.Process: kill constructor
    handle.Signal: start stop constructor
  `,
};
