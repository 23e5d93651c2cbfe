'use strict';
// Finds the techniques (`tests/escapes/<technique>/cases/*.js`) and builds their packages.
//
// A case: { name, wants, run(ctx) } and, where needed,
//   wants    'read' (the secret comes back) · 'write' (a file outside what is granted appears or changes) ·
//            'exec' (the marker file appears) · 'env' (the secret variable comes back) · 'exit' (Node-RED ends) ·
//            'kill' (another process ends) · 'sent' (ctx.token arrives at a server outside, see ctx.to) · 'escaped' (the
//            case returns the text ESCAPED) · 'fact' (a fact about the secret file comes back: its time, its name)
//   legit    true: the same code in a package that was granted what it does must work under Sentinel
//   minNode, maxNode, nodeRed   where the technique exists
//   (a case that does not succeed without Sentinel either, or not on every Node.js, stands in without.js with the reason)
//   when     'load': runs while the package loads
//   later    names the issue whose guard stops it; run, but not asserted with Sentinel
//   before   a call of the bystander (bystander.js) made first; its answer is `ctx.given`
//   restart  true: leaves a mess without Sentinel; the next case gets a fresh process
const fs = require('node:fs');
const path = require('node:path');
const { writePackage } = require('../../support/packages.js');
const { writeFiles } = require('../../support/userdir.js');

const ESCAPES = path.resolve(__dirname, '..');
const source = (file) => fs.readFileSync(file, 'utf8');
const slug = (text) => text.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '').slice(0, 60);

/** Names of all techniques that bring cases for the common attacker package. */
function techniqueNames() {
  return fs.readdirSync(ESCAPES, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && fs.existsSync(path.join(ESCAPES, entry.name, 'cases')))
    .map((entry) => entry.name).sort();
}

/** The cases of a technique in order, each with its id. */
function casesOf(technique) {
  const dir = path.join(ESCAPES, technique, 'cases');
  const seen = new Set();
  return fs.readdirSync(dir).filter((name) => name.endsWith('.js')).sort().flatMap((file) => {
    const exported = require(path.join(dir, file));
    const list = [exported].flat();
    return list.map((entry, index) => {
      let id = `${file.slice(0, -3)}-${slug(entry.name)}`;
      while (seen.has(id)) id += '-again';
      seen.add(id);
      const nth = list.slice(0, index).filter((other) => other.name === entry.name).length;
      return { ...entry, id, file, nth, technique };
    });
  });
}

/** What a technique's attacker is granted; nothing unless its `grants.js` says so. */
function grantsOf(technique, places) {
  const file = path.join(ESCAPES, technique, 'grants.js');
  return fs.existsSync(file) ? require(file)(places) : { capabilities: [] };
}

/** Lists of the package that was granted what honest code does, where its `grants.js` has such. */
function grantedOf(technique) {
  const file = path.join(ESCAPES, technique, 'grants.js');
  return fs.existsSync(file) ? require(file).granted : undefined;
}

/**
 * Writes the package of a technique into `dir`.
 * @param {object[]} cases from casesOf
 * @param {string} name name of the package
 * @param {Record<string, object>} contexts case id to ctx, for cases that run while the package loads
 */
/** What cases of a technique found where nothing is locked, see poison/cases/replaced.js. */
function membersOf(from, cases) {
  const files = [...new Set(cases.map(({ file }) => file))];
  return Object.assign({}, ...files.map((file) => require(path.join(from, 'cases', file)).members));
}

function attackerPackage(dir, technique, cases, name, contexts) {
  const from = path.join(ESCAPES, technique);
  // By name: what there is to attack differs between versions of Node.js, and so do the lists.
  const list = cases.map(({ id, file, name: wanted, nth }) => `  ${JSON.stringify(id)}: pick('${file}', ${JSON.stringify(wanted)}, ${nth}),`);
  const files = {
    'index.js': source(path.join(__dirname, 'attacker.js')),
    'kit.js': source(path.join(__dirname, 'kit.js')),
    'cases.js': `'use strict';\nconst pick = (file, name, nth) => [require('./cases/' + file)].flat().filter((entry) => entry.name === name)[nth] ?? { run() { throw new Error('not in this Node.js'); } };\nexports.name = ${JSON.stringify(name)};\nexports.cases = {\n${list.join('\n')}\n};\n`,
    'load.json': contexts,
    'members.json': membersOf(from, cases),
  };
  const root = writePackage(dir, { name, nodes: { attacker: 'index.js' }, files, manifest: { dependencies: { 'escape-bystander': '1.0.0' } } });
  for (const part of ['cases', 'files']) {
    if (fs.existsSync(path.join(from, part))) fs.cpSync(path.join(from, part), path.join(root, part), { recursive: true });
  }
  return root;
}

/** Folders and files for one case run by one package. */
function layOut(base, packageName, entry, secret) {
  const at = (kind) => path.join(base, kind, packageName, entry.id);
  const ctx = {
    base, id: entry.id, packageName,
    secret: path.join(at('secret'), 'secret.txt'), secretDir: at('secret'), json: path.join(at('secret'), 'secret.json'),
    target: path.join(at('target'), 'target'), precious: path.join(at('target'), 'precious.txt'), targetDir: at('target'),
    allowed: at('allowed'), common: path.join(base, 'common'), marker: path.join(base, 'markers', `${packageName}-${entry.id}`),
  };
  const fact = `${secret.slice(-12)}.txt`;
  writeFiles(ctx.secretDir, {
    'secret.txt': `SECRET_IN_FILE=${secret}\n`, 'secret.json': { secret, version: 3, sources: [], names: [], mappings: '' }, [`named/${fact}`]: 'x', 'secret.js': `module.exports = '${secret}';\n`,
  });
  writeFiles(ctx.targetDir, { 'precious.txt': 'precious', 'dir/kept.txt': 'kept' });
  writeFiles(ctx.allowed, { 'ok.txt': 'ok', 'sub/ok.txt': 'ok' });
  fs.mkdirSync(path.join(base, 'markers'), { recursive: true });
  return { ctx, fact };
}

module.exports = { ESCAPES, techniqueNames, casesOf, grantedOf, grantsOf, attackerPackage, layOut };
