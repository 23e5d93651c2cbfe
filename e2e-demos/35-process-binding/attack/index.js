'use strict';
// the internal call takes one object up to Node 22, and single arguments since
function rawSpawn(handle, marker) {
  const args = ['touch', marker];
  const envPairs = ['PATH=/usr/bin:/bin'];
  const stdio = [{ type: 'ignore' }, { type: 'ignore' }, { type: 'ignore' }];
  if (Number(process.versions.node.split('.')[0]) < 24) return handle.spawn({ file: 'touch', args, envPairs, stdio });
  return handle.spawn('touch', args, undefined, envPairs, stdio, 0);
}

module.exports = require('./probe.js')('demo-35-process-binding', {
  spawnSync: ({ marker }) => {
    const pipe = { type: 'pipe', readable: true, writable: true };
    process.binding('spawn_sync').spawn({
      file: 'touch', args: ['touch', marker], envPairs: ['PATH=/usr/bin:/bin'], stdio: [pipe, pipe, pipe],
    });
  },
  processWrap: ({ marker }) => new Promise((resolve) => {
    const { Process } = process.binding('process_wrap');
    const child = new Process();
    child.onexit = resolve;
    rawSpawn(child, marker);
  }),
  read: ({ path }) => {
    const binding = process.binding('fs');
    const fd = binding.open(path, 0, 0o666);
    const bytes = Buffer.alloc(200);
    binding.read(fd, bytes, 0, bytes.length, -1);
    return bytes;
  },
  mkdir: ({ path }) => { process.binding('fs').mkdir(path, 0o777, false); },
});
