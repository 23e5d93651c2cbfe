'use strict';

/**
 * A base class whose instances are the object it is given: what extends it defines its fields on an object of somebody else's. Private ones
 * cost nothing to read, and nothing that a package can do reads, writes, copies or forges one; a Proxy of the object does not have them.
 */
class Given {
  constructor(object) {
    return object;
  }
}

/**
 * Gives objects a field of their own as a class does, which V8 does several times as fast as defining a property.
 * @param {PropertyKey} key
 * @returns {(object: object, value: any) => void} throws where the field cannot be defined
 */
function fieldNamed(key) {
  let next;
  class Field extends Given {
    [key] = next;
  }
  return (object, value) => {
    next = value;
    new Field(object);
    next = undefined;
  };
}

/**
 * What a WeakMap is good for at a tenth of the price, where objects come and go: a note about an object, in a private field of it.
 * @returns {{put: (object: object, what: any) => void, of: (object: any) => any}}
 */
function makeNote() {
  class Note extends Given {
    #what;

    constructor(object, what) {
      super(object);
      this.#what = what;
    }

    static put(object, what) {
      if (#what in object) object.#what = what;
      else new Note(object, what);
    }

    static of(object) {
      return ((typeof object === 'object' && object !== null) || typeof object === 'function') && #what in object ? object.#what : undefined;
    }
  }
  return { put: Note.put, of: Note.of };
}

module.exports = { Given, fieldNamed, makeNote };
