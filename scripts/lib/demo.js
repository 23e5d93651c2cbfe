'use strict';
/** What `npm start` shows: the userDir of the demonstration and how to judge what happened in it. */
const path = require('node:path');
const { ensureInstalled, WORK } = require('../../tests/support/installs');
const { root } = require('./platform');

const HONEST = { name: 'node-red-contrib-fs-ops', version: '1.6.0' };
const HOSTILE = path.join(root, 'examples', 'hostile-node');
const TOKEN = 'only-a-demonstration';

/** A flow in which the honest package lists a folder, and one node of the hostile package. */
function flows(shared) {
  const tab = 'f0000000000000a1';
  return [
    { id: tab, type: 'tab', label: 'Sentinel', disabled: false, info: '' },
    {
      id: 'f0000000000000b1', z: tab, type: 'inject', name: 'at start', props: [{ p: 'filter', v: '*', vt: 'str' }],
      repeat: '', once: true, onceDelay: 0.1, topic: '', x: 120, y: 80, wires: [['f0000000000000b2']],
    },
    {
      id: 'f0000000000000b2', z: tab, type: 'fs-ops-dir', name: 'list the shared folder', path: shared, pathType: 'str',
      filter: '*', filterType: 'str', dir: 'payload', dirType: 'msg', x: 320, y: 80, wires: [['f0000000000000b3']],
    },
    {
      id: 'f0000000000000b3', z: tab, type: 'debug', name: 'honest package', active: true, tosidebar: true, console: true,
      tostatus: false, complete: 'payload', targetType: 'msg', x: 540, y: 80, wires: [],
    },
    { id: 'f0000000000000c1', z: tab, type: 'hostile', name: '', x: 120, y: 160, wires: [] },
  ];
}

/** Options for `prepare` of tests/support/node-red.js. */
async function content(base) {
  const shared = path.join(base, 'shared');
  const palette = await ensureInstalled(path.join(WORK, 'palette', `${HONEST.name}-${HONEST.version}`), [`${HONEST.name}@${HONEST.version}`]);
  return {
    settings: {
      disableEditor: false,
      credentialSecret: false,
      sentinel: {
        server: {
          packages: {
            [HONEST.name]: {
              capabilities: ['registry:write', 'fs:read'],
              capabilityConfig: { 'fs:read': { allowedPaths: [shared] } },
            },
            'hostile-node': { capabilities: ['registry:write'] },
          },
        },
      },
    },
    packages: [path.join(palette, 'node_modules', HONEST.name), HOSTILE],
    flows: flows(shared),
    files: {
      [path.join(shared, 'report.txt')]: 'a file the honest package may see\n',
      'flows_cred.json': { f0000000000000b1: { password: 'correct horse' } },
    },
  };
}

/** One row per attack and one for the honest package: `[what, ok, text]`; undefined while it is still going on. */
function judge(log) {
  const { attacks } = require(HOSTILE + '/hostile.js');
  if (!log.includes('[hostile-node] done:') || !/\[debug:honest package\]/.test(log)) return undefined;
  const rows = attacks.map((name) => {
    const line = log.split('\n').find((text) => text.includes(`[hostile-node] ${name}: `));
    const blocked = Boolean(line) && line.includes('got nothing');
    return [`hostile-node: ${name}`, blocked, blocked ? 'blocked' : 'SUCCEEDED'];
  });
  const honest = /\[debug:honest package\]\s*(\[[^\]]*\])/.exec(log)?.[1] ?? '';
  const works = honest.includes('report.txt');
  return [...rows, [`${HONEST.name}: list the folder it was granted`, works, works ? 'works' : 'DOES NOT WORK']];
}

/** The legend under the log. */
function legend(rows, url) {
  const width = Math.max(...rows.map(([what]) => what.length));
  return [
    '',
    '-- what you have just seen '.padEnd(width + 14, '-'),
    ...rows.map(([what, , text]) => `  ${what.padEnd(width)}  ${text}`),
    '',
    '  BLOCKED …        a call that was refused: the function, the package, the capability it lacks',
    '  Resource         what the package was after;  Call stack: where its code asked for it',
    '  To allow, add …  the narrowest grant that would allow exactly this call',
    '',
    `  The editor: ${url}   Ctrl-C stops Node-RED and removes the throw-away userDir.`,
    '',
  ].join('\n');
}

module.exports = { content, judge, legend, TOKEN };
