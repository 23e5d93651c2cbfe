'use strict';
// BroadcastChannel connects all threads of the process by a name. A package's names are its own: it talks to its own
// workers, and hears nobody else.

const { ObjectDefineProperty, ReflectConstruct } = require('../../boot/primordials');

function open(Original, args, target, principal, trusted) {
  if (trusted || args.length === 0) return ReflectConstruct(Original, args, target);
  const name = `${args[0]}`;
  const channel = ReflectConstruct(Original, [`${principal}/${name}`], target);
  ObjectDefineProperty(channel, 'name', { __proto__: null, value: name, writable: false, enumerable: true, configurable: true });
  return channel;
}

module.exports = { open };
