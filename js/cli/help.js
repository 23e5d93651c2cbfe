'use strict';
/** Help is made from what each command says of itself: nothing is written twice. */

function text(commands, topic) {
  if (topic && commands[topic]) {
    const { summary, usage, details } = commands[topic];
    return [`nrg-sentinel ${topic}: ${summary}`, '', ...usage.map((line) => `  ${line}`), ...(details ? ['', details] : [])].join('\n');
  }
  const names = Object.keys(commands);
  const width = Math.max(...names.map((name) => name.length));
  return [
    'nrg-sentinel: capabilities for Node-RED packages',
    '',
    ...names.map((name) => `  ${name.padEnd(width)}  ${commands[name].summary}`),
    '',
    'nrg-sentinel help <command> explains one of them.',
  ].join('\n');
}

module.exports = { text };
