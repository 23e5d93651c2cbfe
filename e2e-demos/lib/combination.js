'use strict';
// Runs demos in one Node-RED: one version, one Node, with or without Sentinel.
const fs = require('node:fs');
const path = require('node:path');
const { wholeCore } = require('../../tests/support/core-nodes.js');
const { REPO } = require('../../tests/support/installs.js');
const { PROBE_FILE } = require('../../tests/support/probe.js');
const { Session } = require('../../tests/support/session.js');
const { eventually, snapshot, sink } = require('../../tests/support/effects.js');
const { openServers } = require('../../tests/support/outside.js');
const { tempDir, writeFiles, installSentinel, packageName } = require('../../tests/support/userdir.js');
const { addon, otherAddon, sha256 } = require('../../tests/support/addon.js');
const { bind } = require('./load.js');

/** Native addons a demo may ask for: one whose hash is `{hash:addon}`, and another one that does the same. */
const ADDONS = { allowed: addon, other: otherAddon };

/** What has to come about may take long on a busy machine; what must not is given this time once, when all else is over. */
const WANTED_TIME = 15_000;
const UNWANTED_TIME = 2000;
const REFUSED_TIME = 30;
/** Without Sentinel some attacks have their effect and never answer. */
const ANSWER_TIME = 4000;

/** Gives a copy another name, which its node set bears too: the same package once more, for the operator to treat differently. */
function rename(dir, name) {
  const file = path.join(dir, 'package.json');
  const manifest = JSON.parse(fs.readFileSync(file, 'utf8'));
  manifest['node-red'].nodes = { [name]: Object.values(manifest['node-red'].nodes)[0] };
  fs.writeFileSync(file, JSON.stringify({ ...manifest, name }, null, 2));
}

/** Copies a demo's packages out of the repository, each with the probe in it, and under another name where `named` says one. */
function copyPackages(demo, base) {
  return (demo.packages ?? [{ dir: 'attack' }]).map(({ dir, how, named }) => {
    const target = path.join(base, 'packages', demo.id, named ?? dir);
    fs.cpSync(path.join(demo.source, dir), target, { recursive: true });
    fs.copyFileSync(PROBE_FILE, path.join(target, 'probe.js'));
    if (named !== undefined) rename(target, named);
    return { dir: target, how, name: packageName(target) };
  });
}

/** What tells whether anything below a folder was touched: which files there are, and when each changed in any way. */
function fingerprint(dir) {
  if (!fs.existsSync(dir)) return '';
  return fs.readdirSync(dir, { recursive: true }).sort().map((name) => {
    const { ctimeMs, ino, mode, size } = fs.lstatSync(path.join(dir, name));
    return [name, ctimeMs, ino, mode, size].join();
  }).join('\n');
}

/** The files a demo begins with. */
function layOut(demo, userDir) {
  fs.rmSync(demo.dir, { recursive: true, force: true });
  fs.mkdirSync(demo.dir, { recursive: true });
  writeFiles(demo.dir, demo.files ?? {});
  writeFiles(userDir, demo.userFiles ?? {});
  for (const [name, which] of Object.entries(demo.addons ?? {})) fs.writeFileSync(path.join(demo.dir, name), ADDONS[which]());
  for (const name of demo.executable ?? []) fs.chmodSync(path.resolve(demo.dir, name), 0o755);
  for (const [link, target] of Object.entries(demo.links ?? {})) fs.symlinkSync(target, path.resolve(demo.dir, link));
}

/** settings.sentinel, grants file and environment of all demos together. */
function policyOf(demos) {
  const merged = { settings: { server: { defaults: { capabilityConfig: {} }, packages: {}, types: {} } }, grants: { server: { packages: {} } }, env: {} };
  for (const demo of demos) {
    for (const [capability, config] of Object.entries(demo.defaults ?? {})) {
      const target = (merged.settings.server.defaults.capabilityConfig[capability] ??= {});
      for (const [key, list] of Object.entries(config)) target[key] = [...(target[key] ?? []), ...list];
    }
    Object.assign(merged.settings.server.packages, demo.grants);
    Object.assign(merged.settings.server.types, demo.types);
    Object.assign(merged.grants.server.packages, demo.grantsFile);
    Object.assign(merged.env, demo.env);
  }
  return merged;
}

/** What a step is to bring about, as a question that can be asked before and after. */
function effectOf(effect, { received }) {
  if (effect.returns !== undefined) return (result) => Boolean(result?.ok) && result.value.includes(effect.returns);
  if (effect.arrives !== undefined) return () => received().includes(effect.arrives);
  if (effect.exists !== undefined) return () => fs.existsSync(effect.exists);
  if (effect.changed !== undefined) {
    const before = snapshot(effect.changed);
    return () => snapshot(effect.changed) !== before;
  }
  if (effect.died) return (result, session) => !session.alive;
  if (effect.tells !== undefined) return () => false;
  throw new Error(`unknown effect ${JSON.stringify(effect)}`);
}


const escape = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** The line Sentinel prints for a refusal. */
const refusalOf = (name, capability) => new RegExp(`BLOCKED .* — ${escape(name)} lacks ${capability === 'any' ? '\\S+' : `${escape(capability)}(?!\\S)`}`);

/** What another package, or a request to Node-RED, tells after the call. */
async function isTold({ tells, package: name, call, get }, { session }) {
  if (get !== undefined) return (await (await session.nodeRed()).get(get)).text.includes(tells);
  const answer = await session.call(name, call);
  return answer.ok && answer.value.includes(tells);
}

/**
 * Does the effect show, now or within a time? One that must not gets little time here, because all of those are looked for again
 * when the whole run is over, then with time for those whose calls were not refused.
 */
function cameAbout(step, test, result, { context, wanted }) {
  const { session } = context;
  if (step.effect.returns !== undefined) return test(result, session);
  return eventually(() => (step.effect.tells === undefined ? test(result, session) : isTold(step.effect, context)), wanted ? WANTED_TIME : REFUSED_TIME);
}

/** Runs one step and says what came of it. */
async function runStep(step, demo, context) {
  const { session, protectedRun } = context;
  await session.nodeRed();
  const test = effectOf(step.effect, context.sink);
  const name = step.package ?? demo.installed[0].name;
  const result = await session.call(name, step.call, step.args ?? {}, protectedRun || step.effect.returns !== undefined ? undefined : ANSWER_TIME);
  const wanted = !protectedRun || step.with === 'succeeds';
  const succeeded = await cameAbout(step, test, result, { context, wanted });
  const problems = [];
  if (succeeded !== wanted) problems.push(`${succeeded ? 'succeeded' : 'did not succeed'}: ${JSON.stringify(result.error ?? result.value)}`);
  if (!session.alive && !step.effect.died) problems.push(`Node-RED ended: ${result.error?.message}`);
  // The answer to the call may be here before the line in the log is.
  const refused = () => refusalOf(name, step.lacks).test(session.log);
  if (!wanted && step.lacks && !await eventually(refused, WANTED_TIME)) {
    problems.push(`no line BLOCKED … — ${name} lacks ${step.lacks} in the log`);
  }
  if (!protectedRun) await context.restore([demo]);
  const late = () => !wanted && !succeeded && test(result, session);
  return { step: step.name, succeeded, wanted, problems, late, answered: result.ok };
}

/**
 * Runs demos that can share a process.
 * @param {object[]} loaded from loadDemos
 * @param {{version: string, node: number|string, protectedRun: boolean, onDemo?: (outcome: object) => void}} options
 * @returns {Promise<Array<{demo: object, steps: object[], log: string}>>}
 */
async function runTogether(loaded, { version, node, protectedRun, onDemo = () => {} }) {
  const base = tempDir('nrgs-demos-');
  const userDir = path.join(base, 'user');
  const web = await sink();
  fs.mkdirSync(path.join(base, 'outside'));
  const outside = await openServers(path.join(base, 'outside'));
  const arrived = { received: () => `${web.received()}\n${outside.heard.join('\n')}` };
  const ports = Object.fromEntries(['tcp', 'tls', 'udp', 'dns'].map((kind) => [kind, String(outside.to[kind])]));
  const names = {
    base, userDir, home: path.join(base, 'home'), sink: String(web.port), ...ports, socket: outside.to.path,
    sentinel: path.join(userDir, 'node_modules', '@nrg', 'sentinel'),
  };
  if (loaded.some((demo) => demo.addons)) names['hash:addon'] = sha256(addon());
  const demos = loaded.map((demo) => ({ ...bind(demo, names), installed: copyPackages(demo, base) }));
  const policy = policyOf(demos);
  const start = demos[0].start ?? {};
  /** Puts back what an attack without Sentinel has changed, for the next one. */
  let installed;
  const restore = async (touched = demos) => {
    if (installed === undefined || fingerprint(names.sentinel) !== installed) {
      fs.rmSync(names.sentinel, { recursive: true, force: true });
      installSentinel(REPO, userDir);
      installed = fingerprint(names.sentinel);
    }
    for (const demo of touched) layOut(demo, userDir);
    await session.rewrite();
  };
  const session = new Session({
    ...start, version, node, base,
    sentinel: protectedRun ? names.sentinel : false,
    settings: { ...(protectedRun ? wholeCore() : {}), sentinel: policy.settings }, grants: policy.grants,
    packages: demos.flatMap((demo) => demo.installed), env: policy.env,
    files: {
      'flows.json': [{ id: 'tab1', type: 'tab', label: 'demos' }, ...demos.flatMap((demo) => demo.flows ?? [])],
      'flows_cred.json': Object.assign({}, ...demos.map((demo) => demo.credentials)),
      ...start.files,
    },
  });
  const outcomes = [];
  try {
    await restore();
    for (const demo of demos) {
      const steps = [];
      for (const step of demo.steps) {
        if (Number(node) < (step.minNode ?? 0)) continue;
        steps.push(await runStep(step, demo, { session, protectedRun, sink: arrived, restore }));
      }
      outcomes.push({ demo, steps });
      onDemo({ demo, steps });
    }
    const steps = outcomes.flatMap((outcome) => outcome.steps);
    const answered = steps.filter((step) => step.answered && !step.wanted);
    if (answered.length > 0) await eventually(() => answered.some((step) => step.late()), UNWANTED_TIME);
    for (const step of steps) if (step.late()) step.problems.push('succeeded, later');
  } catch (error) {
    error.message += `\n--- log ---\n${session.log}`;
    throw error;
  } finally {
    await session.close();
    outside.close();
    await web.close();
  }
  return outcomes.map((outcome) => ({ ...outcome, log: session.log }));
}

/** Demos grouped by the process they need: those with a `start` of their own run alone. */
function groups(demos) {
  const shared = demos.filter((demo) => !demo.start);
  return [...(shared.length > 0 ? [shared] : []), ...demos.filter((demo) => demo.start).map((demo) => [demo])];
}

module.exports = { runTogether, groups };
