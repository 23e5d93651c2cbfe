'use strict';
// Nodes of core that take one message after the other, and the start of a flow, go on when they are called back. What others put into messages and contexts can keep that from coming about: a member that
// cannot be read throws where nobody tells the queue, an expression waits for whatever has a `then`, and a name by which something is kept may be that of a method. In the text of these modules such a call is made by a method of `$lenient`
// (src/code_cache/lenient.rs), with which the queue goes on, and what was thrown is an error of that message.

const {
  ArrayPrototypePop, ArrayPrototypePush, ArrayPrototypeShift, Error, ObjectAssign, ObjectHasOwn, Promise, PromisePrototypeThen, PromiseReject, PromiseResolve, ReflectApply, clearTimeout, setTimeout,
} = require('../boot/primordials');

/** How long one message is waited for; what comes later counts, but others are not kept until then. Whoever has a node of core busy for as long can also keep Node.js busy. */
const TURN_MS = 1_000;
/** How long a flow waits for an expression that it starts with. */
const VALUE_MS = 30_000;

/** Calls, as they stand in the texts, by what they are made with. Each of them is in the text of every version (tests/red/lenient.test.js). */
const CALLS = {
  __proto__: null,
  '@node-red/nodes/core/function/10-switch.js': ['step:processMessage(nextMsg'],
  '@node-red/nodes/core/function/89-trigger.js': ['turn:processMessage(nextMsgInfo'],
  '@node-red/nodes/core/function/rbe.js': ['has:node.previous.hasOwnProperty(t'],
  '@node-red/nodes/core/sequence/17-split.js': ['has:inflight.hasOwnProperty("partId"', 'has:inflight.hasOwnProperty(i', 'has:inflight.hasOwnProperty(partId', 'has:pending.hasOwnProperty(gid', 'merged:Object.assign(group.msg', 'step:reduceMessage(node, nextMsgInfo'],
  '@node-red/nodes/core/sequence/18-sort.js': ['has:pending.hasOwnProperty(gid', 'has:pending.hasOwnProperty(key'],
  '@node-red/nodes/core/sequence/19-batch.js': ['has:groups.hasOwnProperty(gid', 'group:send_msgs(node, msgInfos, false', 'group:send_msgs(node, msgInfos, true', 'group:send_msgs(node, queue'],
  '@node-red/nodes/core/storage/10-file.js': ['rest:processQueue(queue);', 'sender:processMsg(event.msg'],
  '@node-red/util/lib/util.js': ['value:evaluateJSONataExpression(expr, msg'],
};

/** What nobody is there to be told of is a rejection that nobody handles: it is recorded and ends nothing. */
const report = (error) => { PromiseReject(error); };

function tell(told, error) {
  try {
    told(error);
  } catch (failure) {
    report(failure);
  }
}

/**
 * Of the functions here, each with the one that core calls: once, with what is thrown or does not come in time as an error.
 * @param {Function} callback
 * @param {number} ms
 * @param {() => any} late what it is called with when it takes longer
 */
function once(callback, ms, late) {
  let timer;
  const state = {
    __proto__: null,
    isOver: false,
    over(...results) {
      if (state.isOver) {
        if (results[0]) report(results[0]);
        return;
      }
      state.isOver = true;
      if (timer !== undefined) clearTimeout(timer);
      try {
        ReflectApply(callback, undefined, results);
      } catch (error) {
        // Core calls it a second time then, with the error.
        state.isOver = false;
        throw error;
      }
    },
    /** Nothing is waited for where all is done at once, as nearly always. */
    wait() {
      if (state.isOver) return;
      timer = setTimeout(() => state.over(late()), ms);
      timer.unref();
    },
  };
  return state;
}

/** `work(…, callback)` of a queue that goes on when it is called back. */
const step = (work) => (...args) => {
  const callback = ArrayPrototypePop(args);
  const state = once((error) => {
    try {
      callback(error);
    } catch (failure) {
      // It could not even be told of the error.
      callback();
      throw failure;
    }
  }, TURN_MS, () => undefined);
  try {
    ArrayPrototypePush(args, state.over);
    ReflectApply(work, undefined, args);
  } catch (error) {
    if (state.isOver) throw error;
    state.over(error ?? new Error('nothing was thrown'));
  }
  state.wait();
};

/** `work(info)` of a queue that goes on when its promise is settled. */
const turn = (work) => (info) => new Promise((resolve) => {
  const { over, wait } = once(resolve, TURN_MS, () => undefined);
  const failed = (error) => {
    tell(info.done, error);
    over();
  };
  try {
    PromisePrototypeThen(PromiseResolve(work(info)), () => over(), failed);
  } catch (error) {
    failed(error);
  }
  wait();
});

/** `work(node, messages, …)`, which sends all messages of a group: when it cannot, the group is over, and the last one of it has failed. */
const group = (work) => (...args) => {
  try {
    ReflectApply(work, undefined, args);
  } catch (error) {
    const infos = args[1];
    const last = infos[infos.length - 1];
    tell(last.done, error);
    last.done = () => undefined;
  }
};

/** `work(queue)`, which begins with the first of those that are left, and goes on by itself. */
const rest = (work) => (queue) => {
  while (queue.length > 0) {
    try {
      work(queue);
      return;
    } catch (error) {
      tell(ArrayPrototypeShift(queue).done, error);
    }
  }
};

/** `work(msg, send, done)`, where what is thrown by `send` leaves the message not done. */
const sender = (work) => (msg, send, done) => work(msg, (...messages) => {
  try {
    ReflectApply(send, undefined, messages);
  } catch (error) {
    report(error);
  }
}, done);

/** `kept.hasOwnProperty(key)` of what is kept by names that messages bring: `hasOwnProperty` may be one of them. */
const has = (kept, key) => ObjectHasOwn(kept, key);

/** `Object.assign(message, next)`, by which a group is as its last message: where that cannot be written into the first one, it is that message alone. */
const merged = (_, message, next) => {
  try {
    return ObjectAssign(message, next);
  } catch {
    return ObjectAssign({}, next);
  }
};

/** `work(…, callback)` of something that cannot go on without: after a while it is told that there is none. */
const value = (work) => (...args) => {
  const last = args.length - 1;
  if (typeof args[last] !== 'function') return ReflectApply(work, undefined, args);
  const { over, wait } = once(args[last], VALUE_MS, () => new Error(`it did not come to an end within ${VALUE_MS / 1000} seconds`));
  args[last] = over;
  const result = ReflectApply(work, undefined, args);
  wait();
  return result;
};

module.exports = { CALLS, queues: { group, has, merged, rest, sender, step, turn, value } };
