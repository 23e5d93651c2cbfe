'use strict';
/** Running other programs: one place that knows about Windows, signals and time limits. */
const { spawn, spawnSync } = require('node:child_process');
const { root } = require('./platform');

/** npm has to be started through its own script on Windows, where `npm` is a batch file. */
function npmCommand(args) {
  const cli = process.env.npm_execpath;
  if (cli && /npm-cli\.c?js$/.test(cli)) return [process.execPath, [cli, ...args]];
  return [process.platform === 'win32' ? 'npm.cmd' : 'npm', args];
}

/** The environment for tools: no coverage, no preload and no colour of the caller leaks into them. */
function toolEnv(extra) {
  const env = { ...process.env, ...extra };
  delete env.NODE_OPTIONS;
  delete env.NODE_TEST_CONTEXT;
  return env;
}

/**
 * Runs a program and resolves to `{ code, output, timedOut }`; never rejects.
 * @param {string} file
 * @param {string[]} args
 * @param {{cwd?: string, env?: object, quiet?: boolean, limit?: number}} [options] `quiet` collects the output
 *   without showing it; `limit` in milliseconds ends the program with everything it started.
 */
function run(file, args, options = {}) {
  return new Promise((resolve) => {
    const grouped = process.platform !== 'win32';
    const child = spawn(file, args, {
      cwd: options.cwd || root,
      env: toolEnv(options.env),
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: grouped,
    });
    let output = '';
    let timedOut = false;
    // A group of its own, so that a Node-RED started by a hanging test ends with it.
    const kill = (signal) => {
      try {
        if (grouped) process.kill(-child.pid, signal);
        else child.kill(signal);
      } catch {
        // It ended by itself in the meantime.
      }
    };
    const onInterrupt = () => {
      kill('SIGTERM');
      process.exit(130);
    };
    process.once('SIGINT', onInterrupt);
    process.once('SIGTERM', onInterrupt);
    const timer = options.limit
      ? setTimeout(() => {
        timedOut = true;
        kill('SIGKILL');
      }, options.limit)
      : null;
    const take = (stream, to) => stream.on('data', (chunk) => {
      output += chunk;
      if (!options.quiet) to.write(chunk);
    });
    take(child.stdout, process.stdout);
    take(child.stderr, process.stderr);
    const done = (code) => {
      clearTimeout(timer);
      process.removeListener('SIGINT', onInterrupt);
      process.removeListener('SIGTERM', onInterrupt);
      resolve({ code, output, timedOut });
    };
    child.on('error', (error) => {
      output += `${error.message}\n`;
      if (!options.quiet) process.stderr.write(`${error.message}\n`);
      done(127);
    });
    child.on('close', (code, signal) => done(code === null ? `signal ${signal}` : code));
  });
}

/** Runs npm; same result as `run`. */
function npm(args, options) {
  const [file, all] = npmCommand(args);
  return run(file, all, options);
}

/** Whether a program exists and answers with success. */
function works(file, args) {
  return spawnSync(file, args, { stdio: 'ignore', env: toolEnv() }).status === 0;
}

module.exports = { run, npm, works, toolEnv };
