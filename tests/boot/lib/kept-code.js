'use strict';
// The file of kept code as somebody would change it who can write it and knows its form.
const crypto = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const v8 = require('node:v8');
const vm = require('node:vm');
const { REPO } = require('../../support/installs.js');

const ROW = 108;
const END = 80;
const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), crypto.createHash('sha256')).digest();

/** A text between quotes that begins with `const HEAD`; what is filled in stands above it in the same way. */
function headIn(...names) {
  const text = fs.readFileSync(path.join(REPO, 'js', ...names), 'utf8');
  const valueOf = (name) => new RegExp(`^const ${name} = ['\`](.*)['\`];$`, 'm').exec(text)[1].replace(/\$\{(\w+)\}/g, (_, inner) => valueOf(inner));
  return valueOf('HEAD');
}

/** While Node-RED is loaded, and as ever. */
const FLAGS = ['LATE', 'USUAL'].map((name) => new RegExp(`const ${name}: &str = "(.*)";`).exec(fs.readFileSync(path.join(REPO, 'src', 'ffi', 'pace.rs'), 'utf8'))[1]);

/** What stands around the text of a module: of core, of Sentinel. */
const AROUND = {
  core: { head: headIn('loader', 'compile.js'), tail: '\n});})//0' },
  own: { head: headIn('boot', 'files.js'), tail: '\n})' },
};

/** The files of kept code in a userDir. */
function keptFiles(userDir) {
  const folder = path.join(userDir, '.sentinel');
  const names = fs.existsSync(folder) ? fs.readdirSync(folder) : [];
  return names.filter((name) => /^code-[0-9a-f]{16}\.bin$/.test(name)).map((name) => path.join(folder, name));
}

function keyOf(name, text) {
  const number = (value) => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigUInt64LE(BigInt(value));
    return bytes;
  };
  const part = (value) => Buffer.concat([number(value.length), value]);
  return sha256(part(Buffer.from(name)), part(number(Buffer.byteLength(text))));
}

/** Code of a text of the same length that also runs `statement`. What is compiled later still finds its place. */
function poisoned(name, content, statement, { head, tail }) {
  const text = head + changed(name, content, statement) + tail;
  // V8 takes code only with the flags it was made with: docs/decisions/0023-v8-while-node-red-starts.md.
  const [late, usual] = tail === AROUND.core.tail && process.versions.v8.startsWith('11.3.') ? FLAGS : [];
  if (late !== undefined) v8.setFlagsFromString(late);
  const code = new vm.Script(text, { filename: name, columnOffset: -head.length }).createCachedData();
  if (usual !== undefined) v8.setFlagsFromString(usual);
  return code;
}

/** The text with a statement in the place of its first comment, as long as before. */
function changed(name, content, statement) {
  const [comment] = /\/\*[^]*?\*\/|(?:\/\/.*\n)+/.exec(content);
  const text = `${statement};/*`.padEnd(comment.length - 2, ' ');
  if (text.length !== comment.length - 2) throw new Error(`${name} has no room`);
  return content.replace(comment, () => `${text}*/`);
}

/**
 * Puts other code in the place of what is kept for a module of Node-RED or of Sentinel.
 * @param {string} file the kept code
 * @param {string} name the module
 * @param {string} statement what it does besides
 * @param {boolean} sealed with the hashes of the new code
 * @param {'core'|'own'} [whose]
 */
function poison(file, name, statement, sealed, whose = 'core') {
  const bytes = fs.readFileSync(file);
  const end = bytes.subarray(bytes.length - END);
  const count = end.readUInt32LE(32);
  const at = end.readUInt32LE(36);
  const content = fs.readFileSync(name, 'utf8');
  const around = AROUND[whose];
  const code = poisoned(name, content, statement, around);
  const key = keyOf(name, around.head + content + around.tail);
  const table = Buffer.from(bytes.subarray(at, at + count * ROW));
  let row = 0;
  while (row < count && !table.subarray(row * ROW, row * ROW + 32).equals(key)) row++;
  if (row === count) throw new Error(`nothing is kept for ${name}`);
  if (sealed) sha256(code).copy(table, row * ROW + 64);
  table.writeUInt32LE(at, row * ROW + 96);
  table.writeUInt32LE(code.length, row * ROW + 100);
  table.writeUInt32LE(0, row * ROW + 104); // no text beside it
  const place = Buffer.alloc(4);
  place.writeUInt32LE(at + code.length);
  const engine = end.subarray(0, 32);
  const rows = end.subarray(32, 36);
  fs.writeFileSync(file, Buffer.concat([bytes.subarray(0, at), code, table, engine, rows, place, sha256(table, engine, rows, place), end.subarray(END - 8)]));
}

/** Has the kept text of a module run `statement`, and leaves its code and all hashes as they are. */
function poisonText(file, name, statement) {
  const bytes = fs.readFileSync(file);
  const content = fs.readFileSync(name, 'utf8');
  const at = bytes.indexOf(AROUND.core.head + content + AROUND.core.tail);
  if (at < 0) throw new Error(`no text is kept of ${name}`);
  const [comment] = /^\/\*[^]*?\*\//.exec(content);
  bytes.write(`*/${statement};/*`.padEnd(comment.length - 4, ' '), at + AROUND.core.head.length + 2);
  fs.writeFileSync(file, bytes);
}

module.exports = { changed, keptFiles, poison, poisonText };
