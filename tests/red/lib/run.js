'use strict';
// Runs cases in one Node-RED: the actor with `registry:write` alone, then the one that was granted what it asks for.
const fs = require('node:fs');
const path = require('node:path');
const { Session } = require('../../support/session.js');
const { tempDir } = require('../../support/userdir.js');
const { eventually } = require('../../support/effects.js');
const { leanCore } = require('../../support/core-nodes.js');
const { actor, victim } = require('./packages.js');

const GRANTED = ['registry:write', 'node:all', 'registry:read', 'settings:all', 'hooks:all', 'comms:publish', 'http:admin', 'http:admin:global', 'http:admin:global:middleware',
  'http:node', 'http:node:global', 'http:node:global:middleware', 'events:subscribe', 'events:emit', 'events:unsubscribe', 'flows:all', 'storage:all', 'network:http'];
/** Loading parts of Node-RED is a grant of its own: what it opens is what these cases are about. */
const LOADING = ['node-red', '@node-red/runtime', '@node-red/registry', '@node-red/util', '@node-red/editor-api', '@node-red/nodes'].map((name) => `module:load:${name}`);
const EVENTS = Object.fromEntries(['events:subscribe', 'events:emit', 'events:unsubscribe'].map((name) => [name, { allowedEvents: ['*'] }]));
const CREDENTIALS = ['node:credentials:read', 'node:credentials:write', 'node:credentials:delete'];

const everything = { capabilities: [...GRANTED, ...LOADING], capabilityConfig: EVENTS };
const nothing = (group) => ({ capabilities: ['registry:write', ...(group === 'internals' ? LOADING : [])] });
/** The policy for actors: `red-nothing-<group>` may register its types, `red-granted-<group>` everything that is asked for. */
const policyFor = (group) => ({
  server: {
    packages: { 'red-victim': everything, [`red-granted-${group}`]: everything, [`red-nothing-${group}`]: nothing(group) },
    types: { 'victim-config': Object.fromEntries(CREDENTIALS.map((name) => [name, { packages: [`red-granted-${group}`], types: [] }])) },
  },
});

const own = (name) => [
  { id: `${name}-1`, type: `${name}-node`, z: 't', name: 'one', x: 1, y: 1, wires: [[`${name}-2`]] },
  { id: `${name}-2`, type: `${name}-node`, z: 't', x: 1, y: 1, wires: [[]] },
  { id: `${name}-3`, type: `${name}-node`, disguise: 'catch', z: 't', x: 1, y: 1, wires: [[]] },
  { id: `${name}-4`, type: `${name}-node`, unsteady: 'catch', z: 't', x: 1, y: 1, wires: [[]] },
  { id: `${name}-f`, type: `${name}-node`, z: 't', x: 1, y: 1, wires: [[`${name}-2`, `${name}-2`]] },
  { id: `${name}-g`, type: `${name}-node`, z: 't', x: 1, y: 1, wires: [['fg']] },
  { id: `${name}-w`, type: `${name}-node`, z: 't', x: 1, y: 1, wires: [['lend']] },
  { id: `hand-${name}`, type: 'victim-node', z: 't', x: 1, y: 1, wires: [[`${name}-m`, `${name}-k`]] },
  { id: `${name}-m`, type: `${name}-node`, z: 't', x: 1, y: 1, wires: [[`${name}-mf`]] },
  { id: `${name}-mf`, type: 'function', z: 't', func: "if (msg.node) global.set('seenByCore', String(msg.node.label)); return null;", outputs: 1, x: 1, y: 1, wires: [[]] },
  { id: `${name}-k`, type: `${name}-node`, z: 't', x: 1, y: 1, wires: [['v1']] },
  { id: `${name}-catch`, type: 'catch', z: 't', scope: [`hand-${name}`], x: 1, y: 1, wires: [[`${name}-m`]] },
  { id: `${name}-c`, type: `${name}-config` },
  { id: `${name}-u`, type: `${name}-node`, z: 't', config: { deep: [`${name}-c`] }, x: 1, y: 1, wires: [[]] },
];
const FLOWS = [
  { id: 't', type: 'tab', label: 'tab' },
  { id: 'vc', type: 'victim-config', place: 'victim-place' },
  { id: 'v1', type: 'victim-node', z: 't', name: 'victim-name', x: 1, y: 1, wires: [['v2']] },
  { id: 'v2', type: 'victim-node', z: 't', x: 1, y: 1, wires: [[]] },
  { id: 'hi', type: 'http in', z: 't', url: '/red-in', method: 'get', x: 1, y: 1, wires: [['ho', 'red-nothing-shared-2', 'red-granted-shared-2']] },
  { id: 'ho', type: 'http response', z: 't', x: 1, y: 1, wires: [] },
  { id: 'fg', type: 'function', z: 't', name: 'uses contexts', func: "global.get('x'); flow.get('x'); return msg;", outputs: 1, x: 1, y: 1, wires: [[]] },
  { id: 'lcall', type: 'link call', z: 't', links: ['lsub'], linkType: 'static', timeout: '5', x: 1, y: 1, wires: [['v1']] },
  { id: 'lsub', type: 'link in', z: 't', links: [], x: 1, y: 1, wires: [[]] },
  { id: 'lend', type: 'link out', z: 't', mode: 'return', links: [], x: 1, y: 1, wires: [] },
  { id: 'broker', type: 'mqtt-broker', broker: '127.0.0.1', port: '1', autoConnect: false },
  { id: 'fn', type: 'function', z: 't', name: 'core-name', func: 'return msg;', outputs: 1, x: 1, y: 1, wires: [[]] },
];
// As an operator who switched encryption off would have it.
const secretsOf = (names) => ({ vc: { password: 'victim-password' }, ...Object.fromEntries(names.map((name) => [`${name}-c`, { token: 'own-token' }])) });

/** One question: a request to Node-RED, or a call of the victim or of the actor itself. */
async function ask(session, name, { package: who = 'red-victim', call, args = {}, request }) {
  if (request !== undefined) {
    const answer = await (await session.nodeRed()).get(request.replaceAll('NAME', name));
    return `${answer.status} ${answer.text}`;
  }
  const seen = await session.call(who === 'self' ? name : who, call, args);
  return seen.ok ? seen.value : `ERROR ${seen.error.message}`;
}

/** How long a case has for its effect: one that has to show it, one of which nobody knows, one that was refused: most would come at once. */
const TIMES = { wanted: 15_000, unknown: 300, refused: 40 };

function timeFor({ entry, granted, sentinel }) {
  if (!sentinel) return entry.bare === 'any' || entry.either ? TIMES.unknown : TIMES.wanted;
  if (!entry.ordinary && (!granted || entry.never)) return TIMES.refused;
  return entry.either ? TIMES.unknown : TIMES.wanted;
}

/** What the case brought about, as text: its result, and what the victim saw of it. */
async function outcome(session, name, entry, time) {
  const result = await session.call(name, entry.name, { name });
  let text = result.ok ? result.value : `ERROR ${result.error.code ?? ''}`;
  if (entry.then !== undefined) {
    const look = async () => {
      let seen = '';
      for (const step of [entry.then].flat()) seen += `${await ask(session, name, step)} `;
      return seen;
    };
    const left = result.ok ? time : TIMES.refused;
    const end = Date.now() + left;
    // What has to come is looked for often, what must not once more when its time is over.
    const pause = left === TIMES.wanted ? 10 : Math.min(left, 75);
    text += ` | ${await look()}`;
    while (!text.includes(entry.wants) && Date.now() < end) {
      await new Promise((resolve) => { setTimeout(resolve, pause); });
      text += ` | ${await look()}`;
    }
  }
  // What an error says is for people: names of files and members in it are no effect.
  return { text: result.ok ? text : `${text}: ${result.error.message}`, succeeded: text.includes(entry.wants), died: !session.alive };
}

/** Ends Node-RED; the next one has the flows and credentials that the first one had. */
async function afresh(session) {
  await session.end();
  fs.rmSync(path.join(session.userDir, 'flows.json'), { force: true });
  await session.rewrite();
}

/** The large nodes of core that the cases of a group are about. */
const CORE = { nodes: ['mqtt'], registry: ['request'] };

/**
 * Runs the cases of one group in a Node-RED of their own: it is started anew often, and then has little to load.
 * @returns {Promise<{outcomes: object[], log: string}>}
 */
async function runGroup(group, cases, { version, node, sentinel, isWanted }) {
  const base = tempDir('nrgs-red-');
  const dir = path.join(base, 'packages');
  // Without Sentinel the first one does everything.
  const names = [`red-nothing-${group}`, `red-granted-${group}`].slice(0, sentinel ? 2 : 1);
  const core = CORE[group] ?? [];
  const flows = FLOWS.filter(({ type }) => type !== 'mqtt-broker' || core.includes('mqtt'));
  const session = new Session({
    version, node, base, sentinel, packages: [victim(dir), ...names.map((name) => actor(dir, name, cases))],
    settings: { ...leanCore(...core), disableEditor: false, credentialSecret: false, functionGlobalContext: { shared: {}, os: require('node:os') }, victimNodeSecret: 'setting-secret', sentinel: policyFor(group) },
    files: { 'flows_cred.json': secretsOf(names) }, flows: [...flows, ...names.flatMap(own)],
  });
  const outcomes = [];
  try {
    for (const name of names) {
      const granted = name.startsWith('red-granted');
      for (const [index, entry] of cases.entries()) {
        if (!isWanted(entry, index, group)) continue;
        await session.call('red-victim', 'seen');
        const made = await outcome(session, name, entry, timeFor({ entry, granted, sentinel }));
        const refused = new RegExp(`BLOCKED .* — ${name} lacks ${entry.lacks}(?!\\S)`);
        if (sentinel && !granted && entry.lacks !== undefined) made.logged = await eventually(() => refused.test(session.log), TIMES.wanted);
        outcomes.push({ entry, name, granted, ...made });
        if (entry.restart && made.succeeded && session.alive) await afresh(session);
      }
    }
    return { outcomes, log: session.log };
  } finally {
    await session.close();
    fs.rmSync(base, { recursive: true, force: true });
  }
}

/**
 * @param {Record<string, object[]>} groups cases, each group for a pair of packages of its own
 * @param {{version: string, node: number, sentinel: boolean, isWanted: (entry: object, index: number, group: string) => boolean}} options `isWanted`: is this case to be run, which has that place in its group?
 */
async function run(groups, options) {
  const all = { outcomes: [], log: '' };
  for (const [group, cases] of Object.entries(groups)) {
    const { outcomes, log } = await runGroup(group, cases, options);
    all.outcomes.push(...outcomes);
    all.log += log;
  }
  return all;
}

module.exports = { run };
