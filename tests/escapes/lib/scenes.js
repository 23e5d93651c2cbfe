'use strict';
// Runs the scenes of attribution/scenes.js: many packages in one Node-RED.
const fs = require('node:fs');
const path = require('node:path');
const { REPO } = require('../../support/installs.js');
const { PROBE_FILE } = require('../../support/probe.js');
const { Session } = require('../../support/session.js');
const { wholeCore } = require('../../support/core-nodes.js');
const { freshSecret, eventually } = require('../../support/effects.js');
const { tempDir, installSentinel, writeFiles } = require('../../support/userdir.js');

const SOURCE = path.resolve(__dirname, '..', 'attribution', 'packages');

/** Copies a package out of the repository; `_node_modules` becomes what its name says. */
function copyPackage(name, target) {
  fs.cpSync(path.join(SOURCE, name), target, { recursive: true });
  const nested = path.join(target, '_node_modules');
  if (fs.existsSync(nested)) fs.renameSync(nested, path.join(target, 'node_modules'));
  fs.copyFileSync(PROBE_FILE, path.join(target, 'probe.js'));
  return target;
}

/** A file for a nodes folder, with its probe where Node-RED does not look for nodes. */
const nodeFile = (name) => ({
  [`${name}.html`]: '<!-- no editor half -->\n',
  [`${name}.js`]: `'use strict';\nmodule.exports = require('./lib/probe.js')('${name}', { readOwn: ({ path }) => require('fs').readFileSync(path, 'utf8') });\n`,
  'lib/probe.js': fs.readFileSync(PROBE_FILE, 'utf8'),
});

/** Packages, files and policy of all scenes. */
function stage(base, userDir) {
  const at = (...parts) => path.join(base, 'packages', ...parts);
  const plain = ['scene-shared', 'scene-entry', 'scene-granted', 'scene-attacker', 'scene-service', 'scene-client', '@node-red/scene-evil', '@nrg/scene-evil'];
  const packages = plain.map((name) => ({ dir: copyPackage(name, at(name)) }));
  packages.push({ dir: copyPackage('scene-liar', at('scene-liar')), as: 'scene-liar' });
  packages.push({ dir: copyPackage('scene-linked', at('node_modules', 'node-red', 'node_modules', 'scene-linked')), how: 'symlink' });
  const reads = { capabilities: ['fs:read'], capabilityConfig: { 'fs:read': { allowedPaths: [path.join(base, 'secret'), path.join(base, 'own')] } } };
  const names = ['scene-granted', 'scene-service', 'scene-entry', 'scene-ghost', './nodes/scene-file-granted.js', 'express', '@node-red/runtime'];
  const policy = Object.fromEntries(names.map((name) => [name, reads]));
  policy['scene-granted'] = { ...reads, capabilities: ['fs:read', 'process:env:read'] };
  writeFiles(path.join(userDir, 'nodes'), { ...nodeFile('scene-file'), ...nodeFile('scene-file-granted') });
  writeFiles(path.join(base, 'more-nodes'), nodeFile('scene-dir-file'));
  return { packages, policy };
}

const fill = (value, names) => JSON.parse(JSON.stringify(value ?? {}).replace(/\{(secret|own|marker)\}/g, (all, name) => names[name]));

/** Runs one scene. */
async function runScene(scene, index, { session, base, protectedRun, node }) {
  const secret = freshSecret();
  const names = { secret: path.join(base, 'secret', `${index}`, 'secret.txt'), own: path.join(base, 'own', 'own.txt'), marker: path.join(base, 'markers', `${index}`) };
  writeFiles(base, { [names.secret]: `SECRET_IN_FILE=${secret}\n`, [names.own]: 'own' });
  fs.mkdirSync(path.dirname(names.marker), { recursive: true });
  await session.nodeRed();
  const calls = scene.steps.map(([packageName, call, args]) => () => session.call(packageName, call, fill(args, names)));
  let results = [];
  if (scene.together) results = await Promise.all(calls.map((call) => call()));
  else for (const call of calls) results.push(await call());
  if (scene.undo) await session.call(...scene.undo);
  const result = results.at(-1);
  const test = { read: () => Boolean(result.value?.includes(secret)), exec: () => fs.existsSync(names.marker), escaped: () => Boolean(result.value?.includes('ESCAPED')) }[scene.wants];
  const succeeded = test() || (scene.wants === 'exec' && !protectedRun && await eventually(test, 10_000));
  const died = !session.alive;
  if (scene.fresh && session.alive) await session.end();
  return { entry: { ...scene, technique: 'attribution', id: `attribution-${index}` }, packageName: scene.steps.at(-1)[0], granted: false, succeeded, died, result };
}

/**
 * @param {{version: string, node: number, protectedRun: boolean, only?: RegExp}} options
 * @returns outcomes as runTechniques gives them
 */
async function runScenes({ version, node, protectedRun, only = /./, onCase = () => {} }) {
  const base = tempDir('nrgs-scenes-');
  const userDir = path.join(base, 'user');
  const sentinel = installSentinel(REPO, userDir);
  const { packages, policy } = stage(base, userDir);
  const session = new Session({
    version, node, base, packages, sentinel: protectedRun ? sentinel : false,
    settings: { ...(protectedRun ? wholeCore() : {}), nodesDir: path.join(base, 'more-nodes'), sentinel: { server: { packages: policy } } },
  });
  const outcomes = [];
  try {
    const scenes = require('../attribution/scenes.js').filter((scene) => only.test(`attribution/${scene.name}`));
    for (const [index, scene] of scenes.entries()) {
      const outcome = await runScene(scene, index, { session, base, protectedRun, node });
      outcomes.push(outcome);
      onCase(outcome);
    }
  } catch (error) {
    error.message += `\n--- log ---\n${session.log.slice(-6000)}`;
    throw error;
  } finally {
    await session.close({ keep: Boolean(process.env.NRGS_KEEP) });
  }
  return outcomes;
}

/** What is wrong with a scene's outcome, or undefined. */
function sceneProblem({ entry, succeeded, died, result }, protectedRun) {
  const seen = JSON.stringify(result.error ?? result.value)?.slice(0, 300);
  if (!protectedRun) return succeeded || entry.bare === 'any' ? undefined : `does not work without Sentinel: ${seen}`;
  if (entry.later) return undefined;
  if (entry.legit) return succeeded ? undefined : `is allowed and does not work: ${seen}`;
  if (succeeded) return `SUCCEEDED with Sentinel: ${seen}`;
  return died ? `Node-RED ended: ${seen}` : undefined;
}

module.exports = { runScenes, sceneProblem };
