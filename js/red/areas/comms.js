'use strict';
// `RED.comms`: what packages tell editors, under topics that are neither the runtime's nor another package's.

const {
  JSONParse, JSONStringify, MapPrototypeGet, MapPrototypeSet, ReflectApply, SafeMap, SafeSet, String, StringPrototypeIndexOf, StringPrototypeSlice,
} = require('../../boot/primordials');
const { refusal, report } = require('../../core/deny');
const { boundary } = require('../../core/boundary');
const { granted } = require('../facade');
const { isOwn, locate } = require('../nodes/about');
const { isNameOfAnother } = require('../nodes/types');
const { textOf } = require('../views/containers');
const { isInherited } = require('./names');

/** Topics that the editor takes for the runtime's own words. */
const reserved = new SafeSet();
const RESERVED = ['notification', 'status', 'debug', 'event-log', 'multiplayer', 'hb', 'auth', 'project', 'telemetry', 'subscribe', 'unsubscribe'];
for (let i = 0; i < RESERVED.length; i++) reserved.add(RESERVED[i]);

const first = (topic) => {
  const slash = StringPrototypeIndexOf(topic, '/');
  return slash < 0 ? topic : StringPrototypeSlice(topic, 0, slash);
};

/** Where topics begin -> are they another package's, by its name or that of a type of its? Asked once: many publish often. */
const groups = new SafeMap();

function isOfAnother(ctx, topic) {
  const slash = topic[0] === '@' ? StringPrototypeIndexOf(topic, '/') + 1 : 0;
  const group = StringPrototypeSlice(topic, 0, slash) + first(StringPrototypeSlice(topic, slash));
  const key = `${ctx.principal}:${group}`;
  let known = MapPrototypeGet(groups, key);
  if (known === undefined) {
    known = isNameOfAnother(ctx, group);
    MapPrototypeSet(groups, key, known);
  }
  return known;
}

const comms = {
  __proto__: null,
  publish: (ctx, real) => (topic, data, retain) => {
    if (typeof topic !== 'string') throw refusal(ctx.principal, 'all', 'RED.comms.publish()', `a topic that is not text: ${String(topic)}`);
    const api = `RED.comms.publish("${topic}")`;
    if (!granted(ctx, 'comms:publish', api)) return undefined;
    // Node-RED keeps the last message of each topic under the topic.
    if (isInherited(topic)) throw refusal(ctx.principal, 'all', api, 'a topic that is a member of all objects');
    const group = first(topic);
    const copy = sendable(ctx, topic, data);
    if (copy === undefined && data !== undefined) return undefined;
    if (reserved.has(group) && !isAboutOwn(ctx, group, topic, copy)) {
      report(ctx.principal, 'all', api, `the topic ${group} of the runtime`);
      return undefined;
    }
    if (isOfAnother(ctx, topic)) {
      report(ctx.principal, 'all', api, `the topic ${topic} of another package`);
      return undefined;
    }
    return ReflectApply(boundary(real.publish), real, [topic, copy, retain === true]);
  },
};

/**
 * What it says once it is sent. Editors are told many things at once, and none of them when one cannot be written as JSON.
 * @returns {any} undefined when it cannot
 */
function sendable(ctx, topic, data) {
  if (data === undefined) return undefined;
  try {
    return JSONParse(JSONStringify(data) ?? 'null');
  } catch (error) {
    ctx.real.log.warn(`[${ctx.name}] what was published under "${topic}" cannot be sent: ${textOf(error)}`);
    return undefined;
  }
}

/** Debug messages and status of the package's own nodes. */
function isAboutOwn(ctx, group, topic, data) {
  if (group === 'status') return isOwn(ctx, StringPrototypeSlice(topic, group.length + 1));
  if (topic !== 'debug' || !isOwn(ctx, data?.id)) return false;
  locate(ctx, data);
  return true;
}

module.exports = { comms };
