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

/** How to end what runs now: programs that run beside each other end together. */
const running = new Set();

function onInterrupt() {
  for (const kill of running) kill('SIGTERM');
  process.exit(130);
}

/** Keeps `kill` while its program runs, and the signals with it. */
function hold(kill) {
  if (running.size === 0) for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, onInterrupt);
  running.add(kill);
}

function release(kill) {
  running.delete(kill);
  if (running.size === 0) for (const signal of ['SIGINT', 'SIGTERM']) process.removeListener(signal, onInterrupt);
}

/**
 * Runs a program and resolves to `{ code, output, timedOut }`; never rejects.
 * @param {string} file
 * @param {string[]} args
 * @param {{cwd?: string, env?: object, quiet?: boolean, show?: (text: string) => void, limit?: number}} [options] `quiet`
 *   collects the output without showing it, `show` takes what would be shown; `limit` in milliseconds ends the program with
 *   everything it started.
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
    hold(kill);
    const timer = options.limit
      ? setTimeout(() => {
        timedOut = true;
        kill('SIGKILL');
      }, options.limit)
      : null;
    const tell = (text, to) => {
      output += text;
      if (options.show) options.show(text);
      else if (!options.quiet) to.write(text);
    };
    child.stdout.setEncoding('utf8').on('data', (text) => tell(text, process.stdout));
    child.stderr.setEncoding('utf8').on('data', (text) => tell(text, process.stderr));
    const done = (code) => {
      clearTimeout(timer);
      release(kill);
      resolve({ code, output, timedOut });
    };
    child.on('error', (error) => {
      tell(`${error.message}\n`, process.stderr);
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
