'use strict';
// The parsers of HTTP. One that is used again leads whoever kept it to the sockets and requests of the next one. So each is used for one connection
// only: a client's for all its requests, which lead to one another in any case, and a server's as long as Node has it.

const { ReflectApply, setImmediate } = require('../../boot/primordials');
const { realProcess } = require('../../boot/builtins');
const { makeNote } = require('../../core/given');
const { runInstead } = require('../../core/handed');
const { isJudged } = require('./tickets');

class Kept {
  constructor(parser) {
    this.parser = parser;
    this.isFree = false;
    this.isOver = false;
  }
}

/** Socket -> the parser of its answers, and the same by the parser. It says nothing about the socket, which would stay as long as the parser. */
const bySocket = makeNote();
const byParser = makeNote();

/** The socket that Node is about to give a parser. */
let next;
let ended;
/** What closes a parser, before a guard is there that asks who calls: nobody but a timer of Sentinel's does. */
let close;

function closeEnded() {
  const first = ended;
  ended = undefined;
  waiting = 0;
  for (let one = first; one !== undefined; one = one.before) ReflectApply(close, one.parser, []);
}

/** How many wait, and how many it is worth a turn of the loop to close. */
let waiting = 0;
const WORTH = 16;

/** Closes a parser later, with others: when nothing of it is on the stack any more. */
function end(parser) {
  ended = { parser, before: ended };
  if (++waiting % WORTH === 0) setImmediate(closeEnded);
}

/** A socket is gone: so is its parser, now or when Node gives it back. */
function forgetParser(socket) {
  const kept = bySocket.of(socket);
  if (kept === undefined || kept.isOver) return;
  kept.isOver = true;
  if (kept.isFree) end(kept.parser);
}

/** What Node hands to `process.nextTick` to give a request its socket, which begins with its parser. */
function assignment({ onSocket }) {
  const { nextTick } = realProcess;
  let found;
  const holder = {
    nextTick(fn) {
      found = fn;
    },
  };
  realProcess.nextTick = holder.nextTick;
  try {
    ReflectApply(onSocket, {}, [undefined, undefined]);
  } finally {
    realProcess.nextTick = nextTick;
  }
  return found;
}

/**
 * @param {object} parsers Node's list of free ones
 * @param {object} prototype of client requests
 * @param {Function} closing the method of parsers
 */
function install(parsers, prototype, closing) {
  close = closing;
  const { alloc } = parsers;
  const assign = assignment(prototype);
  const holder = {
    assign(request, socket, error) {
      // A connection that ends with this answer needs no second one.
      next = request.destroyed || error || request.shouldKeepAlive === false ? undefined : socket;
      try {
        assign(request, socket, error);
      } finally {
        next = undefined;
      }
    },
    alloc() {
      const socket = next;
      next = undefined;
      if (socket === undefined || !isJudged(socket)) return ReflectApply(alloc, parsers, []);
      const kept = bySocket.of(socket);
      if (kept?.isFree === true && !kept.isOver) {
        kept.isFree = false;
        return kept.parser;
      }
      const made = new Kept(ReflectApply(alloc, parsers, []));
      if (kept === undefined) {
        bySocket.put(socket, made);
        byParser.put(made.parser, made);
      }
      return made.parser;
    },
    free(parser) {
      const kept = byParser.of(parser);
      if (kept === undefined || kept.isOver) end(parser);
      else kept.isFree = true;
      return true;
    },
  };
  parsers.list = [];
  parsers.alloc = holder.alloc;
  parsers.free = holder.free;
  runInstead(assign, holder.assign);
}

module.exports = { forgetParser, install };
