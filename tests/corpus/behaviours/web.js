'use strict';
// Packages whose effect is a page, a socket or something in the editor.
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { flow } = require('../flow.js');
const { eventually } = require('../../support/effects.js');

const DASHBOARD = 'node-red-dashboard';
const WORLDMAP = 'node-red-contrib-web-worldmap';

/** One packet exchange of socket.io over HTTP long polling. */
async function poll(http, query, body) {
  const answer = body === undefined
    ? await http.get(`/ui/socket.io/?EIO=4&transport=polling${query}`)
    : await http.post(`/ui/socket.io/?EIO=4&transport=polling${query}`, body, { 'content-type': 'text/plain;charset=UTF-8' });
  assert.equal(answer.status, 200, answer.text);
  return answer.text;
}

/** Polls until a packet contains `wanted`. */
async function pollFor(http, query, wanted) {
  let seen = '';
  for (let round = 0; round < 10 && !seen.includes(wanted); round++) seen += await poll(http, query);
  assert.ok(seen.includes(wanted), `socket.io said ${seen.slice(0, 400)}`);
  return seen;
}

module.exports = [
  {
    name: 'dashboard-page', package: DASHBOARD, needs: ['fs:read', 'http:node:global:middleware'],
    nodes: () => [],
    async check({ get }) {
      const page = await get('/ui/');
      assert.match(page.text, /ng-app="ui"/);
      const script = await get('/ui/js/app.min.js');
      assert.equal(script.status, 200);
      assert.ok(script.text.length > 100_000, `app.min.js has ${script.text.length} bytes`);
    },
  },
  {
    name: 'dashboard-admin-files', package: DASHBOARD, needs: ['fs:read', 'http:admin:global'],
    nodes: () => [],
    async check({ get }) {
      // sent by Node-RED's own express, for the package; the second file belongs to a dependency
      for (const file of ['/ui_base/js/tinycolor-min.js', '/ui_base/gs/gridstack.all.js']) {
        const { status, text } = await get(file);
        assert.equal(status, 200, file);
        assert.ok(text.length > 10_000, file);
      }
    },
  },
  {
    name: 'dashboard-live', package: DASHBOARD, needs: ['http:admin:global:middleware'],
    nodes(ctx) {
      const made = flow('dashboard-live');
      made.config({ type: 'ui_base', theme: { name: 'theme-light' }, site: { name: 'corpus', hideToolbar: 'false', sizes: { sx: 48, sy: 48, gx: 6, gy: 6, cx: 6, cy: 6, px: 0, py: 0 } } });
      const tab = made.config({ type: 'ui_tab', name: 'Home', icon: 'dashboard', order: 1, disabled: false, hidden: false });
      const group = made.config({ type: 'ui_group', name: 'Group', tab: tab.id, order: 1, disp: true, width: '6', collapse: false });
      made.chain({ type: 'ui_button', group: group.id, order: 1, width: 0, height: 0, passthru: false, label: 'press', payload: 'pressed', payloadType: 'str', topic: '', topicType: 'str' }, made.toSink(ctx));
      // a text widget sends nothing on, so the caller is answered beside it
      const text = made.add({ type: 'ui_text', group: group.id, order: 2, width: 0, height: 0, label: 'live', format: '{{msg.payload}}', layout: 'row-spread' });
      const entry = made.chain({ type: 'http in', url: '/corpus/dashboard-live', method: 'post' }, { type: 'http response' });
      entry.wires[0].push(text.id);
      return made.nodes;
    },
    async check({ http, call, sink, nodeId }) {
      const { sid } = JSON.parse((await poll(http, '')).slice(1));
      await poll(http, `&sid=${sid}`, '40');
      const start = await pollFor(http, `&sid=${sid}`, 'ui-controls');
      assert.match(start, /"header":"Home"/);
      await call('dashboard-live', 'shown live');
      await pollFor(http, `&sid=${sid}`, 'shown live');
      await poll(http, `&sid=${sid}`, `42${JSON.stringify(['update-value', { id: nodeId('dashboard-live', 'ui_button'), value: 'pressed' }])}`);
      await sink.next('dashboard-live', (body) => body === 'pressed');
    },
  },
  {
    name: 'worldmap-page', package: WORLDMAP, needs: ['fs:read', 'http:node:global:middleware'],
    nodes() {
      const made = flow('worldmap-page');
      made.add({ type: 'worldmap', name: 'corpus map', lat: '50', lon: '1', zoom: '7', path: '/worldmap', wires: [] });
      return made.nodes;
    },
    async check({ get }) {
      assert.match((await get('/worldmap/')).text, /<title>[^<]*Map/i);
      assert.equal((await get('/worldmap/leaflet/leaflet.js')).status, 200);
    },
  },
  {
    name: 'worldmap-socket', package: WORLDMAP, needs: ['http:node:global'],
    nodes: () => [],
    async check({ post }) {
      const session = '/worldmap/socket/000/corpus1';
      const agent = { 'user-agent': 'corpus' };
      assert.equal((await post(`${session}/xhr`, '', agent)).text, 'o\n');
      const said = await post(`${session}/xhr_send`, JSON.stringify([JSON.stringify({ action: 'connected' })]), agent);
      assert.equal(said.status, 204);
      assert.match((await post(`${session}/xhr`, '', agent)).text, /corpus map/);
    },
  },
  {
    // A palette package that uses another one through RED.require and registers its type later, from
    // a timer: the dashboard it gets must be the one that serves the page, not a copy of its own.
    name: 'worldmap-widget', package: WORLDMAP, also: DASHBOARD, needs: ['fs:read', 'module:load:node-red-dashboard'],
    nodes() {
      const made = flow('worldmap-widget');
      const tab = made.config({ type: 'ui_tab', name: 'Map', icon: 'dashboard', order: 2, disabled: false, hidden: false });
      const group = made.config({ type: 'ui_group', name: 'Map group', tab: tab.id, order: 1, disp: true, width: '6', collapse: false });
      made.add({ type: 'ui_worldmap', group: group.id, order: 1, width: 6, height: 5, path: '/widgetmap', name: 'in the dashboard' });
      return made.nodes;
    },
    async check({ http, get }) {
      const { sid } = JSON.parse((await poll(http, '')).slice(1));
      await poll(http, `&sid=${sid}`, '40');
      await pollFor(http, `&sid=${sid}`, '/widgetmap');
      assert.equal((await get('/widgetmap/')).status, 200);
    },
  },
  {
    name: 'worldmap-key', package: WORLDMAP, needs: ['fs:read', 'process:env:read', 'http:node:global'],
    nodes: () => [],
    async check({ get }) { assert.deepEqual((await get('/-worldmap3d-key')).json(), { key: 'pk.corpus' }); },
  },
  {
    name: 'theme', package: '@node-red-contrib-themes/theme-collection', needs: ['fs:read'],
    nodes: () => [],
    async check({ get }) {
      const css = [...(await get('/')).text.matchAll(/href="([^"]+\.css)/g)].map(([, href]) => href.replaceAll('&#x2F;', '/'));
      const found = css.find((href) => href.includes('dracula'));
      assert.ok(found, `stylesheets of the editor: ${css}`);
      const { status, text } = await get(`/${found.replace(/^\//, '')}`);
      assert.equal(status, 200);
      assert.match(text, /#282a36/i);
    },
  },
  {
    name: 'debugger', package: 'node-red-debugger', also: 'node-red-contrib-fs-ops',
    needs: ['http:admin:global', 'comms:publish', 'hooks:on-receive', 'hooks:pre-route', 'hooks:remove', 'node:read', 'fs:write'],
    nodes: ({ dir }) => flow('debugger').endpoint({
      type: 'fs-ops-mkdir', path: dir, pathType: 'str', dirname: 'resumed', dirnameType: 'str', recursive: true, mode: '0755', fullpath: 'payload', fullpathType: 'msg',
    }),
    // The message is held before a node of another package and let go again: that package then acts
    // below the debugger on the stack, and its own rights count (`needs` holds its fs:write).
    async check({ http, call, nodeId, dir }) {
      assert.equal((await http.get('/flow-debugger')).json().enabled, false);
      const put = (body) => http.put('/flow-debugger', body);
      // only this one node stops, so that the other behaviours of this run go on
      assert.equal((await put({ config: { breakpointAction: 'pause-bp' } })).status, 200);
      assert.equal((await put({ enabled: true })).json().enabled, true);
      try {
        const point = await http.post('/flow-debugger/breakpoints', { id: nodeId('debugger', 'fs-ops-mkdir'), path: nodeId('debugger', 'tab'), portType: 'i', portIndex: 0 });
        assert.equal(point.status, 200, point.text);
        const answer = call('debugger').catch((error) => error.message);
        const held = async () => (await http.get('/flow-debugger/messages')).json().length === 1;
        assert.ok(await eventually(held, 3000), 'the message was not held');
        assert.ok(!fs.existsSync(path.join(dir, 'resumed')), 'the message went on by itself');
        await http.post('/flow-debugger/resume', {});
        assert.equal(await answer, path.join(dir, 'resumed'));
        assert.ok(fs.existsSync(path.join(dir, 'resumed')));
      } finally {
        await put({ enabled: false });
      }
    },
  },
];
