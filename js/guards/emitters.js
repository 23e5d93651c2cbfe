'use strict';
// What every object that emits events passes when it is made.

const { ObjectGetOwnPropertyDescriptor, ReflectApply } = require('../boot/primordials');
const { loadReal } = require('../boot/builtins');
const { conceal } = require('../core/conceal');
const { Given } = require('../core/given');
const { lasting } = require('../core/stopped');

/** Shown every emitter that is made, while somebody looks for one. */
let watcher;
lasting(() => watcher, (value) => { watcher = value; });

/** @param {((emitter: object) => void)|undefined} look */
function watchEmitters(look) {
  watcher = look;
}

class Listeners extends Given {
  _events = undefined;
}

function install() {
  const EventEmitter = loadReal('events');
  const { init } = EventEmitter;
  const holder = {
    init(options) {
      watcher?.(this);
      // Fields of a class are defined where they are, and V8 knows how; setting what Sentinel has locked above takes ten times as long.
      if (this._events === undefined) new Listeners(this);
      return ReflectApply(init, this, [options]);
    },
  };
  EventEmitter.init = conceal(holder.init, init);
  const { prototype } = EventEmitter;
  const { listeners } = prototype;
  const method = {
    listeners(type) {
      const found = ReflectApply(prototype.rawListeners, this, [type]);
      // What stands for another one says so itself, not by what all functions inherit.
      for (let i = 0; i < found.length; i++) {
        const meant = ObjectGetOwnPropertyDescriptor(found[i], 'listener')?.value;
        if (typeof meant === 'function') found[i] = meant;
      }
      return found;
    },
  };
  prototype.listeners = conceal(method.listeners, listeners);
}

module.exports = { install, watchEmitters };
