'use strict';
// Packages whose effect is a file or a program. `needs` names what this very effect needs.
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { flow, set } = require('../flow.js');
const { eventually } = require('../../support/effects.js');

const FS_OPS = 'node-red-contrib-fs-ops';
const at = (dir, filename) => ({ path: dir, pathType: 'str', filename, filenameType: 'str' });

module.exports = [
  {
    name: 'fs-mkdir', package: FS_OPS, needs: ['fs:write'],
    nodes: ({ dir }) => flow('fs-mkdir').endpoint({
      type: 'fs-ops-mkdir', path: dir, pathType: 'str', dirname: 'made/deep', dirnameType: 'str', recursive: true, mode: '0755', fullpath: 'payload', fullpathType: 'msg',
    }),
    async check({ call, dir }) {
      await call('fs-mkdir');
      assert.ok(fs.statSync(path.join(dir, 'made', 'deep')).isDirectory());
    },
  },
  {
    name: 'fs-copy', package: FS_OPS, needs: ['fs:read', 'fs:write'],
    nodes: ({ dir }) => flow('fs-copy').endpoint({
      type: 'fs-ops-copy', sourcePath: dir, sourcePathType: 'str', sourceFilename: 'source.txt', sourceFilenameType: 'str',
      destPath: dir, destPathType: 'str', destFilename: 'copy.txt', destFilenameType: 'str', link: false, overwrite: true,
    }),
    async check({ call, dir }) {
      await call('fs-copy');
      const copied = () => fs.existsSync(path.join(dir, 'copy.txt')) && fs.readFileSync(path.join(dir, 'copy.txt'), 'utf8') === 'a source\n';
      assert.ok(await eventually(copied, 3000));
    },
  },
  {
    name: 'fs-move', package: FS_OPS, needs: ['fs:write'],
    nodes: ({ dir }) => flow('fs-move').endpoint({
      type: 'fs-ops-move', sourcePath: dir, sourcePathType: 'str', sourceFilename: 'old-name.txt', sourceFilenameType: 'str',
      destPath: dir, destPathType: 'str', destFilename: 'new-name.txt', destFilenameType: 'str', link: false,
    }),
    async check({ call, dir }) {
      await call('fs-move');
      assert.deepEqual([fs.existsSync(path.join(dir, 'old-name.txt')), fs.existsSync(path.join(dir, 'new-name.txt'))], [false, true]);
    },
  },
  {
    name: 'fs-delete', package: FS_OPS, needs: ['fs:read', 'fs:write'],
    nodes: ({ dir }) => flow('fs-delete').endpoint({ type: 'fs-ops-delete', ...at(dir, 'unwanted.txt') }),
    async check({ call, dir }) {
      await call('fs-delete');
      assert.ok(!fs.existsSync(path.join(dir, 'unwanted.txt')));
    },
  },
  {
    name: 'fs-size', package: FS_OPS, needs: ['fs:read'],
    nodes: ({ dir }) => flow('fs-size').endpoint({ type: 'fs-ops-size', ...at(dir, 'source.txt'), size: 'payload.size', sizeType: 'msg' }),
    async check({ call }) { assert.deepEqual(JSON.parse(await call('fs-size', {})), { size: 9 }); },
  },
  {
    name: 'fs-stats', package: FS_OPS, needs: ['fs:read'],
    nodes: ({ dir }) => flow('fs-stats').endpoint({ type: 'fs-ops-stats', ...at(dir, 'source.txt'), stats: 'payload', statsType: 'msg' }),
    async check({ call }) { assert.equal(JSON.parse(await call('fs-stats')).size, 9); },
  },
  {
    name: 'fs-dir', package: FS_OPS, needs: ['fs:read'],
    nodes: ({ dir }) => flow('fs-dir').endpoint({ type: 'fs-ops-dir', path: dir, pathType: 'str', filter: 'sour*', filterType: 'str', dir: 'payload', dirType: 'msg' }),
    async check({ call }) { assert.deepEqual(JSON.parse(await call('fs-dir')), ['source.txt']); },
  },
  {
    name: 'fs-access', package: FS_OPS, needs: ['fs:read'],
    nodes: ({ dir }) => flow('fs-access').endpoint({ type: 'fs-ops-access', ...at(dir, 'source.txt'), read: true, write: false, throwerror: true, wires: [[], []] }, set('readable')),
    async check({ call }) { assert.equal(await call('fs-access'), 'readable'); },
  },
  {
    name: 'fs-mktmpdir', package: FS_OPS, needs: ['fs:write'],
    nodes: ({ dir }) => flow('fs-mktmpdir').endpoint({ type: 'fs-ops-mktmpdir', path: dir, pathType: 'str', prefix: 'temp-', prefixType: 'str', fullpath: 'payload', fullpathType: 'msg' }),
    async check({ call, dir }) {
      const made = await call('fs-mktmpdir');
      assert.ok(made.startsWith(path.join(dir, 'temp-')) && fs.statSync(made).isDirectory());
    },
  },
  {
    name: 'cron-persist', package: 'node-red-contrib-cron-plus', needs: ['fs:read', 'fs:write', 'settings:read'],
    nodes() {
      const made = flow('cron-persist');
      const entry = made.add({ type: 'http in', url: '/corpus/cron-persist', method: 'post' });
      made.chain(entry, { type: 'http response' });
      const order = made.chain(set(JSON.stringify({ command: 'add', name: 'kept', expression: '0 0 1 1 *', payloadType: 'str', payload: 'x', expressionType: 'cron' }), 'json'),
      { type: 'cronplus', outputField: 'payload', timeZone: '', persistDynamic: true, commandResponseMsgOutput: 'output1', options: [] });
      entry.wires[0].push(order.id);
      return made.nodes;
    },
    async check({ call, userDir, nodeId }) {
      await call('cron-persist');
      const file = path.join(userDir, 'cronplusdata', `node-${nodeId('cron-persist', 'cronplus')}.json`);
      // the file is there before its content
      const kept = () => fs.existsSync(file) && /"name"\s*:\s*"kept"/.test(fs.readFileSync(file, 'utf8'));
      assert.ok(await eventually(kept, 3000));
    },
  },
  {
    name: 'sqlite', package: 'node-red-node-sqlite', needs: ['native:addon', 'fs:read'],
    nodes({ dir }) {
      const made = flow('sqlite');
      const db = made.config({ type: 'sqlitedb', db: path.join(dir, 'test.db'), mode: 'RWC' });
      const query = (sqlquery, sql) => ({ type: 'sqlite', mydb: db.id, sqlquery, sql });
      return made.endpoint(
        set('CREATE TABLE t (a INTEGER); INSERT INTO t VALUES (41); INSERT INTO t VALUES (1);', 'str', 'topic'),
        query('batch', ''), query('fixed', 'SELECT sum(a) AS total FROM t'),
      );
    },
    async check({ call, dir }) {
      assert.deepEqual(JSON.parse(await call('sqlite')), [{ total: 42 }]);
      assert.equal(fs.readFileSync(path.join(dir, 'test.db')).subarray(0, 15).toString(), 'SQLite format 3');
    },
  },
  {
    name: 'ping', package: 'node-red-node-ping', needs: ['process:exec'],
    nodes: () => flow('ping').endpoint({ type: 'ping', protocol: 'Automatic', mode: 'triggered', host: '127.0.0.1', timer: '20' }),
    async check({ call }) {
      const milliseconds = Number(await call('ping'));
      assert.ok(milliseconds > 0 && milliseconds < 1000, `ping took ${milliseconds} ms`);
    },
  },
  {
    name: 's7-tools', package: 'node-red-contrib-s7', needs: ['process:exec', 'http:admin:global'],
    nodes: () => [],
    async check({ get }) {
      const { status, text } = await get('/__node-red-contrib-s7/discover/available/iso-on-tcp');
      assert.deepEqual([status, text], [200, 'true']);
    },
  },
  {
    name: 'modbus-serial-ports', package: 'node-red-contrib-modbus', needs: ['fs:read', 'native:addon', 'process:exec'],
    nodes: () => [],
    async check({ get }) {
      const { status, text } = await get('/modbus/serial/ports');
      assert.equal(status, 200);
      assert.equal(JSON.parse(text)[0].path, '/dev/ttyS9');
    },
  },
];
