'use strict';
// `node.metric()`: what is logged of every message that a node gets, sends or is done with.

const { MapPrototypeGet, MapPrototypeSet, SafeMap } = require('../boot/primordials');
const { isHeard } = require('./messages/heard');

let logger;

/** Hands over core's log, before there is a node. */
function configure(exports) {
  logger = exports;
}

/** Type -> the names under which it is logged what its nodes do with every message. */
const measures = new SafeMap();

function measuresOf(type) {
  let found = MapPrototypeGet(measures, type);
  if (found === undefined) {
    found = { send: `node.${type}.send`, receive: `node.${type}.receive`, done: `node.${type}.done` };
    MapPrototypeSet(measures, type, found);
  }
  return found;
}

const isUsual = (event) => event === 'send' || event === 'receive' || event === 'done';

/** `node.metric()` of a node of a package, whatever it calls itself. */
function measure(record, event, msg, value) {
  const { type } = record;
  const msgid = msg._msgid;
  if (isHeard()) logger.log({ level: logger.METRIC, nodeid: record.id, event: isUsual(event) ? record.measures[event] : `node.${type}.${event}`, msgid, value });
}

/** Does anybody read such lines? */
const isMeasured = () => logger.metric();

module.exports = { configure, isMeasured, measure, measuresOf };
