'use strict';
// Core nodes that bring large libraries with them: without these Node-RED starts in half the time. Tests leave them out, with and without
// Sentinel alike, but those that are about them or about all of core.

/** What a suite may want to keep -> the file of core that has it. */
const HEAVY = Object.freeze({
  html: '70-HTML.js', json: '70-JSON.js', xml: '70-XML.js', request: '21-httprequest.js', websocket: '22-websocket.js', mqtt: '10-mqtt.js',
});

/** For settings.js: `{ nodesExcludes }` with all of them but those that are named. */
function leanCore(...kept) {
  const unknown = kept.filter((name) => !Object.hasOwn(HEAVY, name));
  if (unknown.length > 0) throw new Error(`no such core nodes: ${unknown.join(', ')}`);
  return { nodesExcludes: Object.keys(HEAVY).filter((name) => !kept.includes(name)).map((name) => HEAVY[name]) };
}

/** For settings.js: Node-RED as it is. */
const wholeCore = () => ({ nodesExcludes: [] });

module.exports = { leanCore, wholeCore };
