'use strict';
// Where express itself is about to ask a request or response for its application, everybody gets what packages see of it: nobody has to be asked who
// reads it. Requests do so several times each.

const { ReflectApply } = require('../../boot/primordials');
const { conceal } = require('../../core/conceal');

/** What will be asked next, once. */
let expected;
/** The response whose methods are at work. */
let answering;

/** The handler of a mounted application reads `req.app` before all else. */
function expect(request) {
  expected = request;
}

/** Is it express that asks this request or response? */
function isExpress(message) {
  if (message === answering) return true;
  if (message !== expected) return false;
  expected = undefined;
  return true;
}

/** A method of responses that asks for settings of the application. */
function asking(original) {
  const holder = {
    answer(...args) {
      const before = answering;
      answering = this;
      try {
        return ReflectApply(original, this, args);
      } finally {
        answering = before;
      }
    },
  };
  return conceal(holder.answer, original);
}

module.exports = { asking, expect, isExpress };
