'use strict';
// On which server a socket came in. Node.js says so on every socket, and on those of core's servers everybody finds the face of the server there (face.js). It is an accessor of the class
// of sockets: own members that become accessors make V8 read all members of that socket out of a table, and everything that works on it with them.

const { ObjectDefineProperty, accessorDescriptor } = require('../../boot/primordials');
const { loadReal } = require('../../boot/builtins');
const { state } = require('../../boot/state');
const { fieldNamed, makeNote } = require('../../core/given');
const { isShared } = require('../../core/harden');

const NAMES = ['server', '_server'];
/** For each of the names: socket -> the server, and its face once the server has raised it. */
const notes = [makeNote(), makeNote()];
let isDone = false;

/**
 * Called before the first server of core's is there. Once there are packages it is too late, and sockets have members of their own.
 * @param {(server: any) => boolean} isCores
 */
function place(isCores) {
  if (isDone || state.armed) return;
  isDone = true;
  const { prototype } = loadReal('net').Socket;
  for (let i = 0; i < NAMES.length; i++) ObjectDefineProperty(prototype, NAMES[i], membersOf(NAMES[i], notes[i], isCores));
}

function membersOf(name, note, isCores) {
  const give = fieldNamed(name);
  const accessors = {
    get() {
      return note.of(this) ?? (isShared(this) ? undefined : null);
    },
    set(server) {
      // Sockets begin with none.
      if (server === null || (typeof this !== 'object' && typeof this !== 'function') || this === null || isShared(this) || note.of(this) !== undefined) return;
      if (isCores(server)) note.put(this, server);
      else {
        try {
          give(this, server);
        } catch {
          // it cannot have one
        }
      }
    },
  };
  // The class has no such member for those who list or describe its own.
  accessors.get.originalValue = undefined;
  return accessorDescriptor(accessors.get, accessors.set, false, false);
}

/**
 * From now on everybody finds the face there.
 * @param {number} at of the name in NAMES
 * @returns {boolean} false when that is a member of the socket's own
 */
function show(at, socket, server, face) {
  if (notes[at].of(socket) !== server) return false;
  notes[at].put(socket, face);
  return true;
}

module.exports = { NAMES, place, show };
