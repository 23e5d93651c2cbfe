'use strict';
/** `status --surface`: the certificate of completeness of the Node.js that runs the command, see js/surface/certificate.js. */
const path = require('node:path');
const { spawnSync } = require('node:child_process');
const { CommandError } = require('./errors');

const SCRIPT = path.resolve(__dirname, '..', 'surface', 'certificate.js');
const KINDS = ['guarded', 'safe', 'unclassified'];
const HEADINGS = { guarded: 'guarded', safe: 'safe', unclassified: 'refused' };

/** The certificate is made in a process of its own, because it arms that process. */
function certificate() {
  const env = { ...process.env, NODE_NO_WARNINGS: '1' };
  delete env.NODE_OPTIONS;
  const { status, stdout, stderr } = spawnSync(process.execPath, [SCRIPT], { encoding: 'utf8', env, maxBuffer: 1 << 26 });
  if (status !== 0) throw new CommandError(`the surface of Node.js ${process.version} cannot be listed: ${stderr.trim().split('\n').at(-1)}`);
  return JSON.parse(stdout);
}

const counts = (found) => Object.fromEntries(KINDS.map((kind) => [kind, found[kind].length]));
const row = (name, numbers) => `${name.padEnd(22)}${KINDS.map((kind) => String(numbers[kind]).padStart(10)).join('')}`;

/** Prints the certificate; 1 when something is not classified, which is refused to packages. */
function surface({ json }, { out }) {
  const { node, reviewed, modules } = certificate();
  const names = (kind) => Object.values(modules).flatMap((found) => found[kind]).sort();
  const unclassified = names('unclassified');
  if (json) {
    out(JSON.stringify({ node, reviewed, modules: Object.fromEntries(Object.entries(modules).map(([name, found]) => [name, counts(found)])), unclassified }));
    return unclassified.length > 0 ? 1 : 0;
  }
  out(`Node.js ${node}, ${reviewed ? 'reviewed with this version of Sentinel' : 'NOT reviewed with this version of Sentinel: what is not classified is refused'}`);
  out(row('', HEADINGS));
  for (const name of Object.keys(modules).sort()) out(row(name, counts(modules[name])));
  out(row('all', Object.fromEntries(KINDS.map((kind) => [kind, names(kind).length]))));
  if (unclassified.length > 0) out(`not classified, refused to packages: ${unclassified.join(' ')}`);
  return unclassified.length > 0 ? 1 : 0;
}

module.exports = { surface };
