'use strict';
// Many attacks in one Node-RED. When one of them ends the process, that is its result, and the next
// attack finds a fresh process with the same folders.
const fs = require('node:fs');
const path = require('node:path');
const { startNodeRed, prepare } = require('./node-red.js');
const { callProbe } = require('./probe.js');
const { tempDir } = require('./userdir.js');

class Session {
  #options;
  #nodeRed;
  #earlier = '';
  #installed = false;
  starts = 0;

  /** @param {object} options as for startNodeRed */
  constructor(options) {
    this.base = options.base ?? tempDir();
    this.userDir = path.join(this.base, 'user');
    this.#options = { ...options, base: this.base };
  }

  /** The running Node-RED, started when there is none. */
  async nodeRed() {
    if (!this.#nodeRed || this.#nodeRed.ended) {
      this.#earlier = this.log;
      const packages = this.#installed ? [] : this.#options.packages;
      this.#installed = true;
      this.#nodeRed = await startNodeRed({ ...this.#options, packages });
      this.starts += 1;
    }
    return this.#nodeRed;
  }

  /** Puts settings, grants and files back as they were given, whatever an attack made of them. */
  async rewrite() {
    for (const name of ['settings.js', '.sentinel-grants.json', ...Object.keys(this.#options.files ?? {})]) {
      fs.rmSync(path.join(this.userDir, name), { recursive: true, force: true });
    }
    await prepare(this.base, this.userDir, { ...this.#options, packages: [] });
  }

  /** Everything logged by all processes of this session. */
  get log() {
    return this.#earlier + (this.#nodeRed?.log ?? '');
  }

  /** Makes a package act; see callProbe. */
  async call(packageName, call, args, limit) {
    return callProbe(await this.nodeRed(), packageName, call, args, limit);
  }

  /** Is the process that served the last call still there? */
  get alive() {
    return Boolean(this.#nodeRed) && !this.#nodeRed.ended;
  }

  /** The end of the present process, if it comes within this time. */
  async diesWithin(ms) {
    const running = this.#nodeRed;
    if (!running || running.ended) return true;
    let timer;
    const late = new Promise((resolve) => { timer = setTimeout(resolve, ms, false); });
    const died = await Promise.race([running.exitCode.then(() => true), late]);
    clearTimeout(timer);
    return died;
  }

  /** Ends the process; the next call starts another one. */
  async end() {
    if (this.#nodeRed) await this.#nodeRed.stop({ keep: true });
  }

  /** Ends the process and removes the folders unless `keep`. */
  async close({ keep = false } = {}) {
    await this.end();
    if (!keep) fs.rmSync(this.base, { recursive: true, force: true });
  }
}

module.exports = { Session };
