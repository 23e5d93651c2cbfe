'use strict';
// How bursts of calls are timed. The package requires it; pair.js writes its text into settings.js, where the same functions
// must be core's.
const { hrtime } = process;

/** Nanoseconds per call, one number for each sample of `n` calls. */
function measure(loop, n, samples) {
  const times = [];
  for (let i = 0; i < samples; i++) {
    const start = hrtime.bigint();
    loop(n);
    times.push(Number(hrtime.bigint() - start) / n);
  }
  return times;
}

/** Frames on the stack. */
function depth() {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 200;
  const { stack } = new Error();
  Error.stackTraceLimit = stackTraceLimit;
  return stack.split('\n').length - 1;
}

module.exports = { depth, measure };
