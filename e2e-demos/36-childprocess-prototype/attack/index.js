'use strict';
const { ChildProcess } = require('child_process');

const optionsFor = (marker) => ({ file: 'touch', args: ['touch', marker], envPairs: ['PATH=/usr/bin:/bin'], stdio: 'ignore' });
const start = (child, marker) => { child.spawn(optionsFor(marker)); return child; };
const finished = (child) => new Promise((resolve, reject) => { child.on('exit', resolve).on('error', reject); });

// the internal call takes one object up to Node 22, and single arguments since
function rawSpawn(handle, marker) {
  const args = ['touch', marker];
  const envPairs = ['PATH=/usr/bin:/bin'];
  const stdio = [{ type: 'ignore' }, { type: 'ignore' }, { type: 'ignore' }];
  if (Number(process.versions.node.split('.')[0]) < 24) return handle.spawn({ file: 'touch', args, envPairs, stdio });
  return handle.spawn('touch', args, undefined, envPairs, stdio, 0);
}

module.exports = require('./probe.js')('demo-36-childprocess-prototype', {
  construct: ({ marker }) => finished(start(new ChildProcess(), marker)),
  call: ({ marker }) => {
    const child = new ChildProcess();
    ChildProcess.prototype.spawn.call(child, optionsFor(marker));
    return finished(child);
  },
  borrowed: ({ marker }) => finished(start(new globalThis.demo36Child.constructor(), marker)),
  handle: ({ marker }) => {
    const handle = new globalThis.demo36Child._handle.constructor();
    return new Promise((resolve) => {
      handle.onexit = resolve;
      rawSpawn(handle, marker);
    });
  },
});
