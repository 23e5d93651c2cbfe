'use strict';
// C++ calls what a request of its, or a compressor, has under a name when its work is done. Anybody who gets at that can call it before, and what is in use until then would be let
// go. When it is C++ that calls, the object is what is going on, with the number that it has.

const { ObjectDefineProperty, ReflectApply, accessorDescriptor } = require('../boot/primordials');
const { innerBinding } = require('./inner');
const { idOf } = require('./brands');

const parts = { __proto__: null, wrap: undefined, number: undefined };

function wrap() {
  if (parts.wrap === undefined) {
    parts.wrap = innerBinding('async_wrap');
    parts.number = innerBinding('symbols').async_id_symbol;
  }
  return parts.wrap;
}

/** Nobody else enters its scope: an AsyncResource has a number there. */
function reserve(object) {
  wrap();
  ObjectDefineProperty(object, parts.number, { __proto__: null, value: undefined, writable: false, enumerable: false, configurable: false });
}

/** Is C++ calling for this object, which was reserved? */
function isBeingDone(object) {
  const { async_hook_fields: fields, async_id_fields: numbers, constants, execution_async_resources: resources, executionAsyncResource } = wrap();
  const at = fields[constants.kStackLength] - 1;
  return at >= 0 && (resources[at] ?? executionAsyncResource(at)) === object && numbers[constants.kExecutionAsyncId] === idOf(object);
}

/** What the request calls from now on: `then` once, when C++ says that it is done, and what it called. */
function calling(request, fn, then) {
  let isOver = false;
  const holder = {
    next: fn,
    done(...args) {
      if (!isOver && isBeingDone(request)) {
        isOver = true;
        then();
      }
      return typeof holder.next === 'function' ? ReflectApply(holder.next, this, args) : undefined;
    },
  };
  return holder;
}

/**
 * Calls `then` when C++ says that the request is done, before whoever waits for that.
 * @param {object} request which C++ has
 * @param {() => void} then
 */
function whenDone(request, then) {
  reserve(request);
  const holder = calling(request, request.oncomplete, then);
  // Since Node.js 26 C++ makes the requests of writes, and Node.js says afterwards what they call.
  const accessors = {
    get: () => holder.done,
    set(fn) { holder.next = fn; },
  };
  ObjectDefineProperty(request, 'oncomplete', accessorDescriptor(accessors.get, accessors.set, true, false));
}

/** The same for a request that C++ does not have yet, and may be done with at once. */
function beforeDone(request, then) {
  request.oncomplete = calling(request, request.oncomplete, then).done;
}

module.exports = { beforeDone, isBeingDone, reserve, whenDone };
