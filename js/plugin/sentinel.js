'use strict';
/**
 * Runtime half of the Node-RED plugin. It shows; it decides nothing. Node-RED loads it like any other plugin, also
 * when somebody installed the package and forgot the preload: then this is the only part that runs, and saying so
 * is its most important task.
 */
const path = require('node:path');
const { isActive, status, traceOf } = require('../boot/state');

const PRELOAD = path.resolve(__dirname, '..', 'preload.js');
const PREFIX = '/nrg/plugins/sentinel';

/** Whether this process was started with some Sentinel preload, according to its command line and environment. */
function preloadIsNamed() {
  const words = [...process.execArgv, process.env.NODE_OPTIONS ?? ''].join(' ');
  return /@nrg\/sentinel\/preload|sentinel[\\/]js[\\/]preload/.test(words);
}

/** The command line that protects this Node-RED. The absolute path works from every directory. */
function remedy() {
  return `NODE_OPTIONS='--require "${PRELOAD}"' node-red`;
}

/** What the log and the editor show: `{ status, reason?, remedy? }`. */
function enforcement() {
  if (isActive()) return { status: status() ?? 'FullyEnforced' };
  return {
    status: 'NotEnforced',
    reason: preloadIsNamed()
      ? 'the preload in use belongs to another copy of @nrg/sentinel or did not run'
      : 'the preload is not loaded, every package can do everything',
    remedy: remedy(),
  };
}

module.exports = function sentinelPlugin(RED) {
  RED.plugins.registerPlugin('nrg-sentinel', {
    type: 'nrg-sentinel',
    onadd() {
      const { status: name, reason, remedy: line } = enforcement();
      if (name !== 'NotEnforced') return;
      RED.log.error(`[@nrg/sentinel] NotEnforced: ${reason}`);
      RED.log.error(`[@nrg/sentinel] start Node-RED like this: ${line}`);
    },
  });
  // A custom header cannot be sent by a page of another origin without a preflight, and we answer none.
  const show = (route, answer) => RED.httpAdmin.get(PREFIX + route, RED.auth.needsPermission('sentinel.view'), (req, res) => {
    if (req.get('X-Sentinel-Admin') === undefined) {
      res.status(400).json({ code: 'ERR_SENTINEL_HEADER', message: 'the header X-Sentinel-Admin is missing' });
      return;
    }
    res.set('Cache-Control', 'no-store').json(answer(req));
  });
  show('/status', enforcement);
  // Which nodes a message came through, each line with whether its tag is genuine.
  show('/trace/:msgid', ({ params }) => {
    const deliveries = traceOf(params.msgid);
    return { tracing: deliveries !== undefined, deliveries: deliveries ?? [] };
  });
};

module.exports.enforcement = enforcement;
