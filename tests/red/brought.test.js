'use strict';
// What a package brings along for the editor's own half of Node-RED, where the operator has chosen it: a source of the library, a theme. It is what it is, and keeps editors neither from their settings nor from
// what others have there [R3][R14].
const { test } = require('node:test');
const assert = require('node:assert/strict');
const fs = require('node:fs');
const { startNodeRed } = require('../support/node-red.js');
const { probePackage } = require('../support/packages.js');
const { tempDir } = require('../support/userdir.js');

/** One that gives itself the id of another library when it is made; one whose defaults core cannot look into; and what an honest one has. */
const SOURCES = `module.exports = (RED) => {
  class Source {
    constructor(config) { Object.assign(this, { id: config.id, word: config.deep.word, secret: config.secret }); }
    async init() {}
    async getEntry(type, name) { return [type, name, this.id, this.word, this.secret].join(); }
  }
  class Renamed extends Source { constructor(config) { super(config); config.id = 'local'; config.label = 'CHANGED'; config.deep.word = 'CHANGED'; } }
  RED.plugins.registerPlugin('brought-source', { type: 'node-red-library-source', class: Source, defaults: { word: { value: '' }, secret: { type: 'password' } } });
  RED.plugins.registerPlugin('brought-renamed', { type: 'node-red-library-source', class: Renamed });
  RED.plugins.registerPlugin('brought-broken', { type: 'node-red-library-source', class: Source, defaults: { word: null, hasOwnProperty: { value: 1 }, of: { toJSON() { throw new Error('said'); } } } });
};`;
const HONEST = "css: 'own.css', page: { title: 'own title' }, header: { title: 'own header', image: false }, palette: { theme: [{ category: 'x', color: '#fff', icon: 'own.svg' }] }, monacoOptions: { theme: 'own' }";
const THEMES = {
  honest: HONEST,
  broken: "css: ['own.css', 5, null], scripts: { a: 1 }, page: { title: 'own title', favicon: ['own.css'], tabicon: { icon: 7 } }, header: { title: 'own header', hasOwnProperty: 1, image: [] }, palette: { theme: [null, { category: 'x', icon: 5 }] }",
  throwing: "page: { get title() { throw new Error('said'); } }",
  unsayable: 'menu: { word: 1n }',
};

async function told({ version, node, sentinel, theme, types }) {
  const base = tempDir();
  const dir = probePackage(base, {
    name: 'brought', calls: {}, manifest: { 'node-red': { plugins: { sources: 'sources.js', themes: 'themes.js' } } },
    files: { 'sources.js': SOURCES, 'themes.js': `module.exports = (RED) => { RED.plugins.registerPlugin('brought-theme', { type: 'node-red-theme', ${THEMES[theme] ?? ''} }); };`, 'own.css': '/* own */' },
  });
  const sources = types.map((type) => ({ id: `of-${type}`, type, label: 'of the operator', deep: { word: 'deep' }, secret: 'secret', word: 'shown' }));
  const nodeRed = await startNodeRed({
    version, node, sentinel, packages: [dir], env: { NODE_ENV: 'test' },
    settings: { disableEditor: false, editorTheme: { page: {}, header: {}, theme: theme && 'brought-theme', library: { sources } }, sentinel: { server: { packages: { brought: { capabilities: ['registry:write'] } } } } },
  });
  try {
    const asked = async (place) => nodeRed.get(place).catch(({ code }) => ({ status: code, text: '', json: () => ({}) }));
    const settings = await asked('/settings');
    const { libraries, editorTheme } = settings.status === 200 ? settings.json() : {};
    const editor = await asked('/');
    const { page, header } = (await asked('/theme')).json();
    const entries = [];
    for (const { id } of sources) entries.push((await asked(`/library/${id}/functions/name`)).text);
    return {
      settings: settings.status, libraries: libraries?.map(({ id, label, config }) => [id, id === 'local' && label === 'CHANGED' ? label : '', JSON.stringify(config)].join()), rules: JSON.stringify(editorTheme?.palette?.theme),
      editor: [editor.status, page?.title, header?.title, page?.css].join(), css: (await asked('/theme/css/own.css')).text, entries,
    };
  } finally {
    await nodeRed.stop();
    fs.rmSync(base, { recursive: true, force: true });
  }
}

const TYPES = ['brought-source', 'brought-renamed', 'brought-broken'];
const PAIRS = [{ version: '3.1', node: 20 }, { version: '4.1', node: 20 }, { version: '5.0', node: 26 }];

for (const pair of PAIRS) {
  test(`Node-RED ${pair.version}: sources of the library and themes are what they are, and keep editors from nothing`, async () => {
    const bare = await told({ ...pair, sentinel: false, theme: 'honest', types: TYPES.slice(0, 1) });
    assert.match(bare.entries[0], /^functions,name,of-brought-source,deep,secret$/u);
    assert.equal(bare.editor, '200,own title,own header,theme/css/own.css');
    assert.deepEqual(await told({ ...pair, sentinel: true, theme: 'honest', types: TYPES.slice(0, 1) }), bare);
    const hostile = await told({ ...pair, sentinel: true, theme: 'broken', types: TYPES });
    assert.equal(hostile.settings, 200);
    assert.deepEqual(hostile.libraries.map((one) => one.split(',').slice(0, 2).join()), ['local,', 'examples,', ...TYPES.map((type) => `of-${type},`)]);
    assert.equal(hostile.entries[1], 'functions,name,of-brought-renamed,deep,secret');
    assert.equal(hostile.editor, '200,own title,own header,theme/css/own.css');
    assert.equal(hostile.css, '/* own */');
    for (const theme of ['throwing', 'unsayable']) {
      const { settings, editor } = await told({ ...pair, sentinel: true, theme, types: [] });
      assert.deepEqual([settings, editor.slice(0, 3)], [200, '200'], theme);
    }
  });
}

test('without Sentinel they do', async () => {
  const pair = { ...PAIRS.at(-1), sentinel: false };
  for (const type of TYPES.slice(1)) assert.notEqual((await told({ ...pair, types: [type] })).settings, 200, type);
  for (const theme of Object.keys(THEMES).slice(1)) {
    const { settings, editor } = await told({ ...pair, theme, types: [] });
    assert.notDeepEqual([settings, editor.slice(0, 3)], [200, '200'], theme);
  }
});
