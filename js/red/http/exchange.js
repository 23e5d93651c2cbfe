'use strict';
// What is under way on connections of Node-RED's servers: packages find nothing of it by the sockets they are given [R15].

const { ObjectDefineProperty, ObjectGetOwnPropertyDescriptor } = require('../../boot/primordials');
const { state } = require('../../boot/state');
const { CORE, INTERNAL, isSettled, lookOf, newPlace, readAs, settle } = require('../../core/caller');
const { makeNote } = require('../../core/given');
const { lasting } = require('../../core/stopped');

/** Parts of Node.js that read it. */
const EXCHANGES = ['node:_http_server', 'node:_http_outgoing', 'node:internal/child_process'];
let exchanges = 0;

function configure(native) {
  exchanges = native.internals(EXCHANGES);
}

/**
 * What is under way on a connection. Who was given a request finds its socket, and the next request of the same client comes in there: an editor's, with
 * what it is authorized by.
 */
const UNDER_WAY = ['parser', '_httpMessage'];
const notes = { __proto__: null, parser: makeNote(), _httpMessage: makeNote() };
const made = { __proto__: null };

/** The connection on which nobody finds a response, without being asked who it is. */
let quiet;
/** The connection on which whoever asks next finds the response, once. */
let told;
/** The connection on which whoever asks next finds no parser, once. */
let parted;
lasting(() => quiet, (socket) => { quiet = socket; });
lasting(() => told, (socket) => { told = socket; });
lasting(() => parted, (socket) => { parted = socket; });

/** Node.js asks several times for each request, mostly when there is nothing, or while Sentinel knows what the answer is (answering.js). */
function exchangeOf(key) {
  const values = notes[key];
  const isMessage = key === '_httpMessage';
  const place = newPlace();
  const look = lookOf();
  // Under another name it would be had by whoever has Node.js read that, and give it back.
  const read = readAs(key);
  const accessors = {
    get() {
      const value = values.of(this);
      if (value === undefined || value === null) return value;
      if (isMessage) {
        if (this === told) {
          told = undefined;
          return value;
        }
        if (this === quiet) return undefined;
      } else if (this === parted) {
        parted = undefined;
        return undefined;
      }
      // Every function between this one and the look is one more frame for V8 to translate.
      const found = state.armed ? look(exchanges, place, 0, read) : CORE;
      const who = isSettled(found) ? found : settle(found, exchanges, place, read);
      return who === INTERNAL || who === CORE ? value : undefined;
    },
    set(value) {
      values.put(this, value);
    },
  };
  return accessors;
}

function hide(socket) {
  for (let i = 0; i < UNDER_WAY.length; i++) {
    const key = UNDER_WAY[i];
    const own = ObjectGetOwnPropertyDescriptor(socket, key);
    if (own !== undefined && !own.configurable) continue;
    const { get, set } = made[key] ??= exchangeOf(key);
    notes[key].put(socket, own?.value);
    ObjectDefineProperty(socket, key, { __proto__: null, get, set, enumerable: own !== undefined, configurable: false });
  }
}

/** What is under way there, for Sentinel: undefined on any other connection. */
const responseOn = notes._httpMessage.of;
const parserOf = notes.parser.of;

/**
 * From now on nobody finds the response on this connection (undefined: it is asked again who looks). What is hidden from everybody is hidden from packages.
 * @returns {object | undefined} what was given before
 */
function hush(socket) {
  const before = quiet;
  quiet = socket;
  return before;
}

/** Whoever asks for the response on this connection next finds it. The caller sees to it that no code of a package's runs before, and takes it back (undefined). */
function tellNext(socket) {
  told = socket;
}

/** Whoever asks for the parser of this connection next finds none: Node.js, when it has nothing to do with it. Packages never find it. */
function partNext(socket) {
  parted = socket;
}

module.exports = { configure, hide, hush, parserOf, partNext, responseOn, tellNext };
