'use strict';
// Runs cases in one Node-RED and judges each by its effect.
const fs = require('node:fs');
const path = require('node:path');
const { REPO, node: nodePath, nodeRedVersion } = require('../../support/installs.js');
const { Session } = require('../../support/session.js');
const { freshSecret, watchPaths, victim, eventually } = require('../../support/effects.js');
const { tempDir, installSentinel, writeFiles } = require('../../support/userdir.js');
const { openServers } = require('../../support/outside.js');
const { openHttpServers } = require('../../support/outside-http.js');
const { wholeCore } = require('../../support/core-nodes.js');
const { bystanderPackage, bystanderGrants } = require('./bystander.js');
const { worksWithout } = require('./without.js');
const { casesOf, grantedOf, grantsOf, attackerPackage, layOut } = require('./techniques.js');

// short, because everything that must not have happened is looked for once more at the end
const REFUSED_TIME = 20;
const UNSURE_TIME = 200;
// long, because nobody waits for it where the effect comes, and a busy machine takes its time
const EFFECT_TIME = 10_000;
/** How often a control without Sentinel may be tried again, in a fresh process: it shows that an attack can work, and some depend on a moment. */
const AGAIN = 9;
const BYSTANDER = 'escape-bystander';
const ENV_NAME = 'NRGS_ESCAPES_PASSWORD';

/** Every file under a folder, for noticing what appears or changes. */
function filesBelow(dir) {
  return fs.readdirSync(dir, { recursive: true }).map((name) => path.join(dir, name));
}

/** The question whether the case reached what it wants; asked again when everything is over. */
function effectOf(entry, { ctx, secret, fact, envSecret, killed, outside }) {
  const watched = () => [ctx.target, ctx.targetDir, ctx.secretDir, ...filesBelow(ctx.targetDir), ...filesBelow(ctx.secretDir)];
  const files = entry.wants === 'write' ? watchPaths([...new Set(watched())]) : undefined;
  const returned = (text) => (result) => Boolean(result.value?.includes(text));
  const tests = {
    read: returned(secret),
    env: returned(envSecret),
    fact: returned(fact),
    escaped: returned('ESCAPED'),
    write: () => files.changed().length > 0,
    exec: () => fs.existsSync(ctx.marker),
    exit: (result, session) => !session.alive,
    kill: () => !killed.alive(),
    sent: () => outside.heard.some((text) => text.includes(ctx.token)),
  };
  if (!tests[entry.wants]) throw new Error(`${entry.id}: unknown effect ${entry.wants}`);
  return tests[entry.wants];
}

/** Is there such a thing on this Node.js and this Node-RED? */
const applies = (entry, { node, version }) => node >= (entry.minNode ?? 0) && node <= (entry.maxNode ?? 999)
  && (entry.nodeRed === undefined || nodeRedVersion(version).startsWith(entry.nodeRed));

/** What cases that run while their package loads are told; their secret stays the same for the run. */
function earlyContexts(base, { name, cases }, extra) {
  return Object.fromEntries(cases.filter((entry) => entry.when === 'load').map((entry) => {
    const secret = freshSecret();
    const { ctx } = layOut(base, name, entry, secret);
    return [entry.id, { secret, ctx: { ...ctx, ...extra, envName: ENV_NAME } }];
  }));
}

/** Without Sentinel what attacks do while they are loaded may keep Node-RED from getting there: it is started once more. */
async function begin(session, protectedRun) {
  try {
    return await session.nodeRed();
  } catch (error) {
    if (protectedRun) throw error;
    return session.nodeRed();
  }
}

/** Runs one case in one package. */
async function runCase(entry, { session, protectedRun, packageName, base, envSecret, patient, node, extra, early, outside }) {
  const secret = early[entry.id]?.secret ?? freshSecret();
  const { ctx, fact } = layOut(base, packageName, entry, secret);
  const killed = entry.wants === 'kill' ? await victim() : undefined;
  const nodeRed = await begin(session, protectedRun);
  ctx.to = outside.to;
  if (entry.wants === 'sent') ctx.token = secret;
  Object.assign(ctx, extra, { pid: killed?.pid, nodeRedPid: nodeRed.pid, url: nodeRed.url, envName: ENV_NAME, node, isFree: !protectedRun });
  const test = effectOf(entry, { ctx, secret, fact, envSecret, killed, outside });
  if (entry.before) {
    let given = await session.call(BYSTANDER, entry.before, { ctx });
    if (given.died) given = await session.call(BYSTANDER, entry.before, { ctx });
    if (!given.ok) throw new Error(`${entry.id}: the bystander could not ${entry.before}: ${given.error.message}`);
    ctx.given = JSON.parse(given.value);
  }
  const started = Date.now();
  const result = await session.call(packageName, 'run', { id: entry.id, ctx });
  const reached = () => Boolean(test(result, session));
  let succeeded = reached();
  if (!succeeded && !['read', 'env', 'fact', 'escaped'].includes(entry.wants)) {
    succeeded = await eventually(reached, patient ? (worksWithout(entry, node) ? EFFECT_TIME : UNSURE_TIME) : REFUSED_TIME);
  }
  await killed?.end();
  const died = !session.alive;
  // What it said last, for whoever looks for why.
  const last = died ? session.log.slice(-2000) : '';
  return { entry, packageName, succeeded, died, last, result, ms: Date.now() - started, late: () => entry.wants !== 'kill' && entry.wants !== 'exit' && reached() };
}

/**
 * Runs the cases of several techniques: with Sentinel in one Node-RED, without, where it is started often, each in one that loads nothing else.
 * @param {string[]} techniques
 * @param {{version: string, node: number, protectedRun: boolean, only?: RegExp, isWanted?: (entry: object) => boolean}} options
 * @returns {Promise<Array<{entry: object, packageName: string, granted: boolean, succeeded: boolean, died: boolean, result: object}>>}
 */
async function runTechniques(techniques, options) {
  if (options.protectedRun) return runTogether(techniques, options);
  const outcomes = [];
  for (const technique of techniques) outcomes.push(...await runTogether([technique], options));
  return outcomes;
}

async function runTogether(techniques, { version, node, protectedRun, only = /./, isWanted = () => true, onCase = () => {} }) {
  const isChosen = (entry) => applies(entry, { node, version }) && isWanted(entry) && only.test(`${entry.technique}/${entry.id}`);
  if (!techniques.some((technique) => casesOf(technique).some(isChosen))) return [];
  const base = tempDir('nrgs-escapes-');
  const userDir = path.join(base, 'user');
  const sentinel = installSentinel(REPO, userDir);
  const envSecret = freshSecret('env');
  const nodeBinary = await nodePath(node);
  const places = { base, userDir, sentinel, nodeBinary };
  writeFiles(base, {
    'common/harmless.js': '// does nothing\n',
    'common/server.js': "process.on('message', async (text) => { let value; try { value = await eval(text); } catch (error) { value = error.code ?? error.message; } process.send(value ?? ''); process.disconnect(); });\n",
  });
  fs.mkdirSync(path.join(base, 'sockets'));
  const outside = await openServers(path.join(base, 'sockets'));
  const web = await openHttpServers(outside.heard);
  Object.assign(outside.to, web.to);
  const policy = {};
  const packages = [];
  const runs = [];
  for (const technique of techniques) {
    const cases = casesOf(technique).filter(isChosen);
    if (cases.length === 0) continue;
    const variants = [{ name: `escape-${technique}`, cases, granted: false }];
    const legit = cases.filter((entry) => entry.legit);
    if (protectedRun && legit.length > 0) variants.push({ name: `granted-${technique}`, cases: legit, granted: true });
    for (const variant of variants) {
      variant.early = earlyContexts(base, variant, { node, nodeBinary, userDir, sentinel });
      const contexts = Object.fromEntries(Object.entries(variant.early).map(([id, { ctx }]) => [id, ctx]));
      packages.push(attackerPackage(path.join(base, 'packages'), technique, variant.cases, variant.name, contexts));
      policy[variant.name] = withRed(variant.granted ? grantsForAll(places, variant.name, technique) : grantsOf(technique, { ...places, packageName: variant.name }));
      runs.push(variant);
    }
  }
  packages.push(bystanderPackage(path.join(base, 'packages'), BYSTANDER));
  policy[BYSTANDER] = bystanderGrants({ base, canonical: { file: 'cat', args: ['-'] } });
  const session = new Session({
    version, node, base, packages, env: { [ENV_NAME]: envSecret }, sentinel: protectedRun ? sentinel : false,
    settings: { ...coreFor(protectedRun), sentinel: { server: { packages: policy } } }, files: { 'flows.json': [{ id: 'tab1', type: 'tab', label: 'escapes' }] },
  });
  const outcomes = [];
  try {
    for (const { name, cases, granted, early } of runs) {
      for (const entry of cases) {
        // a process that ended after the answer ended because of what was done last
        if (session.starts > 0 && !session.alive && outcomes.length > 0) outcomes.at(-1).died = true;
        const attempt = () => runCase(entry, { session, protectedRun, packageName: name, base, envSecret, patient: !protectedRun || granted, node, early, outside, extra: { userDir, sentinel, nodeBinary } });
        let outcome = await attempt();
        for (let again = 0; again < AGAIN && !protectedRun && !outcome.succeeded && worksWithout(entry, node); again++) {
          if (session.alive) await session.end();
          outcome = await attempt();
        }
        outcomes.push({ ...outcome, granted, node });
        onCase({ ...outcome, granted });
        // What it leaves behind is not the next one's doing; with Sentinel only what a later issue stops leaves anything.
        if (entry.restart && (!protectedRun || entry.later) && session.alive) await session.end();
      }
    }
    for (const outcome of outcomes) outcome.succeeded ||= outcome.late();
  } catch (error) {
    error.message += `\n--- log ---\n${session.log.slice(-6000)}`;
    throw error;
  } finally {
    outside.close();
    web.close();
    await session.close({ keep: Boolean(process.env.NRGS_KEEP) });
  }
  return outcomes;
}

/** With Sentinel there is all of Node-RED to attack it by; without, where Node-RED is started often, what tests have. */
const coreFor = (protectedRun) => (protectedRun ? { externalModules: {}, ...wholeCore() } : {});

/** Node-RED's own API is not what these attacks are about: they may use it to have things called. */
const RED = ['registry:write', 'http:admin:global', 'http:admin:global:middleware', 'http:node:global', 'http:node:global:middleware', 'settings:write',
  'events:subscribe', 'events:emit', 'events:unsubscribe'];

function withRed(entry) {
  const everyEvent = Object.fromEntries(RED.filter((name) => name.startsWith('events:')).map((name) => [name, { allowedEvents: ['*'] }]));
  return { ...entry, capabilities: [...entry.capabilities, ...RED], capabilityConfig: { ...entry.capabilityConfig, ...everyEvent } };
}

/** What the granted copy of a technique's package holds: enough for honest uses of the same calls. */
function grantsForAll({ base }, name, technique) {
  const network = ['network:tcp', 'network:udp', 'network:dns', 'network:listen', 'network:http', 'network:ws'];
  const below = (kind) => path.join(base, kind, name);
  return {
    capabilities: ['fs:read', 'fs:write', 'process:env:read', 'inspector:open', ...network],
    capabilityConfig: {
      'fs:read': { allowedPaths: ['secret', 'target', 'allowed'].map(below) },
      'fs:write': { allowedPaths: ['target', 'allowed'].map(below) },
      'network:tcp': { allowedHosts: ['*:*', `unix:${path.join(base, 'sockets')}`] },
      ...grantedOf(technique),
    },
  };
}

/** What is wrong with an outcome, or undefined. */
function problemOf({ entry, granted, node, succeeded, died, last, result }, protectedRun) {
  const seen = JSON.stringify(result.error ?? result.value)?.slice(0, 300);
  if (!protectedRun) return succeeded || !worksWithout(entry, node) ? undefined : `does not work without Sentinel: ${seen}`;
  if (result.error?.code === 'PROBE_HTTP') return `was not tried: ${seen}`;
  if (granted) return succeeded ? undefined : `was granted and does not work: ${seen}`;
  if (entry.later) return undefined;
  if (succeeded) return `SUCCEEDED with Sentinel: ${seen}`;
  return died ? `Node-RED ended: ${seen}\n${last}` : undefined;
}

/** Does this case have to work there without Sentinel? */
const hasControl = (entry, pair) => applies(entry, pair) && worksWithout(entry, pair.node);

module.exports = { hasControl, runTechniques, problemOf };
