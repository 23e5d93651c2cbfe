'use strict';
// Reads the demonstrations: one folder each, `NN-name/demo.json` with its packages beside it.
const crypto = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');

const DEMOS = path.resolve(__dirname, '..');

/** All demos in order of their number, or only those asked for. */
function loadDemos(numbers = []) {
  const folders = fs.readdirSync(DEMOS).filter((name) => /^\d\d-/.test(name)).sort();
  const demos = folders.map((folder) => {
    const dir = path.join(DEMOS, folder);
    const demo = JSON.parse(fs.readFileSync(path.join(dir, 'demo.json'), 'utf8'));
    return { number: Number(folder.slice(0, 2)), id: folder, source: dir, steps: [], ...demo };
  });
  const unknown = numbers.filter((number) => !demos.some((demo) => demo.number === number));
  if (unknown.length > 0) throw new Error(`no such demo: ${unknown.join(', ')}`);
  return numbers.length > 0 ? demos.filter((demo) => numbers.includes(demo.number)) : demos;
}

/** Replaces `{name}` in every string of a JSON value. */
function fill(value, names) {
  if (typeof value === 'string') {
    return value.replace(/\{([\w:-]+)\}/g, (text, name) => (Object.hasOwn(names, name) ? names[name] : text));
  }
  if (Array.isArray(value)) return value.map((item) => fill(item, names));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [fill(key, names), fill(item, names)]));
}

const sha256 = (text) => crypto.createHash('sha256').update(text).digest('hex');

/**
 * A demo with its placeholders filled in. Besides `names` it may use `{dir}` (a folder of its own
 * outside the userDir), `{secret}`, and for each entry of its `commands` `{hash:<entry>}`, the hash
 * that allows this command (an object is the canonical form of a program with arguments).
 */
function bind(demo, names) {
  const own = { ...names, dir: path.join(names.base, demo.id), secret: `${demo.id}-${crypto.randomBytes(12).toString('hex')}` };
  const commands = fill(demo.commands ?? {}, own);
  for (const [name, command] of Object.entries(commands)) {
    own[`hash:${name}`] = sha256(typeof command === 'string' ? command : JSON.stringify(command));
  }
  return { ...fill(demo, own), commands, dir: own.dir, secret: own.secret };
}

module.exports = { DEMOS, loadDemos, bind };
