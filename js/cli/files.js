'use strict';
/** Reading what may be anything: a pipe is not waited for, a device not read without end, and whatever fails is one line. */
const crypto = require('node:crypto');
const fs = require('node:fs');
const { CommandError } = require('./errors');

const BLOCK = 1 << 16;

/** Calls `use` with a descriptor and the size of a regular file. */
function withFile(file, use) {
  let fd;
  try {
    fd = fs.openSync(file, fs.constants.O_RDONLY | (fs.constants.O_NONBLOCK ?? 0));
    const stat = fs.fstatSync(fd);
    if (!stat.isFile()) throw new CommandError(`\`${file}\` is not a regular file`);
    return use(fd, stat.size);
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw new CommandError(`cannot read \`${file}\`: ${error.code ?? error.message}`);
  } finally {
    if (fd !== undefined) fs.closeSync(fd);
  }
}

/** The text of a file of at most `max` bytes. */
function readText(file, max) {
  return withFile(file, (fd, size) => {
    if (size > max) throw new CommandError(`\`${file}\` is larger than ${max} bytes, which Sentinel never makes it`);
    return fs.readFileSync(fd, 'utf8');
  });
}

/** SHA-256 of a file in hexadecimal. */
function sha256Of(file) {
  return withFile(file, (fd) => {
    const hash = crypto.createHash('sha256');
    const block = Buffer.alloc(BLOCK);
    for (let length = fs.readSync(fd, block); length > 0; length = fs.readSync(fd, block)) hash.update(block.subarray(0, length));
    return hash.digest('hex');
  });
}

module.exports = { readText, sha256Of };
