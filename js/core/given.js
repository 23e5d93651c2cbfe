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

module.exports = { Given };
