'use strict';
// A lock between test processes. `node --test` runs files in parallel, and two of them must not
// run `npm install` in the same folder at the same time.
const fs = require('node:fs');
const path = require('node:path');
const { setTimeout: delay } = require('node:timers/promises');

const POLL_MS = 200;
let serial = 0;

/** Is the process that wrote this lock still there? A lock left by a killed run must not block. */
function holderIsAlive(lockFile) {
  let text;
  try {
    text = fs.readFileSync(lockFile, 'utf8');
  } catch {
    return false;
  }
  const pid = Number.parseInt(text, 10);
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Takes the lock in one step: the file appears with its pid already in it. */
function tryTake(lockFile) {
  const mine = `${lockFile}.${process.pid}.${serial++}`;
  fs.writeFileSync(mine, `${process.pid}\n`);
  try {
    fs.linkSync(mine, lockFile);
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    return false;
  } finally {
    fs.rmSync(mine, { force: true });
  }
}

/**
 * Removes a lock whose holder is gone. It is moved aside first and looked at again, because another
 * process may have replaced it by a live one between the look and the removal.
 */
function clearStale(lockFile) {
  const aside = `${lockFile}.stale.${process.pid}.${serial++}`;
  try {
    fs.renameSync(lockFile, aside);
  } catch {
    return;
  }
  try {
    if (holderIsAlive(aside)) fs.linkSync(aside, lockFile);
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  } finally {
    fs.rmSync(aside, { force: true });
  }
}

/**
 * Runs `work` while holding `lockFile`; other processes wait.
 * @template T
 * @param {string} lockFile
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
async function withLock(lockFile, work) {
  fs.mkdirSync(path.dirname(lockFile), { recursive: true });
  while (!tryTake(lockFile)) {
    if (!holderIsAlive(lockFile)) clearStale(lockFile);
    else await delay(POLL_MS);
  }
  try {
    return await work();
  } finally {
    fs.rmSync(lockFile, { force: true });
  }
}

module.exports = { withLock };
